# libduckdb is opened at run time, since most commands do without; the build needs its C header only.
# ./dev setup fetches both into third_party/duckdb.
set(DECANT_DUCKDB_DIR ${CMAKE_SOURCE_DIR}/third_party/duckdb CACHE PATH "Folder with include/duckdb.h and lib/libduckdb.so")
if(NOT EXISTS ${DECANT_DUCKDB_DIR}/include/duckdb.h)
  message(FATAL_ERROR "DuckDB's header is not in ${DECANT_DUCKDB_DIR}/include: run ./dev setup first")
endif()
add_library(duckdb_header INTERFACE)
target_include_directories(duckdb_header SYSTEM INTERFACE ${DECANT_DUCKDB_DIR}/include)
