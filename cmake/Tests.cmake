# One GoogleTest program a layer, from tests/LAYER/**.cpp, and from bench/ tiltscape_bench and programs of
# their own (not part of `all`).
# ctest lists single cases; it asks the programs for them when it starts, so that building stays quick.
include(CTest)
find_package(GTest)
find_package(rapidcheck QUIET)
set(TILTSCAPE_TESTS_REACHING "" CACHE STRING "Build only those tests whose includes lead to this header")

# Sets OUT to those .cpp files of tests/LAYER whose includes lead to HEADER.
function(tiltscape_tests_reaching out layer header)
  set(reaching "${header}")
  set(before "")
  while(NOT reaching STREQUAL before)
    set(before "${reaching}")
    string(REPLACE ";" "|" any "${reaching}")
    execute_process(
      COMMAND grep --recursive --files-with-matches --extended-regexp "^#include \"(${any})\"" core tests/${layer}
      WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL "[^\n]+" found "${found}")
    set(reaching "${header}" ${found})
    list(SORT reaching)
  endwhile()
  list(FILTER found INCLUDE REGEX "^tests/.*\\.cpp$")
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# tiltscape_tests(NAME LAYER [SERIAL] LIBRARIES <libraries> PRECOMPILE <headers beside GoogleTest's>)
function(tiltscape_tests name layer)
  cmake_parse_arguments(PARSE_ARGV 2 arg "SERIAL" "" "LIBRARIES;PRECOMPILE")
  if(TILTSCAPE_TESTS_REACHING)
    tiltscape_tests_reaching(sources ${layer} "${TILTSCAPE_TESTS_REACHING}")
  else()
    tiltscape_sources(sources tests/${layer})
  endif()
  if(NOT sources OR NOT GTest_FOUND OR NOT BUILD_TESTING)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gtest GTest::gtest_main)
  target_precompile_headers(${name} PRIVATE ${arg_PRECOMPILE} <gtest/gtest.h>)
  tiltscape_folders_as_units(${name})
  if(rapidcheck_FOUND)
    target_link_libraries(${name} PRIVATE rapidcheck)
    target_compile_definitions(${name} PRIVATE TILTSCAPE_RAPIDCHECK=1)
  endif()
  target_compile_definitions(${name} PRIVATE TILTSCAPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(TARGET tiltscape)
    target_compile_definitions(${name} PRIVATE TILTSCAPE_PROGRAM="$<TARGET_FILE:tiltscape>")
    if(layer STREQUAL "app")
      add_dependencies(${name} tiltscape)
    endif()
  endif()
  # no two tests of the window at once: they share a display and look at the clock
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    TEST_PREFIX "${layer}." PROPERTIES LABELS ${layer} RUN_SERIAL ${arg_SERIAL})
endfunction()

include(GoogleTest)
if(TARGET tiltscape_core)
  tiltscape_tests(tiltscape_core_tests core LIBRARIES tiltscape_core PRECOMPILE ${standard_headers})
endif()
if(TARGET tiltscape_models)
  tiltscape_tests(tiltscape_model_tests models LIBRARIES tiltscape_models tiltscape_torch PRECOMPILE <torch/torch.h>)
endif()
if(TARGET tiltscape_app)
  tiltscape_tests(tiltscape_app_tests app SERIAL LIBRARIES tiltscape_app PRECOMPILE ${standard_headers} <imgui.h>)
endif()

find_package(benchmark QUIET)
tiltscape_sources(bench_sources bench EXCEPT bench/curvature_peer.cpp bench/device_bench.cpp
  bench/memory_bench.cpp bench/probing_bench.cpp)
if(bench_sources AND benchmark_FOUND AND TARGET tiltscape_core)
  add_executable(tiltscape_bench EXCLUDE_FROM_ALL ${bench_sources})
  set_target_properties(tiltscape_bench PROPERTIES UNITY_BUILD OFF)  # its files use each other's names
  target_link_libraries(tiltscape_bench PRIVATE tiltscape_core $<TARGET_NAME_IF_EXISTS:tiltscape_models>
    $<TARGET_NAME_IF_EXISTS:tiltscape_app> benchmark::benchmark)
endif()
# programs of their own: one beside which bench/pyhessian_mlp.py puts PyHessian, one that compares devices, one whose
# memory bench/memory.py compares, and one that looks at a model's steps from inside
if(TARGET tiltscape_models)
  foreach(name curvature_peer device_bench memory_bench probing_bench)
    add_executable(tiltscape_${name} EXCLUDE_FROM_ALL bench/${name}.cpp)
    target_link_libraries(tiltscape_${name} PRIVATE tiltscape_models tiltscape_torch)
  endforeach()
endif()
