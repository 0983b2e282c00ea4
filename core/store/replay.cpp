// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/replay.h"

#include "store/coverage.h"
#include "store/event_indexer.h"
#include "store/event_loader.h"
#include "store/interner.h"
#include "store/job_writer.h"
#include "store/prepared.h"
#include "store/schema.h"
#include "store/split_id.h"

#include <QFile>
#include <QString>

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace dvmdash::store
{

namespace
{

constexpr const char *progressKey = "replayed_rid";

/// The file that is made is `main`, the database is `raw`: what is asked for by its bare name is found in
/// main when it is derived, and in raw when it is an event.
Database openBeside(const std::string &database, const std::string &into)
{
    Database db(into.empty() ? ":memory:" : into, OpenMode::ReadWrite);
    sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    db.execute("PRAGMA journal_mode = MEMORY");
    db.execute("PRAGMA synchronous = OFF");
    db.execute("PRAGMA cache_size = -131072");
    db.execute("PRAGMA temp_store = MEMORY");
    db.attachReadOnly(database, "raw");
    db.execute("PRAGMA raw.cache_size = -65536");
    db.execute("PRAGMA wal_autocheckpoint = 0");
    return db;
}

std::vector<std::string> derivedSchema(Database &db)
{
    std::vector<std::string> sql;
    Statement all = db.prepare("SELECT tbl_name, sql FROM raw.sqlite_schema WHERE sql IS NOT NULL "
                               "ORDER BY type = 'index', rowid");
    while (all.step()) {
        const std::string table(all.text(0));
        const auto &tables = derivedTables();
        const auto isOf = [&](const DerivedTable &one) {
            return one.name == table ||
                   std::find(one.parts.begin(), one.parts.end(), table) != one.parts.end();
        };
        const bool isDerived = table == "meta" || std::any_of(tables.begin(), tables.end(), isOf);
        if (isDerived)
            sql.emplace_back(all.text(1));
    }
    return sql;
}

// What events that were deleted have left: jobs that are judged no more, with their attempts, and the facts
// of those events. Nothing could make them again.
constexpr const char *copyFrozen = R"sql(
INSERT INTO main.job SELECT * FROM raw.job WHERE frozen = 1;
INSERT INTO main.id_new SELECT id8, 16, jid FROM main.job;
INSERT INTO main.target SELECT * FROM raw.target WHERE jid IN (SELECT jid FROM main.job);
INSERT INTO main.attempt SELECT * FROM raw.attempt WHERE jid IN (SELECT jid FROM main.job);
INSERT INTO main.answer SELECT * FROM raw.answer a
  WHERE NOT EXISTS(SELECT 1 FROM raw.event e WHERE e.rid = a.rid);
INSERT INTO main.payment SELECT * FROM raw.payment p
  WHERE NOT EXISTS(SELECT 1 FROM raw.event e WHERE e.rid = p.rid);
INSERT INTO main.cancellation SELECT * FROM raw.cancellation c
  WHERE NOT EXISTS(SELECT 1 FROM raw.event e WHERE e.rid = c.rid);
INSERT INTO main.redemption SELECT * FROM raw.redemption r
  WHERE NOT EXISTS(SELECT 1 FROM raw.event e WHERE e.rid = r.rid);
)sql";

// And what was found of their other answers and payments while they were judged.
constexpr const char *keepFrozenFindings = R"sql(
UPDATE main.answer SET note = (SELECT r.note FROM raw.answer r WHERE r.rid = main.answer.rid)
  WHERE jid IN (SELECT jid FROM main.job WHERE frozen = 1)
  AND EXISTS(SELECT 1 FROM raw.answer r WHERE r.rid = main.answer.rid);
UPDATE main.payment SET (purpose, kind) =
    (SELECT r.purpose, r.kind FROM raw.payment r WHERE r.rid = main.payment.rid)
  WHERE jid IN (SELECT jid FROM main.job WHERE frozen = 1)
  AND EXISTS(SELECT 1 FROM raw.payment r WHERE r.rid = main.payment.rid);
)sql";

// The numbers of before the horizon stand as they are.
constexpr const char *copyOldNumbers = R"sql(
DELETE FROM main.rollup;
DELETE FROM main.duration;
DELETE FROM main.uniques;
DELETE FROM main.activity;
INSERT INTO main.rollup SELECT * FROM raw.rollup WHERE bucket < (SELECT value FROM raw.meta WHERE key = 'horizon');
INSERT INTO main.duration SELECT * FROM raw.duration
  WHERE bucket < (SELECT value FROM raw.meta WHERE key = 'horizon');
INSERT INTO main.uniques SELECT * FROM raw.uniques WHERE bucket < (SELECT value FROM raw.meta WHERE key = 'horizon');
INSERT INTO main.activity SELECT * FROM raw.activity
  WHERE first_at < (SELECT value FROM raw.meta WHERE key = 'horizon');
)sql";

