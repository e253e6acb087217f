# Headers that most files read are parsed once per preset instead of once per file. decant_shared_headers(TARGET room|test)
# gives them to a target. Tests themselves are compiled without optimisation: that takes half the time, and what they test
# is not theirs.
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
endfunction()

if(DECANT_SHARED_HEADERS)
  decant_precompile(room LINKS fmt::fmt HEADERS ${DECANT_ROOM_HEADERS})
  if(DECANT_TESTS)
    decant_precompile(test LINKS fmt::fmt GTest::gmock HEADERS ${DECANT_TEST_HEADERS})
  endif()
endif()

if(TARGET decant_test_headers)
  target_compile_options(decant_test_headers PRIVATE -O0)
endif()

function(decant_shared_headers TARGET KIND)
  if(KIND STREQUAL "test")
    target_compile_options(${TARGET} PRIVATE -O0)
  endif()
  if(DECANT_SHARED_HEADERS)
    target_precompile_headers(${TARGET} REUSE_FROM decant_${KIND}_headers)
  endif()
endfunction()
