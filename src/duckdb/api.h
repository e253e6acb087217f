#pragma once

// Inside this room only: the sole header that shows DuckDB's own.
#include <duckdb.h>

#include "core/result.h"

// Every function of libduckdb that decant calls, without its prefix.
#define DECANT_DUCKDB_FUNCTIONS(X)   \
  X(append_data_chunk)               \
  X(appender_add_column)             \
  X(appender_close)                  \
  X(appender_column_type)            \
  X(appender_create_ext)             \
  X(appender_destroy)                \
  X(appender_error_data)             \
  X(appender_flush)                  \
  X(array_type_array_size)           \
  X(array_type_child_type)           \
  X(array_vector_get_child)          \
  X(bind_add_result_column)          \
  X(bind_boolean)                    \
  X(bind_double)                     \
  X(bind_get_extra_info)             \
  X(bind_int64)                      \
  X(bind_null)                       \
  X(bind_timestamp_tz)               \
  X(bind_varchar_length)             \
  X(close)                           \
  X(column_count)                    \
  X(column_logical_type)             \
  X(column_name)                     \
  X(connect)                         \
  X(create_config)                   \
  X(create_data_chunk)               \
  X(create_decimal_type)             \
  X(create_logical_type)             \
  X(create_table_function)           \
  X(data_chunk_get_size)             \
  X(data_chunk_get_vector)           \
  X(data_chunk_reset)                \
  X(data_chunk_set_size)             \
  X(decimal_internal_type)           \
  X(decimal_scale)                   \
  X(decimal_width)                   \
  X(destroy_config)                  \
  X(destroy_data_chunk)              \
  X(destroy_error_data)              \
  X(destroy_extracted)               \
  X(destroy_logical_type)            \
  X(destroy_prepare)                 \
  X(destroy_result)                  \
  X(destroy_table_function)          \
  X(disconnect)                      \
  X(enum_dictionary_size)            \
  X(enum_dictionary_value)           \
  X(enum_internal_type)              \
  X(error_data_error_type)           \
  X(error_data_message)              \
  X(execute_prepared)                \
  X(extract_statements)              \
  X(extract_statements_error)        \
  X(fetch_chunk)                     \
  X(free)                            \
  X(function_get_extra_info)         \
  X(function_get_local_init_data)    \
  X(function_set_error)              \
  X(get_type_id)                     \
  X(init_get_extra_info)             \
  X(init_set_init_data)              \
  X(init_set_max_threads)            \
  X(interrupt)                       \
  X(library_version)                 \
  X(list_type_child_type)            \
  X(list_vector_get_child)           \
  X(logical_type_get_alias)          \
  X(map_type_key_type)               \
  X(map_type_value_type)             \
  X(open_ext)                        \
  X(prepare_error)                   \
  X(prepare_extracted_statement)     \
  X(prepared_statement_type)         \
  X(register_table_function)         \
  X(result_error)                    \
  X(result_error_type)               \
  X(rows_changed)                    \
  X(set_config)                      \
  X(struct_type_child_count)         \
  X(struct_type_child_name)          \
  X(struct_type_child_type)          \
  X(struct_vector_get_child)         \
  X(table_function_set_bind)         \
  X(table_function_set_extra_info)   \
  X(table_function_set_function)     \
  X(table_function_set_init)         \
  X(table_function_set_local_init)   \
  X(table_function_set_name)         \
  X(union_type_member_count)         \
  X(union_type_member_name)          \
  X(union_type_member_type)          \
  X(vector_ensure_validity_writable) \
  X(vector_get_data)                 \
  X(vector_get_validity)             \
  X(vector_size)

namespace decant::duckdb {

/// libduckdb's functions, found by name once the library is open.
struct Api {
#define DECANT_DUCKDB_MEMBER(name) decltype(&::duckdb_##name) name = nullptr;
  DECANT_DUCKDB_FUNCTIONS(DECANT_DUCKDB_MEMBER)
#undef DECANT_DUCKDB_MEMBER
  /// Deprecated by DuckDB, so it may be missing; without it results are held whole.
  decltype(&::duckdb_execute_prepared_streaming) execute_prepared_streaming = nullptr;
};

/// The functions; opens the library on the first call. Thread-safe. A failure is remembered: it is not tried again.
Result<const Api*> api();

}  // namespace decant::duckdb