// Numbers by the minute are deleted a little at a time: those that are to go are neither needed nor missed.
constexpr const char *keepOldMinutes = R"sql(
DELETE FROM main.rollup WHERE level = 0 AND bucket < (SELECT value FROM raw.meta WHERE key = 'minutes_from');
DELETE FROM main.duration WHERE level = 0 AND bucket < (SELECT value FROM raw.meta WHERE key = 'minutes_from');
INSERT INTO main.rollup SELECT * FROM raw.rollup
  WHERE level = 0 AND bucket < (SELECT value FROM raw.meta WHERE key = 'minutes_from');
INSERT INTO main.duration SELECT * FROM raw.duration
  WHERE level = 0 AND bucket < (SELECT value FROM raw.meta WHERE key = 'minutes_from');
)sql";

/// A file of an earlier replay that can be gone on with.
bool isUsable(Database &db)
{
    if (db.integer("SELECT count(*) FROM main.sqlite_schema WHERE name = 'meta'") == 0)
        return false;
    return db.integer("PRAGMA main.user_version") == db.integer("PRAGMA raw.user_version") &&
           db.integer("SELECT value FROM main.meta WHERE key = 'horizon'") ==
               db.integer("SELECT value FROM raw.meta WHERE key = 'horizon'") &&
           db.integer("SELECT coalesce((SELECT value FROM main.meta WHERE key = 'kinds_of_events'), '') = "
                      "coalesce((SELECT value FROM raw.meta WHERE key = 'kinds_of_events'), '')") != 0;
}

Database prepared(const std::string &database, const std::string &into)
{
    if (!into.empty()) {
        Database db = openBeside(database, into);
        if (isUsable(db))
            return db;
    }
    if (!into.empty())
        QFile::remove(QString::fromStdString(into));
    Database db = openBeside(database, into);
    Transaction transaction(db, Transaction::Kind::Write);
    for (const std::string &sql : derivedSchema(db))
        db.execute(sql.c_str());
    db.execute("INSERT INTO main.meta SELECT * FROM raw.meta");
    db.execute("INSERT INTO main.meta VALUES('replayed_rid', 0)");
    db.execute(copyFrozen);
    db.execute(
        ("PRAGMA main.user_version = " + std::to_string(db.integer("PRAGMA raw.user_version"))).c_str());
    transaction.commit();
    return db;
}

} // namespace

struct Replay::Private {
    Private(const std::string &database, std::string file, const dvm::KindTable &kindTable, Fill fillWith)
        : into(std::move(file))
        , db(prepared(database, into))
        , kinds(kindTable)
        , fill(std::move(fillWith))
        , keys(db)
        , loader(db)
        , ids(db)
        , indexer(db, ids)
        , jobs(db, keys, loader, ids, kinds, deaf)
        , coverage(db)
        , next(db.prepare("SELECT rid, created_at FROM event WHERE rid > ?1 ORDER BY rid LIMIT ?2"))
        , passedBy(
              db.prepare("SELECT rid FROM event WHERE created_at >= ?1 AND created_at < ?2 AND rid <= ?3"))
        , formerRow(db.prepare("SELECT j.jid, j.id24 FROM raw.id i CROSS JOIN raw.job j ON j.jid = i.row "
                               "WHERE i.id8 = ?1 AND i.use = 16"))
        , setMeta(db.prepare("INSERT OR REPLACE INTO main.meta VALUES(?1, ?2)"))
    {
        jobs.setChooseRow([this](const nostr::EventId &request) { return rowOf(request); });
        rid = db.integer("SELECT value FROM main.meta WHERE key = 'replayed_rid'");
        all = db.integer("SELECT count(*) FROM event");
        done = db.integer("SELECT count(*) FROM event WHERE rid <= " + std::to_string(rid));
    }

    /// The row that the job has in the database; a job that is missing there gets one that no other has.
    std::optional<std::int64_t> rowOf(const nostr::EventId &request)
    {
        const ResetAtEnd reset(formerRow);
        formerRow.bind(1, id8(request));
        while (formerRow.step())
            if (formerRow.blob(1) == id24(request))
                return formerRow.integer(0);
        lastRow = std::max({lastRow, db.integer("SELECT max(jid) FROM raw.job"),
                            db.integer("SELECT max(jid) FROM main.job")}) +
                  1;
        return lastRow;
    }

    void update(const char *key, std::int64_t value) { setMeta.bindText(1, key).bind(2, value).run(); }

