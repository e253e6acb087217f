# Headers that most files read are parsed once per preset, not once per file. decant_shared_headers(TARGET KIND), KIND room,
# test or parsing_test,
# gives them to a target. Tests themselves are compiled without optimisation: that takes half the time, and what they test
# is not theirs. Those of the sandbox (kind parsing_test) read all it serves with simdjson, which is slow without.
#
# g++ has one such header for each kind, made by CMake. clang writes the path of the header that it parsed
# into what it makes of it, and a compiler cache would hand that path to checkouts in other folders: for clang it is a
# header of the system, whose path all share, and rooms get gmock's as well.
set(DECANT_ROOM_HEADERS <algorithm> <chrono> <cstdint> <expected> <filesystem> <functional> <map> <memory> <mutex>
                        <optional> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>)
set(DECANT_TEST_HEADERS ${DECANT_ROOM_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)

function(decant_precompile NAME)
  cmake_parse_arguments(PRECOMPILE "" "" "LINKS;HEADERS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/headers/${NAME}.cpp)
  if(NOT EXISTS ${source})
    file(WRITE ${source} "")
  endif()
  add_library(decant_${NAME}_headers OBJECT ${source})
  target_link_libraries(decant_${NAME}_headers PRIVATE ${PRECOMPILE_LINKS})
  target_precompile_headers(decant_${NAME}_headers PRIVATE ${PRECOMPILE_HEADERS})
  set_target_properties(decant_${NAME}_headers PROPERTIES
    CXX_COMPILER_LAUNCHER "${CMAKE_SOURCE_DIR}/cmake/with-checksum;${CMAKE_CXX_COMPILER_LAUNCHER}")
endfunction()

function(decant_precompile_with_clang)
  find_package(GTest REQUIRED)
  find_file(DECANT_GMOCK_HEADER gmock/gmock.h REQUIRED)
  get_target_property(gtest_flags GTest::gtest INTERFACE_COMPILE_OPTIONS)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/headers)
  add_custom_command(OUTPUT ${DECANT_CLANG_HEADERS}
    COMMAND ${CMAKE_SOURCE_DIR}/cmake/with-checksum ${CMAKE_CXX_COMPILER_LAUNCHER} ${CMAKE_CXX_COMPILER} ${flags} ${gtest_flags} -std=c++${CMAKE_CXX_STANDARD}
            -Xclang -fno-pch-timestamp -fpch-instantiate-templates -x c++-header ${DECANT_GMOCK_HEADER} -o ${DECANT_CLANG_HEADERS}
    DEPENDS ${DECANT_GMOCK_HEADER} COMMENT "Parsing the shared headers" VERBATIM)
  add_custom_target(decant_clang_headers DEPENDS ${DECANT_CLANG_HEADERS})
endfunction()

set(DECANT_CLANG_HEADERS ${CMAKE_BINARY_DIR}/headers/gmock.pch)
if(DECANT_SHARED_HEADERS AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  decant_precompile_with_clang()
elseif(DECANT_SHARED_HEADERS)
  decant_precompile(room LINKS fmt::fmt HEADERS ${DECANT_ROOM_HEADERS})
  if(DECANT_TESTS)
    decant_precompile(test LINKS fmt::fmt GTest::gmock HEADERS ${DECANT_TEST_HEADERS})
    target_compile_options(decant_test_headers PRIVATE -O0)
    find_package(simdjson REQUIRED)
    decant_precompile(parsing_test LINKS fmt::fmt GTest::gmock simdjson::simdjson HEADERS ${DECANT_TEST_HEADERS} <simdjson.h>)
  endif()
endif()

function(decant_shared_headers TARGET KIND)
  if(TARGET decant_clang_headers)
    target_compile_options(${TARGET} PRIVATE "SHELL:-include-pch ${DECANT_CLANG_HEADERS}")
    add_dependencies(${TARGET} decant_clang_headers)
    return()
  endif()
  if(KIND STREQUAL "test")
    target_compile_options(${TARGET} PRIVATE -O0)
  endif()
  if(DECANT_SHARED_HEADERS)
    target_precompile_headers(${TARGET} REUSE_FROM decant_${KIND}_headers)
  endif()
endfunction()
