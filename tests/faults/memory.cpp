// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory.h"

#include <QFile>

#if defined(Q_OS_LINUX)
#include <unistd.h>
#endif

namespace dvmdash::test
{

std::optional<std::int64_t> residentBytes()
{
#if defined(Q_OS_LINUX) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const auto numbers = file.readAll().split(' ');
    if (numbers.size() < 2)
        return std::nullopt;
    return numbers[1].toLongLong() * sysconf(_SC_PAGESIZE);
#else
    return std::nullopt;
#endif
}

} // namespace dvmdash::test
