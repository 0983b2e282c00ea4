// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include <cstdio>
#include <cstdlib>

namespace dvmdash::fuzz
{

void broken(const char *promise)
{
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

} // namespace dvmdash::fuzz
