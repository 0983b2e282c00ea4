// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/thread_times.h"

#include <filesystem>
#include <fstream>

namespace dvmdash::bench
{

std::map<std::string, double> threadTimes()
{
    std::map<std::string, double> times;
    std::error_code error;
    for (const auto &thread : std::filesystem::directory_iterator("/proc/self/task", error)) {
        std::string name;
        double nanoseconds = 0;
        std::getline(std::ifstream(thread.path() / "comm"), name);
        if (std::ifstream(thread.path() / "schedstat") >> nanoseconds)
            times[name] += nanoseconds / 1e9;
    }
    return times;
}

} // namespace dvmdash::bench
