// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

/// A disk that fails on command: a SQLite VFS over the platform's own that counts the calls which change a
/// database or its WAL, and lets some of them fail. Deterministic for one writing connection.
namespace dvmdash::test
{

enum class DiskFault {
    Full,      ///< writes give SQLITE_FULL
    TornWrite, ///< the same, and half of the bytes of the first one are written all the same
    Sync,      ///< syncs give SQLITE_IOERR_FSYNC, all else works
};

/// Counted are writes, truncations and syncs of databases and of their WAL, of every connection of the
/// process that was opened while a FailingVfs was installed. One at a time; any thread may ask.
class FailingVfs
{
public:
    /// Makes it SQLite's default: connections that are opened from now on go through it.
    FailingVfs();
    /// They may live on; nothing fails any more.
    ~FailingVfs();
    FailingVfs(const FailingVfs &) = delete;
    FailingVfs &operator=(const FailingVfs &) = delete;

    /// From the call with this number on (1 is the next one) so many fail; forEver: all.
    static constexpr std::int64_t forEver = INT64_MAX;
    void failAt(std::int64_t call, std::int64_t calls, DiskFault fault);
    /// The disk is well again.
    void recover();
    /// Called in the midst of the first call that fails, on the thread that makes it: the files lie as they
    /// would if the process died now. Set before failAt().
    void setOnFailure(std::function<void()> onFailure);

    std::int64_t calls() const;  ///< since failAt(), or since it was made
    std::int64_t syncs() const;  ///< of those
    std::int64_t failed() const; ///< of those
};

} // namespace dvmdash::test
