// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/this_thread.h"

#if defined(__linux__)
#include <pthread.h>
#include <unistd.h>
#elif defined(__APPLE__)
#include <pthread/qos.h>
#elif defined(_WIN32)
#include <windows.h>
#endif

namespace dvmdash::ingest
{

void nameThisThread([[maybe_unused]] const char *name)
{
#if defined(__linux__)
    ::pthread_setname_np(::pthread_self(), name);
#endif
}

void letOthersGoFirst()
{
#if defined(__linux__)
    constexpr int aThirdOfAShare = 5;
    // Here it is of this thread alone. Where it is not allowed all threads are alike, as before.
    [[maybe_unused]] const int now = ::nice(aThirdOfAShare);
#elif defined(__APPLE__)
    ::pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0);
#elif defined(_WIN32)
    ::SetThreadPriority(::GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL);
#endif
}

} // namespace dvmdash::ingest
