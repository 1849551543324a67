# How every target is compiled: language, floating point, warnings, and ccache and mold where they are there.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1")  # lines for backtraces, a third of the time to compile saved

# One instruction set everywhere (Eigen's alignment is part of the interface), and no contraction into fused
# multiply-adds, so that a result does not depend on what the compiler chose to inline.
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-march=x86-64-v3;-ffp-contract=off>")
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wconversion>")
if(NOT CMAKE_UNITY_BUILD)  # there it would hold a file's names against those of the files that are read before it
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wshadow>")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlaps in "literal" + std::string that are not there (GCC bug 105651), and reads beyond the end of
  # Eigen's small vectors where a loop over packets that never runs was inlined.
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict;-Wno-array-bounds>")
endif()
if(TILTSCAPE_WERROR)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Werror>")
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # what ccache needs to know before it keeps objects that were built with a precompiled header, and shares them
  # between checkouts
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${CCACHE}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>")
  else()
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  endif()
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Sets OUT to the .cpp files under FOLDER, less those under the paths after EXCEPT.
function(tiltscape_sources out folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "EXCEPT")
  file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
  foreach(path IN LISTS arg_EXCEPT)
    string(REPLACE "." "\\." pattern "${path}")
    list(FILTER found EXCLUDE REGEX "^${pattern}(/|$)")
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# Where CMAKE_UNITY_BUILD is on, compiles a target's files two dozen of a folder at a time, so that headers and templates
# are read once for all of them: a third of the time. So names in unnamed namespaces are unique within their folder.
function(tiltscape_folders_as_units target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_filename_component(folder "${source}" DIRECTORY)
    string(MAKE_C_IDENTIFIER "${folder}" unit)
    math(EXPR part "0${${unit}_files} / 24")
    math(EXPR ${unit}_files "0${${unit}_files} + 1")
    set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "${unit}_${part}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()
