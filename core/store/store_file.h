// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <cstdint>
#include <memory>
#include <string>

class QLockFile;

namespace dvmdash::store
{

/// Of every file that this program made.
inline constexpr int pageBytes = 8192;

/// The one writing connection of a database file, with the lock that keeps a second writer out.
///
/// SQLite before 3.51.3 can corrupt a WAL when two connections checkpoint: exactly this one writes and
/// checkpoints; readers (openForReading) do neither.
class StoreFile
{
public:
    /// Makes the file when missing, and carries an older schema forward. Throws store::Error
    /// when another program writes to the file, or it cannot be opened.
    explicit StoreFile(const std::string &path);
    ~StoreFile();
    StoreFile(StoreFile &&) noexcept;
    StoreFile &operator=(StoreFile &&) = delete;

    Database &database() { return m_db; }
    const std::string &path() const { return m_path; }

    /// Moves committed pages from the WAL into the file when the WAL has grown large. Never waits for
    /// readers. Throws store::Error when the disk does not take them: they stay in the WAL.
    void checkpointIfLarge();
    /// Writes all that is committed into a new file, page by page. Outside of transactions; throws
    /// store::Error.
    void copyTo(const std::string &path);
    /// Puts what copyTo() wrote in the place of all that is here, in one transaction: readers see the one or
    /// the other. Outside of transactions; throws store::Error.
    void replaceBy(const std::string &path);
    /// Empties the WAL; for closing.
    void checkpointAll();

private:
    std::string m_path;
    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<int> m_walPages; ///< as of the last commit; outlives the connection that counts it
    Database m_db;
};

/// A read-only connection that neither writes nor checkpoints. Throws store::Error when there is no such file
/// or it is none of ours.
Database openForReading(const std::string &path);

/// Bytes of the file and its WAL on disk.
std::int64_t bytesOnDisk(const std::string &path);

} // namespace dvmdash::store