    /// What the database knows by now. Events that were passed by, because they were held, may have been
    /// released.
    void takeOver()
    {
        const std::int64_t countedBefore =
            db.integer("SELECT value FROM main.meta WHERE key = 'counted_until'");
        for (const char *key : {"counted_until", "horizon", "minutes_from", "judged_at"})
            update(key, db.integer(std::string("SELECT value FROM raw.meta WHERE key = '") + key + "'"));
        countedUntil = db.integer("SELECT value FROM main.meta WHERE key = 'counted_until'");
        judgedAt = db.integer("SELECT value FROM main.meta WHERE key = 'judged_at'");
        coverage.reload();
        std::vector<RowId> released;
        {
            const ResetAtEnd reset(passedBy);
            passedBy.bind(1, countedBefore).bind(2, countedUntil).bind(3, rid);
            while (passedBy.step())
                released.push_back(passedBy.integer(0));
        }
        for (const RowId row : released)
            jobs.note(*store::prepare(loader.verified(row), kinds), row);
    }

    /// True when there may be more.
    bool take(int count)
    {
        std::vector<std::pair<RowId, std::int64_t>> rows;
        {
            const ResetAtEnd reset(next);
            next.bind(1, rid).bind(2, count);
            while (next.step())
                rows.emplace_back(next.integer(0), next.integer(1));
        }
        takeEvents(rows);
        settle();
        update(progressKey, rid);
        return rows.size() == static_cast<std::size_t>(count);
    }

    /// First what they all are found by, as the writer does.
    void takeEvents(const std::vector<std::pair<RowId, std::int64_t>> &rows)
    {
        std::vector<std::unique_ptr<Prepared>> events;
        std::vector<NumberedEvent> numbered;
        for (const auto &[row, created_at] : rows) {
            events.push_back(store::prepare(loader.verified(row), kinds));
            numbered.push_back({events.back().get(), row, keys.pid(events.back()->event.pubkey)});
        }
        indexer.index(numbered);
        ids.write();
        for (const auto &[event, row, pid] : numbered)
            if (event->event.created_at < countedUntil)
                jobs.note(*event, row);
        if (!rows.empty())
            rid = rows.back().first;
        done += static_cast<std::int64_t>(rows.size());
    }

    void settle()
    {
        jobs.settle([this](int kind, std::int64_t from,
                           std::int64_t until) { return coverage.covers(kind, from, until); },
                    judgedAt);
    }

    const std::string into;
    Database db;
    const dvm::KindTable &kinds;
    Fill fill;
    DeafListener deaf;
    Interner keys;
    EventLoader loader;
    IdTable ids;
    EventIndexer indexer;
    JobWriter jobs;
    Coverage coverage;
    Statement next;
    Statement passedBy;
    Statement formerRow;
    Statement setMeta;
    std::int64_t lastRow = 0; ///< of a job that was missing in the database
    RowId rid = 0;
    std::int64_t all = 0;
    std::int64_t done = 0;
    std::int64_t countedUntil = 0;
    std::int64_t judgedAt = 0;
};

Replay::Replay(const std::string &database, const std::string &into, const dvm::KindTable &kinds, Fill fill)
    : d(std::make_unique<Private>(database, into, kinds, std::move(fill)))
{
}

Replay::~Replay() = default;

void Replay::setStopFlag(const std::atomic<bool> *stop)
{
    d->db.setStopFlag(stop);
}

std::int64_t Replay::events() const
{
    return std::max(d->all, d->done);
}

std::int64_t Replay::done() const
{
    return d->done;
}

const std::string &Replay::path() const
{
    return d->into;
}

bool Replay::advance(int count)
{
    Transaction transaction(d->db, Transaction::Kind::Write);
    d->takeOver();
    const bool more = d->take(count);
    transaction.commit();
    return more;
}

std::vector<TableDifference> Replay::finish(const std::function<void(const std::string &)> &step)
{
    const auto say = [&](const char *what) {
        if (step)
            step(what);
    };
    // One transaction, so that all is read of one moment.
    Transaction transaction(d->db, Transaction::Kind::Write);
    d->takeOver();
    constexpr int some = 5'000;
    while (d->take(some)) {
    }
    say("judging");
    // Who signs receipts may have become known after they were taken in.
    d->jobs.reconsiderReceipts();
    d->jobs.touchDue(d->judgedAt, std::numeric_limits<int>::max());
    d->jobs.touchUnobserved(std::numeric_limits<std::int64_t>::min(),
                            std::numeric_limits<std::int64_t>::max());
    d->settle();
    d->db.execute(keepFrozenFindings);
    say("counting");
    if (d->fill) {
        d->db.execute(copyOldNumbers);
        d->fill(d->db);
        d->db.execute(keepOldMinutes);
    }
    std::vector<TableDifference> differences;
    for (const DerivedTable &table : derivedTables()) {
        say(("comparing " + table.name).c_str());
        differences.push_back(compareTable(d->db, table, "main", "raw"));
    }
    transaction.commit();
    return differences;
}

} // namespace dvmdash::store
