#include "duckdb/type.h"

#include <utility>

#include "duckdb/logical_type.h"

namespace decant::duckdb {

namespace {

struct Known {
  TypeId id;
  duckdb_type native;
  const char* name;
};

constexpr Known kKnown[] = {
    {TypeId::boolean, DUCKDB_TYPE_BOOLEAN, "BOOLEAN"},
    {TypeId::tinyint, DUCKDB_TYPE_TINYINT, "TINYINT"},
    {TypeId::smallint, DUCKDB_TYPE_SMALLINT, "SMALLINT"},
    {TypeId::integer, DUCKDB_TYPE_INTEGER, "INTEGER"},
    {TypeId::bigint, DUCKDB_TYPE_BIGINT, "BIGINT"},
    {TypeId::utinyint, DUCKDB_TYPE_UTINYINT, "UTINYINT"},
    {TypeId::usmallint, DUCKDB_TYPE_USMALLINT, "USMALLINT"},
    {TypeId::uinteger, DUCKDB_TYPE_UINTEGER, "UINTEGER"},
    {TypeId::ubigint, DUCKDB_TYPE_UBIGINT, "UBIGINT"},
    {TypeId::hugeint, DUCKDB_TYPE_HUGEINT, "HUGEINT"},
    {TypeId::uhugeint, DUCKDB_TYPE_UHUGEINT, "UHUGEINT"},
    {TypeId::real, DUCKDB_TYPE_FLOAT, "FLOAT"},
    {TypeId::double_real, DUCKDB_TYPE_DOUBLE, "DOUBLE"},
    {TypeId::decimal, DUCKDB_TYPE_DECIMAL, "DECIMAL"},
    {TypeId::varchar, DUCKDB_TYPE_VARCHAR, "VARCHAR"},
    {TypeId::blob, DUCKDB_TYPE_BLOB, "BLOB"},
    {TypeId::date, DUCKDB_TYPE_DATE, "DATE"},
    {TypeId::time, DUCKDB_TYPE_TIME, "TIME"},
    {TypeId::timestamp, DUCKDB_TYPE_TIMESTAMP, "TIMESTAMP"},
    {TypeId::timestamp_s, DUCKDB_TYPE_TIMESTAMP_S, "TIMESTAMP_S"},
    {TypeId::timestamp_ms, DUCKDB_TYPE_TIMESTAMP_MS, "TIMESTAMP_MS"},
    {TypeId::timestamp_ns, DUCKDB_TYPE_TIMESTAMP_NS, "TIMESTAMP_NS"},
    {TypeId::timestamp_tz, DUCKDB_TYPE_TIMESTAMP_TZ, "TIMESTAMP WITH TIME ZONE"},
    {TypeId::interval, DUCKDB_TYPE_INTERVAL, "INTERVAL"},
    {TypeId::uuid, DUCKDB_TYPE_UUID, "UUID"},
    {TypeId::enumeration, DUCKDB_TYPE_ENUM, "ENUM"},
    {TypeId::list, DUCKDB_TYPE_LIST, "LIST"},
    {TypeId::array, DUCKDB_TYPE_ARRAY, "ARRAY"},
    {TypeId::structure, DUCKDB_TYPE_STRUCT, "STRUCT"},
    {TypeId::map, DUCKDB_TYPE_MAP, "MAP"},
    {TypeId::variant_union, DUCKDB_TYPE_UNION, "UNION"},
    {TypeId::other, DUCKDB_TYPE_SQLNULL, "\"NULL\""},
    {TypeId::other, DUCKDB_TYPE_TIME_TZ, "TIME WITH TIME ZONE"},
    {TypeId::other, DUCKDB_TYPE_BIT, "BIT"},
    {TypeId::other, DUCKDB_TYPE_BIGNUM, "BIGNUM"},
    {TypeId::other, DUCKDB_TYPE_TIME_NS, "TIME_NS"},
};

TypeId id_of(duckdb_type native) {
  for (const auto& known : kKnown) {
    if (known.native == native) return known.id;
  }
  return TypeId::other;
}

const char* name_of(duckdb_type native) {
  for (const auto& known : kKnown) {
    if (known.native == native) return known.name;
  }
  return "UNKNOWN";
}

std::string take_text(const Api& api, char* text) {
  if (text == nullptr) return {};
  std::string copy = text;
  api.free(text);
  return copy;
}

Type plain(TypeId id) {
  Type type;
  type.id = id;
  return type;
}

Type child_of(const Api& api, duckdb_logical_type child) { return describe(LogicalType(api, child)); }

void describe_members(const Api& api, duckdb_logical_type native, Type& type) {
  if (type.id == TypeId::structure) {
    for (idx_t i = 0; i < api.struct_type_child_count(native); ++i) {
      type.children.push_back({take_text(api, api.struct_type_child_name(native, i)),
                               child_of(api, api.struct_type_child_type(native, i))});
    }
    return;
  }
  type.children.push_back({{}, plain(TypeId::utinyint)});
  for (idx_t i = 0; i < api.union_type_member_count(native); ++i) {
    type.children.push_back(
        {take_text(api, api.union_type_member_name(native, i)), child_of(api, api.union_type_member_type(native, i))});
  }
}

void describe_nested(const Api& api, duckdb_logical_type native, Type& type) {
  switch (type.id) {
    case TypeId::list: type.children.push_back({{}, child_of(api, api.list_type_child_type(native))}); break;
    case TypeId::array:
      type.array_size = api.array_type_array_size(native);
      type.children.push_back({{}, child_of(api, api.array_type_child_type(native))});
      break;
    case TypeId::map: {
      Type entry = plain(TypeId::structure);
      entry.children.push_back({"key", child_of(api, api.map_type_key_type(native))});
      entry.children.push_back({"value", child_of(api, api.map_type_value_type(native))});
      type.children.push_back({{}, std::move(entry)});
      break;
    }
    case TypeId::structure:
    case TypeId::variant_union: describe_members(api, native, type); break;
    default: break;
  }
}

std::string members(const Type& type, std::size_t first) {
  std::string text;
  for (std::size_t i = first; i < type.children.size(); ++i) {
    if (!text.empty()) text += ", ";
    if (!type.children[i].name.empty()) text += type.children[i].name + " ";
    text += type.children[i].type.name();
  }
  return "(" + text + ")";
}

}  // namespace

duckdb_type native_type(TypeId id) {
  for (const auto& known : kKnown) {
    if (known.id == id) return known.native;
  }
  return DUCKDB_TYPE_INVALID;
}

LogicalType logical_type(const Api& api, const Type& type) {
  if (type.id != TypeId::decimal) return {api, api.create_logical_type(native_type(type.id))};
  return {api, api.create_decimal_type(static_cast<std::uint8_t>(type.width), static_cast<std::uint8_t>(type.scale))};
}

Type describe(const LogicalType& logical) {
  const Api& api = logical.api();
  const duckdb_type native = api.get_type_id(logical.get());
  Type type = plain(id_of(native));
  type.alias = take_text(api, api.logical_type_get_alias(logical.get()));
  if (type.id == TypeId::other && type.alias.empty()) type.alias = name_of(native);
  if (type.id == TypeId::decimal) {
    type.width = api.decimal_width(logical.get());
    type.scale = api.decimal_scale(logical.get());
    type.storage = id_of(api.decimal_internal_type(logical.get()));
  } else if (type.id == TypeId::enumeration) {
    type.storage = id_of(api.enum_internal_type(logical.get()));
    for (std::uint32_t i = 0; i < api.enum_dictionary_size(logical.get()); ++i) {
      type.labels.push_back(take_text(api, api.enum_dictionary_value(logical.get(), i)));
    }
  } else {
    describe_nested(api, logical.get(), type);
  }
  return type;
}

std::string Type::name() const {
  if (!alias.empty()) return alias;
  switch (id) {
    case TypeId::decimal: return "DECIMAL(" + std::to_string(width) + "," + std::to_string(scale) + ")";
    case TypeId::list: return children.at(0).type.name() + "[]";
    case TypeId::array: return children.at(0).type.name() + "[" + std::to_string(array_size) + "]";
    case TypeId::structure: return "STRUCT" + members(*this, 0);
    case TypeId::variant_union: return "UNION" + members(*this, 1);
    case TypeId::map: {
      const auto& entry = children.at(0).type.children;
      return "MAP(" + entry.at(0).type.name() + ", " + entry.at(1).type.name() + ")";
    }
    default: return name_of(native_type(id));
  }
}

}  // namespace decant::duckdb
