# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of the project shares: language level, bans, warnings, sanitizers, and the functions that
# declare a storey of core, a test program and a bench program.
include_guard(GLOBAL)

option(DVMDASH_BUILD_TESTS "Build the tests and the benchmarks" ON)
option(DVMDASH_WERROR "Treat warnings as errors (CI)" OFF)
option(DVMDASH_FUZZ "Build only core and the targets of tests/fuzz, for libFuzzer (needs clang)" OFF)
set(DVMDASH_SANITIZE "" CACHE STRING "Sanitizers for the whole build, for example address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# CMake's own flags are replaced, those of the user are left alone. Line tables are enough for stack traces,
# and quick to link.
if(NOT MSVC)
  if(CMAKE_CXX_FLAGS_RELWITHDEBINFO STREQUAL "-O2 -g -DNDEBUG")
    set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
  endif()
  if(CMAKE_CXX_FLAGS_DEBUG STREQUAL "-g")
    if(DVMDASH_SANITIZE)
      set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1") # sanitized programs are slow enough
    else()
      set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")
    endif()
  endif()
endif()

find_program(DVMDASH_CCACHE ccache)
if(DVMDASH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DVMDASH_CCACHE})
endif()

add_library(dvmdash_common INTERFACE)
add_library(dvmdash::common ALIAS dvmdash_common)
target_compile_features(dvmdash_common INTERFACE cxx_std_20)
target_compile_definitions(dvmdash_common INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
  QT_NO_CAST_FROM_BYTEARRAY QT_NO_KEYWORDS
  QT_DISABLE_DEPRECATED_BEFORE=0x060400
  DVMDASH_VERSION="${PROJECT_VERSION}")
if(MSVC)
  target_compile_options(dvmdash_common INTERFACE /W4 /utf-8 /permissive- /Zc:__cplusplus)
  target_compile_definitions(dvmdash_common INTERFACE NOMINMAX WIN32_LEAN_AND_MEAN)
else()
  target_compile_options(dvmdash_common INTERFACE
    -Wall -Wextra -Wpedantic $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local> -Wnon-virtual-dtor -Woverloaded-virtual
    -Wimplicit-fallthrough
    # GCC 12 warns of designated initialisers that leave members to their defaults, which is their point.
    -Wno-missing-field-initializers)
endif()
if(DVMDASH_WERROR)
  target_compile_options(dvmdash_common INTERFACE $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()
if(DVMDASH_SANITIZE)
  add_compile_options(-fsanitize=${DVMDASH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DVMDASH_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Sanitized code hides from GCC 12 what it sees otherwise: it warns of an optional that is looked at first.
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
endif()
if(DVMDASH_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "DVMDASH_FUZZ needs clang, which libFuzzer is a part of")
  endif()
  # Everything tells the fuzzer which way it went; only the targets link its main().
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  find_program(DVMDASH_MOLD mold)
  if(DVMDASH_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endif()

# Imported targets for libraries whose Debian packages ship pkg-config files and no CMake config.
function(dvmdash_find_pkgconfig name target)
  if(TARGET ${target})
    return()
  endif()
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
  add_library(${target} ALIAS PkgConfig::${name})
endfunction()

function(dvmdash_find_secp256k1)
  find_package(libsecp256k1 CONFIG QUIET)
  if(TARGET libsecp256k1::secp256k1)
    add_library(dvmdash::secp256k1 ALIAS libsecp256k1::secp256k1)
  else()
    dvmdash_find_pkgconfig(SECP256K1 dvmdash::secp256k1 libsecp256k1)
  endif()
endfunction()

function(dvmdash_find_zstd)
  find_package(zstd CONFIG QUIET)
  if(TARGET zstd::libzstd)
    add_library(dvmdash::zstd ALIAS zstd::libzstd)
  elseif(TARGET zstd::libzstd_shared)
    add_library(dvmdash::zstd ALIAS zstd::libzstd_shared)
  else()
    dvmdash_find_pkgconfig(ZSTD dvmdash::zstd libzstd)
  endif()
endfunction()

# dvmdash::allocator takes the place of malloc in a program: events are allocated by many threads and freed by
# one, which mimalloc is made for (a tenth of the time of an import). Sanitizers bring their own.
function(dvmdash_find_allocator)
  add_library(dvmdash_allocator INTERFACE)
  add_library(dvmdash::allocator ALIAS dvmdash_allocator)
  if(DVMDASH_SANITIZE OR NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
    return()
  endif()
  find_package(mimalloc 2 CONFIG REQUIRED)
  target_sources(dvmdash_allocator INTERFACE ${PROJECT_SOURCE_DIR}/app/shared/allocator.cpp)
  target_link_libraries(dvmdash_allocator INTERFACE mimalloc)
endfunction()

# Fails when the target links Qt6::Gui, which all that draws is built on, directly or through others.
function(dvmdash_refuse_gui target)
  set(seen)
  set(waiting ${target})
  while(waiting)
    list(POP_FRONT waiting next)
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.+)>$" "\\1" next "${next}")
    if(NOT TARGET "${next}" OR next IN_LIST seen)
      continue()
    endif()
    if(next STREQUAL "Qt6::Gui")
      message(FATAL_ERROR "${target} must not link Qt6::Gui, also not through others: core never draws")
    endif()
    list(APPEND seen "${next}")
    foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
      get_target_property(links "${next}" ${property})
      if(links)
        list(APPEND waiting ${links})
      endif()
    endforeach()
  endwhile()
endfunction()

# dvmdash_storey(<name> SOURCES ... LINKS ...): one storey of core as a static library dvmdash::<name>.
# The storeys below it come in through LINKS; Gui and what is built on it are refused, whatever way they come.
function(dvmdash_storey name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(dvmdash_${name} STATIC ${ARG_SOURCES})
  add_library(dvmdash::${name} ALIAS dvmdash_${name})
  target_include_directories(dvmdash_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(dvmdash_${name} PUBLIC dvmdash::common Qt6::Core ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  # At the end, when all targets are known; but ${name} now.
  cmake_language(EVAL CODE
    "cmake_language(DEFER DIRECTORY [[${PROJECT_SOURCE_DIR}]] CALL dvmdash_refuse_gui dvmdash_${name})")
endfunction()

# dvmdash_test(<program> SOURCES ... LINKS ... [LABEL unit] [TIMEOUT s]): one test program per storey. Every class registered
# in it with DVMDASH_TEST becomes a test of its own for ctest, named <program>.<Class>; the classes are read
# from the sources, so that a test cannot be forgotten in a list.
function(dvmdash_test program)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${program} ${ARG_SOURCES})
  target_link_libraries(${program} PRIVATE dvmdash::test_support ${ARG_LINKS})
  foreach(source IN LISTS ARG_SOURCES)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(STRINGS ${source} registrations REGEX "^DVMDASH_TEST\\([A-Za-z0-9_]+\\)")
    foreach(registration IN LISTS registrations)
      string(REGEX REPLACE "^DVMDASH_TEST\\(([A-Za-z0-9_]+)\\).*" "\\1" class "${registration}")
      add_test(NAME ${program}.${class} COMMAND ${program} --class ${class})
      set_tests_properties(${program}.${class} PROPERTIES
        LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTEST_DISABLE_STACK_DUMP=1;LC_ALL=C.UTF-8;TZ=UTC;DVMDASH_SOURCE_DIR=${PROJECT_SOURCE_DIR};DVMDASH_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    endforeach()
  endforeach()
endfunction()
