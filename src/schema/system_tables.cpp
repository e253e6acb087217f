#include "schema/system_tables.h"

namespace decant::schema {

namespace {

Column described(std::string_view name, DataType type, bool nullable, std::string_view description) {
  Column column;
  column.name = name;
  column.data_type = type;
  column.nullable = nullable;
  column.other["description"] = description;
  return column;
}

/// A load id column; dlt limits these alone to 64 characters.
Column load_id_column(std::string_view name, std::string_view description) {
  Column column = described(name, DataType::text, false, description);
  column.precision = 64;
  return column;
}

}  // namespace

bool is_system_name(std::string_view name) { return name.starts_with("_dlt"); }

// The descriptions are part of the schema hash: dlt 1.31 writes these, and older versions keep what they read.
Table version_table() {
  Table table{std::string(kVersionTable)};
  table.add(described("version", DataType::bigint, false,
                      "Numeric version of the schema, incremented on each schema change"));
  table.add(described("engine_version", DataType::bigint, false,
                      "Version of the dlt schema engine that created this schema"));
  table.add(described("inserted_at", DataType::timestamp, false, "Timestamp when this schema version was stored"));
  table.add(described("schema_name", DataType::text, false, "Name of the schema"));
  table.add(
      described("version_hash", DataType::text, false, "Unique hash of the schema content, used to detect changes"));
  table.add(described("schema", DataType::text, false, "JSON representation of the complete schema definition"));
  table.properties()["write_disposition"] = "skip";
  table.properties()["resource"] = kVersionTable;
  table.properties()["description"] = "Created by DLT. Tracks schema updates";
  return table;
}

Table loads_table() {
  Table table{std::string(kLoadsTable)};
  table.add(load_id_column("load_id", "Unique identifier of the load operation"));
  table.add(described("schema_name", DataType::text, true, "Name of the schema associated with this load"));
  table.add(described("status", DataType::bigint, false, "Status of the load operation (0 = success)"));
  table.add(described("inserted_at", DataType::timestamp, false, "Timestamp when the load was completed"));
  table.add(described("schema_version_hash", DataType::text, true, "Hash of the schema version used during this load"));
  table.properties()["write_disposition"] = "skip";
  table.properties()["resource"] = kLoadsTable;
  table.properties()["description"] = "Created by DLT. Tracks completed loads";
  return table;
}

Table extracted_state_table() {
  Table table{std::string(kPipelineStateTable)};
  table.add(described("version", DataType::bigint, false, "Numeric version of the pipeline state"));
  table.add(described("engine_version", DataType::bigint, false, "Version of the dlt state engine"));
  table.add(described("pipeline_name", DataType::text, false, "Name of the pipeline this state belongs to"));
  table.add(described("state", DataType::text, false, "Compressed JSON representation of the pipeline state"));
  table.add(described("created_at", DataType::timestamp, false, "Timestamp when this state was created"));
  table.add(described("version_hash", DataType::text, true, "Hash of the state content, used to detect changes"));
  table.add(load_id_column("_dlt_load_id", "Load identifier linking this row to its load operation"));
  table.properties()["write_disposition"] = "append";
  table.properties()["file_format"] = "preferred";
  table.properties()["resource"] = kPipelineStateTable;
  return table;
}

Table pipeline_state_table() {
  Table table = extracted_state_table();
  Column row_id;
  row_id.name = "_dlt_id";
  row_id.data_type = DataType::text;
  row_id.nullable = false;
  row_id.unique = true;
  row_id.row_key = true;
  table.add(std::move(row_id));
  return table;
}

}  // namespace decant::schema
