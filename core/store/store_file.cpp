// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store_file.h"

#include "store/file_lock.h"
#include "store/schema.h"

#include <QFileInfo>
#include <QString>

#include <sqlite3.h>

#include <algorithm>

namespace dvmdash::store
{

namespace
{

constexpr int largeWalPages = 1024; ///< 8 MiB

constexpr std::int64_t leastCacheBytes = 32 << 20;
constexpr std::int64_t mostCacheBytes = 128 << 20;

void setCache(Database &db, std::int64_t bytes)
{
    db.execute(("PRAGMA cache_size = -" + std::to_string(bytes / 1024)).c_str());
}

/// Most pages are only appended to and not asked for again: in a large cache they would take memory that is
/// touched for the first time, which costs more than it saves. What is looked up everywhere, the indexes, is
/// a part of the file.
void fitCache(Database &db)
{
    constexpr std::int64_t partOfFile = 8;
    const std::int64_t fileBytes = db.integer("PRAGMA page_count") * pageBytes;
    setCache(db, std::clamp(fileBytes / partOfFile, leastCacheBytes, mostCacheBytes));
}

Database openForWriting(const std::string &path)
{
    Database db(path, OpenMode::ReadWrite);
    // The page size holds only for a file that is still empty, so it comes first.
    db.execute(("PRAGMA page_size = " + std::to_string(pageBytes)).c_str());
    db.execute("PRAGMA mmap_size = 0");
    setCache(db, mostCacheBytes); // to carry an older file forward
    db.execute("PRAGMA temp_store = MEMORY");
    db.execute("PRAGMA journal_mode = WAL");
    db.execute("PRAGMA synchronous = NORMAL");
    db.execute("PRAGMA wal_autocheckpoint = 0");
    // What a burst made longer is cut off when the WAL begins anew.
    db.execute(("PRAGMA journal_size_limit = " + std::to_string(2 * largeWalPages * pageBytes)).c_str());
    migrate(db);
    fitCache(db);
    return db;
}

void copyPages(Database &from, Database &to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (backup)
        sqlite3_backup_step(backup, -1);
    const int code = backup ? sqlite3_backup_finish(backup) : sqlite3_errcode(to.handle());
    if (code != SQLITE_OK)
        throw Error(std::string("The database could not be copied: ") + sqlite3_errmsg(to.handle()));
}

} // namespace

StoreFile::StoreFile(const std::string &path)
    : m_path(path)
    , m_lock(lockFor(path))
    , m_walPages(std::make_unique<int>(0))
    , m_db(openForWriting(path))
{
    const auto note = [](void *pages, sqlite3 *, const char *, int count) {
        *static_cast<int *>(pages) = count;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(m_db.handle(), note, m_walPages.get());
}

StoreFile::~StoreFile() = default;
StoreFile::StoreFile(StoreFile &&) noexcept = default;

void StoreFile::checkpointIfLarge()
{
    if (*m_walPages <= largeWalPages)
        return;
    m_db.execute("PRAGMA wal_checkpoint(PASSIVE)");
    fitCache(m_db); // the file has grown
}

void StoreFile::checkpointAll()
{
    // A reader may still hold the WAL: then it stays, and the next start works it off.
    sqlite3_wal_checkpoint_v2(m_db.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

void StoreFile::copyTo(const std::string &path)
{
    {
        Database copy(path, OpenMode::ReadWrite);
        // What is lost of it is made again.
        copy.execute("PRAGMA journal_mode = OFF");
        copy.execute("PRAGMA synchronous = OFF");
        copyPages(m_db, copy);
    }
    Database(path, OpenMode::ReadWrite).execute("PRAGMA journal_mode = DELETE"); // one file, without a WAL
}

void StoreFile::replaceBy(const std::string &path)
{
    Database copy(path, OpenMode::ReadOnly);
    copyPages(copy, m_db);
}

Database openForReading(const std::string &path)
{
    if (!QFileInfo::exists(QString::fromStdString(path)))
        throw Error("There is no database at " + path +
                    ". Import or collect events first, or choose one with --db");
    Database db(path, OpenMode::ReadOnly);
    sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    db.execute("PRAGMA wal_autocheckpoint = 0");
    db.execute("PRAGMA mmap_size = 0");
    db.execute("PRAGMA cache_size = -65536");
    db.execute("PRAGMA temp_store = MEMORY");
    checkSchema(db);
    return db;
}

std::int64_t bytesOnDisk(const std::string &path)
{
    const QString file = QString::fromStdString(path);
    return QFileInfo(file).size() + QFileInfo(file + QStringLiteral("-wal")).size();
}

} // namespace dvmdash::store
