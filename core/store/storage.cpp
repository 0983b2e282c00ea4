// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storage.h"

#include "store/reader.h"

#include <QFileInfo>
#include <QString>

#include <algorithm>

namespace dvmdash::store
{

namespace
{

constexpr std::int64_t day = 86'400;
constexpr std::int64_t dayMs = day * 1'000;

/// How many events came in since this moment, deleted ones too. Rows are in the order of commit, so receipt
/// rises with them but for a batch: the first row is found by halving. No number is left out.
std::int64_t receivedSince(Database &db, std::int64_t since_ms)
{
    std::int64_t low = db.integer("SELECT coalesce(min(rid), 1) FROM event");
    const std::int64_t end = db.integer("SELECT coalesce(max(rid), 0) FROM event") + 1;
    std::int64_t high = end;
    Statement at = db.prepare("SELECT rid, received_ms FROM event WHERE rid >= ?1 ORDER BY rid LIMIT 1");
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        const ResetAtEnd reset(at);
        if (!at.bind(1, middle).step() || at.integer(1) >= since_ms)
            high = middle;
        else
            low = at.integer(0) + 1;
    }
    return end - low;
}

std::vector<TableBytes> tableSizes(Database &db)
{
    std::vector<TableBytes> tables;
    Statement sizes = db.prepare("SELECT coalesce(s.tbl_name, d.name), sum(d.pgsize) FROM dbstat d "
                                 "LEFT JOIN sqlite_schema s ON s.name = d.name WHERE d.aggregate = 1 "
                                 "GROUP BY 1 ORDER BY 2 DESC, 1");
    while (sizes.step())
        tables.push_back({std::string(sizes.text(0)), sizes.integer(1)});
    return tables;
}

} // namespace

Storage readStorage(Reader &reader, std::int64_t now_ms, bool tables, int days)
{
    Database &db = reader.database();
    const Transaction transaction(db, Transaction::Kind::Read);
    Storage storage;
    const QString file = QString::fromStdString(reader.path());
    storage.file_bytes = QFileInfo(file).size();
    storage.wal_bytes = QFileInfo(file + QStringLiteral("-wal")).size();
    storage.used_bytes = bytesInUse(db);
    storage.events = reader.eventCount();
    storage.oldest_event_at = db.integer("SELECT min(created_at) FROM event");
    Statement newest = db.prepare("SELECT max(created_at) FROM event WHERE created_at <= ?1");
    if (newest.bind(1, now_ms / 1'000).step())
        storage.newest_event_at = newest.integer(0);
    storage.policy = readPolicy(db);
    storage.horizon = db.integer("SELECT value FROM meta WHERE key = 'horizon'");
    storage.minutes_from = db.integer("SELECT value FROM meta WHERE key = 'minutes_from'");
    storage.received_last_day = receivedSince(db, now_ms - dayMs);
    if (storage.events > 0)
        storage.bytes_per_event = storage.used_bytes / storage.events;
    if (tables)
        storage.tables = tableSizes(db);

    Statement perDay = db.prepare("SELECT count(*) FROM event WHERE created_at >= ?1 AND created_at < ?2");
    Statement before = db.prepare("SELECT max(created_at) FROM event WHERE created_at < ?1");
    std::int64_t until = storage.newest_event_at + 1;
    while (storage.events > 0 && static_cast<int>(storage.days.size()) < days) {
        // Days without an event are passed over at once.
        const ResetAtEnd resetBefore(before);
        if (!before.bind(1, until).step() || before.isNull(0))
            break;
        const std::int64_t start = before.integer(0) / day * day;
        const ResetAtEnd reset(perDay);
        if (perDay.bind(1, start).bind(2, std::min(start + day, storage.newest_event_at + 1)).step())
            storage.days.push_back({start, perDay.integer(0)});
        until = start;
    }

    const std::int64_t daily = storage.received_last_day * storage.bytes_per_event;
    if (storage.policy.max_bytes > 0 && daily > 0) {
        const std::int64_t left = std::max<std::int64_t>(0, storage.policy.max_bytes - storage.used_bytes);
        storage.full_at = now_ms / 1'000 + static_cast<std::int64_t>(static_cast<double>(left) /
                                                                     static_cast<double>(daily) * day);
    }
    return storage;
}

} // namespace dvmdash::store
