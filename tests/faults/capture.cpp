// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture.h"

#include "../support/rebuild_words.h"
#include "demo/scenario.h"

#include <sqlite3.h>

#include <algorithm>
#include <functional>

namespace dvmdash::test
{

namespace
{

/// The first column of each row, as text.
void readTexts(const QString &database, const char *sql, const std::function<void(const char *)> &take)
{
    sqlite3 *db = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_open_v2(database.toUtf8().constData(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK)
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW)
            take(reinterpret_cast<const char *>(sqlite3_column_text(statement, 0)));
    }
    if (code != SQLITE_DONE)
        take(sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

} // namespace

std::vector<nostr::Event> captureOf(int jobs, std::uint64_t seed)
{
    demo::ScenarioSettings settings;
    settings.seed = seed;
    settings.jobs = jobs;
    settings.start = captureStart;
    std::vector<nostr::Event> events;
    std::set<nostr::EventId> known;
    for (const auto &timed : demo::makeScenario(settings).events)
        if (known.insert(timed.event.id).second)
            events.push_back(timed.event);
    return events;
}

ingest::Batch batchOf(const store::WriterThread &writer, const std::vector<nostr::Event> &events,
                      std::size_t from, std::size_t count)
{
    ingest::Batch batch;
    for (std::size_t i = from; i < std::min(from + count, events.size()); ++i) {
        const std::int64_t received_ms = events[i].created_at * 1000 + 250;
        batch.emplace_back(writer.prepare({events[i], 0, received_ms, i % 2 == 0}));
        if (i % 8 == 0)
            batch.emplace_back(ingest::RepeatedEvent{events[i].id, 1, received_ms + 40});
    }
    return batch;
}

void nameRelays(store::WriterThread &writer)
{
    writer.nameRelay(0, "wss://first.example");
    writer.nameRelay(1, "wss://second.example");
}

QString integrityOf(const QString &database)
{
    QString text;
    readTexts(database, "PRAGMA integrity_check(3)", [&](const char *line) {
        text += (text.isEmpty() ? QString() : QStringLiteral("; ")) + QString::fromUtf8(line);
    });
    return text;
}

std::set<std::string> storedIds(const QString &database)
{
    std::set<std::string> ids;
    readTexts(database, "SELECT printf('%016x', id8) || lower(hex(id24)) FROM event",
              [&](const char *id) { ids.insert(id); });
    return ids;
}

std::set<std::string> storedSignatures(const QString &database)
{
    std::set<std::string> signatures;
    readTexts(database,
              "SELECT printf('%016x', id8) || lower(hex(id24)) || ' ' || lower(hex(sig)) "
              "FROM event JOIN payload USING(rid)",
              [&](const char *text) { signatures.insert(text); });
    return signatures;
}

int mostReferences(const QString &database)
{
    int most = -1;
    readTexts(database, "SELECT max(n) FROM (SELECT count(*) AS n FROM ref GROUP BY src)",
              [&](const char *text) { most = QByteArray(text).toInt(); });
    return most;
}

QString differencesIn(const QString &database)
{
    return complaintsOf(engine::checkDatabase(database));
}

} // namespace dvmdash::test
