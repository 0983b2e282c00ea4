# SPDX-License-Identifier: GPL-3.0-or-later
# dvmdash_embed_binary(<file> <source> <symbol>): writes a C++ source into the build folder that holds the file's
# bytes as `extern const unsigned char <symbol>[]` and `extern const unsigned int <symbol>Size`.
function(dvmdash_embed_binary file source symbol)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${source} @ONLY CONTENT
"namespace dvmdash::store {
extern const unsigned char ${symbol}[];
extern const unsigned int ${symbol}Size;
const unsigned char ${symbol}[] = {${bytes}};
const unsigned int ${symbol}Size = ${size};
}
")
endfunction()
