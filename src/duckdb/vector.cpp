#include "duckdb/vector.h"

#include "duckdb/api.h"

namespace decant::duckdb {

namespace {
/// A view exists only of an open library's results.
const Api& opened_api() { return **api(); }
}  // namespace

VectorView::VectorView(void* handle, const Type& type)
    : handle_(handle),
      type_(&type),
      data_(opened_api().vector_get_data(static_cast<duckdb_vector>(handle))),
      validity_(opened_api().vector_get_validity(static_cast<duckdb_vector>(handle))) {}

VectorView VectorView::child(std::size_t index) const {
  const auto vector = static_cast<duckdb_vector>(handle_);
  const Type& child_type = type_->children.at(index).type;
  switch (type_->id) {
    case TypeId::list:
    case TypeId::map: return {opened_api().list_vector_get_child(vector), child_type};
    case TypeId::array: return {opened_api().array_vector_get_child(vector), child_type};
    default: return {opened_api().struct_vector_get_child(vector, index), child_type};
  }
}

}  // namespace decant::duckdb
