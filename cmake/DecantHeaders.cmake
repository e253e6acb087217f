# Headers that most files read are parsed once per preset instead of once per file. decant_shared_headers(TARGET room|test)
# gives them to a target.
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

function(decant_shared_headers TARGET KIND)
  if(DECANT_SHARED_HEADERS)
    target_precompile_headers(${TARGET} REUSE_FROM decant_${KIND}_headers)
  endif()
endfunction()
