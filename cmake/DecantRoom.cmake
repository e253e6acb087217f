# One CMake library per room of src/README.md. A room sees the headers of the rooms it links and no others: each room has
# an include directory of its own in the build tree that holds nothing but a link to its folder, so a wrong include does
# not build.
#
#   decant_room(NAME [TSAN] LINKS room… THIRD_PARTY target… EXCLUDE file…)
#
# TSAN: the room has threads, so its tests also run under the thread sanitizer.
#
# Sources are the *.cpp of the folder and its sub-folders; *_test.cpp become the program NAME_test, run by ctest as
# NAME.unit.
function(decant_room NAME)
  cmake_parse_arguments(ROOM "TSAN" "" "LINKS;THIRD_PARTY;EXCLUDE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  foreach(file IN LISTS ROOM_EXCLUDE)
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()

  set(root ${CMAKE_BINARY_DIR}/rooms/${NAME})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${NAME} SYMBOLIC)

  set(target decant_${NAME})
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC ${root})
  foreach(room IN LISTS ROOM_LINKS)
    target_link_libraries(${target} PUBLIC decant_${room})
  endforeach()
  target_link_libraries(${target} PRIVATE fmt::fmt ${ROOM_THIRD_PARTY})
  decant_shared_headers(${target} room)

  if(DECANT_TESTS AND tests)
    add_executable(${NAME}_test ${tests})
    target_link_libraries(${NAME}_test PRIVATE ${target} fmt::fmt ${ROOM_THIRD_PARTY} GTest::gmock GTest::gtest_main)
    decant_shared_headers(${NAME}_test test)
    add_test(NAME ${NAME}.unit COMMAND ${NAME}_test)
    set(labels unit)
    if(ROOM_TSAN)
      list(APPEND labels tsan)
      add_dependencies(tsan_tests ${NAME}_test)
    endif()
    set_tests_properties(${NAME}.unit PROPERTIES LABELS "${labels}" TIMEOUT 300)
  endif()
endfunction()
