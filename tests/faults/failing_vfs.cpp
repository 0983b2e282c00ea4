// SPDX-License-Identifier: GPL-3.0-or-later
#include "failing_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

namespace dvmdash::test
{

namespace
{

/// What is to fail, shared by all files.
struct Plan {
    std::mutex mutex;
    std::int64_t calls = 0;
    std::int64_t syncs = 0;
    std::int64_t failed = 0;
    std::int64_t from = FailingVfs::forEver;
    std::int64_t count = 0;
    DiskFault fault = DiskFault::Full;
    std::function<void()> onFailure;

    /// Counts a call; whether it fails, and whether it is the first that does.
    struct Verdict {
        bool fails = false;
        bool isFirst = false;
    };
    Verdict next(bool isSync)
    {
        const std::lock_guard lock(mutex);
        ++calls;
        syncs += isSync ? 1 : 0;
        const bool concerns = (fault == DiskFault::Sync) == isSync;
        if (!concerns || calls < from || failed >= count)
            return {};
        return {true, failed++ == 0};
    }
};

Plan &plan()
{
    static Plan only;
    return only;
}

int failed(const Plan::Verdict &verdict, int code)
{
    if (verdict.isFirst && plan().onFailure)
        plan().onFailure();
    return code;
}

/// A file of ours, with that of the platform behind it in memory.
struct ShimFile {
    sqlite3_file base;
    sqlite3_file *real;
};

sqlite3_file *realOf(sqlite3_file *file)
{
    return reinterpret_cast<ShimFile *>(file)->real;
}

int shimClose(sqlite3_file *file)
{
    sqlite3_file *real = realOf(file);
    return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}
int shimRead(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
{
    return realOf(file)->pMethods->xRead(realOf(file), bytes, size, at);
}
int shimWrite(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    sqlite3_file *real = realOf(file);
    const auto verdict = plan().next(false);
    if (!verdict.fails)
        return real->pMethods->xWrite(real, bytes, size, at);
    if (verdict.isFirst && plan().fault == DiskFault::TornWrite)
        real->pMethods->xWrite(real, bytes, size / 2, at);
    return failed(verdict, SQLITE_FULL);
}
int shimTruncate(sqlite3_file *file, sqlite3_int64 size)
{
    const auto verdict = plan().next(false);
    return verdict.fails ? failed(verdict, SQLITE_IOERR_TRUNCATE)
                         : realOf(file)->pMethods->xTruncate(realOf(file), size);
}
int shimSync(sqlite3_file *file, int flags)
{
    const auto verdict = plan().next(true);
    return verdict.fails ? failed(verdict, SQLITE_IOERR_FSYNC)
                         : realOf(file)->pMethods->xSync(realOf(file), flags);
}
int shimFileSize(sqlite3_file *file, sqlite3_int64 *size)
{
    return realOf(file)->pMethods->xFileSize(realOf(file), size);
}
int shimLock(sqlite3_file *file, int level)
{
    return realOf(file)->pMethods->xLock(realOf(file), level);
}
int shimUnlock(sqlite3_file *file, int level)
{
    return realOf(file)->pMethods->xUnlock(realOf(file), level);
}
int shimCheckReservedLock(sqlite3_file *file, int *result)
{
    return realOf(file)->pMethods->xCheckReservedLock(realOf(file), result);
}
int shimFileControl(sqlite3_file *file, int what, void *argument)
{
    return realOf(file)->pMethods->xFileControl(realOf(file), what, argument);
}
int shimSectorSize(sqlite3_file *file)
{
    return realOf(file)->pMethods->xSectorSize(realOf(file));
}
int shimDeviceCharacteristics(sqlite3_file *file)
{
    return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file));
}
int shimShmMap(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return realOf(file)->pMethods->xShmMap(realOf(file), page, size, extend, memory);
}
int shimShmLock(sqlite3_file *file, int offset, int count, int flags)
{
    return realOf(file)->pMethods->xShmLock(realOf(file), offset, count, flags);
}
void shimShmBarrier(sqlite3_file *file)
{
    realOf(file)->pMethods->xShmBarrier(realOf(file));
}
int shimShmUnmap(sqlite3_file *file, int remove)
{
    return realOf(file)->pMethods->xShmUnmap(realOf(file), remove);
}

/// Version 2: with a WAL, without memory mapped pages.
const sqlite3_io_methods shimMethods = {2,
                                        shimClose,
                                        shimRead,
                                        shimWrite,
                                        shimTruncate,
                                        shimSync,
                                        shimFileSize,
                                        shimLock,
                                        shimUnlock,
                                        shimCheckReservedLock,
                                        shimFileControl,
                                        shimSectorSize,
                                        shimDeviceCharacteristics,
                                        shimShmMap,
                                        shimShmLock,
                                        shimShmBarrier,
                                        shimShmUnmap,
                                        nullptr,
                                        nullptr};

sqlite3_vfs *platform = nullptr;
sqlite3_vfs shim;

int shimOpen(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    // Temporary files and journals are the platform's own, in the place of ours.
    if (!(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
        return platform->xOpen(platform, name, file, flags, outFlags);
    auto *own = reinterpret_cast<ShimFile *>(file);
    own->real = reinterpret_cast<sqlite3_file *>(own + 1);
    own->base.pMethods = nullptr;
    const int code = platform->xOpen(platform, name, own->real, flags, outFlags);
    if (own->real->pMethods)
        own->base.pMethods = &shimMethods;
    return code;
}

void install()
{
    static const bool once = [] {
        platform = sqlite3_vfs_find(nullptr);
        shim = *platform;
        shim.zName = "failing";
        shim.szOsFile = static_cast<int>(sizeof(ShimFile)) + platform->szOsFile;
        shim.pNext = nullptr;
        shim.xOpen = shimOpen;
        return true;
    }();
    static_cast<void>(once);
    sqlite3_vfs_register(&shim, 1);
}

} // namespace

FailingVfs::FailingVfs()
{
    recover();
    setOnFailure({});
    plan().calls = 0;
    plan().syncs = 0;
    install();
}

FailingVfs::~FailingVfs()
{
    recover();
    sqlite3_vfs_register(platform, 1);
}

void FailingVfs::failAt(std::int64_t call, std::int64_t calls, DiskFault fault)
{
    const std::lock_guard lock(plan().mutex);
    plan().calls = 0;
    plan().syncs = 0;
    plan().failed = 0;
    plan().from = call;
    plan().count = calls;
    plan().fault = fault;
}

void FailingVfs::recover()
{
    const std::lock_guard lock(plan().mutex);
    plan().from = forEver;
    plan().count = 0;
}

void FailingVfs::setOnFailure(std::function<void()> onFailure)
{
    const std::lock_guard lock(plan().mutex);
    plan().onFailure = std::move(onFailure);
}

std::int64_t FailingVfs::calls() const
{
    const std::lock_guard lock(plan().mutex);
    return plan().calls;
}

std::int64_t FailingVfs::syncs() const
{
    const std::lock_guard lock(plan().mutex);
    return plan().syncs;
}

std::int64_t FailingVfs::failed() const
{
    const std::lock_guard lock(plan().mutex);
    return plan().failed;
}

} // namespace dvmdash::test
