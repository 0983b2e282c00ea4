# SPDX-License-Identifier: GPL-3.0-or-later
# Puts the scripts of FROM and the packages that they use into TO, below the build folder: the source tree stays
# clean. The packages are fetched again only when what is asked for has changed.
if(NOT NODE OR NOT NPM)
  message(FATAL_ERROR "The interop tests need Node.js (18 or newer) and npm. Install both (Debian: "
    "apt install nodejs npm, or ./dev setup), then configure again.")
endif()

# Scripts that are gone from FROM must not live on in TO.
file(GLOB stale ${TO}/*.mjs)
if(stale)
  file(REMOVE ${stale})
endif()
file(GLOB scripts ${FROM}/*.mjs)
file(COPY ${scripts} DESTINATION ${TO})

set(wanted)
foreach(name IN ITEMS package.json package-lock.json .npmrc)
  file(COPY ${FROM}/${name} DESTINATION ${TO})
  file(SHA256 ${FROM}/${name} hash)
  string(APPEND wanted "${name} ${hash}\n")
endforeach()

set(stamp ${TO}/installed.txt)
if(EXISTS ${stamp} AND IS_DIRECTORY ${TO}/node_modules)
  file(READ ${stamp} installed)
  if(installed STREQUAL wanted)
    message(STATUS "The packages are installed already")
    return()
  endif()
endif()
file(REMOVE ${stamp})
execute_process(COMMAND ${NPM} ci --prefer-offline WORKING_DIRECTORY ${TO} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "npm could not install the packages of the interop tests (${result}): see above. The "
    "first run needs a package registry within reach; npm config says which one is asked.")
endif()
file(WRITE ${stamp} "${wanted}")
