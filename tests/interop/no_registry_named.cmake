# SPDX-License-Identifier: GPL-3.0-or-later
# Which registry packages come from is the user's setting: no file in FROM may name one. npm writes the address
# of each package into the lock file when .npmrc is not there to stop it.
file(GLOB files ${FROM}/*)
list(APPEND files ${FROM}/.npmrc)
set(looked 0)
foreach(file IN LISTS files)
  if(IS_DIRECTORY ${file} OR file STREQUAL CMAKE_CURRENT_LIST_FILE)
    continue()
  endif()
  file(STRINGS ${file} named REGEX "\"resolved\"|registry *=|registry\\.[a-z]|://[^ \"]*/npm/|\\.tgz")
  if(named)
    message(SEND_ERROR "${file} names a registry: ${named}")
  endif()
  math(EXPR looked "${looked} + 1")
endforeach()
if(NOT EXISTS ${FROM}/package-lock.json OR looked LESS 5)
  message(FATAL_ERROR "Only ${looked} files in ${FROM}: this is not the folder of the interop tests")
endif()
