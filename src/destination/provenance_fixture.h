#pragma once

// For tests only.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "destination/destination.h"
#include "schema/provenance.h"

namespace decant::destination {

/// Loads into datasets of the fixture `Dataset`, each of which knows where the columns of its one table came from.
template <typename Dataset>
class ProvenanceLoads : public Dataset {
 protected:
  ProvenanceLoads() { this->add_root("orders", "append"); }

  Result<LoadReport> load_with(const std::string& load_id, const schema::Provenance& provenance, bool keeps) {
    auto load = this->request(load_id, {{.table = "orders", .batches = {{{"1", "a", load_id, load_id}}}}});
    load.provenance = &provenance;
    load.keeps_provenance = keeps;
    return this->target()->publish(std::move(load));
  }

  static schema::Provenance seen(const std::string& column, const std::string& path, const std::string& load_id) {
    schema::ColumnProvenance known{
        .paths = {path}, .more_paths = 0, .types = {}, .first_load = load_id, .last_load = load_id};
    known.types.add(schema::DataType::bigint);
    schema::Provenance provenance;
    provenance.add("orders", column, known);
    return provenance;
  }

  schema::Provenance stored(const std::string& schema = "shop") {
    auto read = this->target()->read_provenance(schema);
    EXPECT_TRUE(read) << to_string(read.error());
    return read ? *read : schema::Provenance();
  }
};

}  // namespace decant::destination
