// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifdef __linux__
#include <pthread.h>
#endif

namespace dvmdash::ingest
{

/// As which the system's tools show this thread; at most 15 characters.
inline void nameThisThread([[maybe_unused]] const char *name)
{
#ifdef __linux__
    ::pthread_setname_np(::pthread_self(), name);
#endif
}

} // namespace dvmdash::ingest
