// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/coverage.h"
#include "store/event_loader.h"
#include "store/event_writer.h"
#include "store/fact_reader.h"
#include "store/finding_writer.h"
#include "store/hold_back.h"
#include "store/interner.h"
#include "store/job_writer.h"
#include "store/prepared.h"
#include "store/retention.h"
#include "store/sightings.h"
#include "store/writer_thread.h"

#include <chrono>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Everything that lives as long as the writing connection, on the writer's thread.
struct WriterThread::Session {
    Session(StoreFile &storeFile, const dvm::KindTable &kindTable, std::unique_ptr<FactListener> hears,
            std::shared_ptr<IdFilter> named, bool keepsSightings)
        : db(storeFile.database())
        , kinds(kindTable)
        , listener(std::move(hears))
        , keys(db)
        , loader(db)
        , ids(db)
        , events(db, keys, ids)
        , jobs(db, keys, loader, ids, kinds, *listener)
        , facts(db)
        , sightings(db, events, loader, facts, jobs, *listener)
        , findings(db, keys)
        , holdBack(db)
        , coverage(db)
        , retention(db, loader, ids, kindTable)
        , updateMeta(db.prepare("UPDATE meta SET value = ?2 WHERE key = ?1"))
        , judgedAt(db.integer("SELECT value FROM meta WHERE key = 'judged_at'"))
        , moneyIsOld(db.integer("SELECT value FROM meta WHERE key = 'money_rules'") == 0)
    {
        jobs.setNamed(std::move(named));
        sightings.keepNoted(keepsSightings);
        readCounts();
        jobs.touchThoseOfOlderRules();
    }

    /// Sequence and number of events as they stand in the file.
    void readCounts()
    {
        sequence =
            static_cast<std::uint64_t>(db.integer("SELECT value FROM meta WHERE key = 'ingest_sequence'"));
        eventCount = db.integer("SELECT value FROM meta WHERE key = 'event_count'");
        countsAreOld = false;
    }

    /// After a rollback: nothing that was cached in the transaction may be believed.
    void forget()
    {
        keys.forget();
        events.forget();
        ids.forget();
        jobs.forget();
        sightings.forget();
        holdBack.forget();
        listener->rolledBack();
    }

    /// After others wrote to the file.
    void reread()
    {
        forget();
        readCounts();
    }

    /// The file is another one.
    void beginAnew(const std::vector<RelayStanding> &standing)
    {
        coverage.beginAnew(standing);
        judgedAt = db.integer("SELECT value FROM meta WHERE key = 'judged_at'");
    }

    /// From now on the event counts: it is told, and takes its place in its job. What it counts for.
    std::optional<EventFact> count(const Prepared &prepared, RowId rid,
                                   const std::vector<std::int64_t> &relays)
    {
        std::optional<EventFact> fact;
        if (canCount(prepared.role, prepared.flags)) {
            fact = factOf(prepared, keys.pid(prepared.event.pubkey));
            listener->event(*fact, +1);
            for (const std::int64_t relay : relays)
                listener->sighting(*fact, relay, +1);
        }
        jobs.note(prepared, rid);
        return fact;
    }

    /// Takes in what an older program stored and did not read, see schema version 4. In a transaction.
    void catchUp()
    {
        if (!moneyIsOld)
            return;
        std::vector<RowId> rids;
        Statement rows = db.prepare("SELECT rid FROM event WHERE kind IN (7376, 10019) AND created_at < "
                                    "(SELECT value FROM meta WHERE key = 'counted_until')");
        while (rows.step())
            rids.push_back(rows.integer(0));
        for (const RowId rid : rids)
            jobs.note(*store::prepare(loader.verified(rid), kinds), rid);
        updateMeta.bindText(1, "money_rules").bind(2, 1).run();
    }

    static EventFact factOf(const Prepared &prepared, std::int64_t pid)
    {
        EventFact fact;
        fact.role = prepared.role;
        if (prepared.role == dvm::Role::Feedback && prepared.answer)
            fact.status = prepared.answer->status;
        fact.kind = prepared.event.kind;
        fact.pid = pid;
        fact.created_at = prepared.event.created_at;
        fact.received_ms = prepared.received_ms;
        return fact;
    }

    Database &db;
    const dvm::KindTable &kinds;
    std::unique_ptr<FactListener> listener;
    Interner keys;
    EventLoader loader;
    IdTable ids;
    EventWriter events;
    JobWriter jobs;
    FactReader facts;
    Sightings sightings;
    FindingWriter findings;
    HoldBack holdBack;
    Coverage coverage;
    Retention retention;
    Statement updateMeta;
    std::uint64_t sequence = 0;
    std::int64_t eventCount = 0;
    std::chrono::steady_clock::time_point deadlinesLooked;
    std::int64_t judgedAt;                                 ///< every deadline up to it was looked at
    bool moneyIsOld;                                       ///< until catchUp() was committed
    std::chrono::steady_clock::time_point retentionLooked; ///< none yet: at once
    bool moreToDelete = false;
    bool policyIsNew = false;
    bool moreDue = false;      ///< more deadlines have passed than one commit took
    bool inTrouble = false;    ///< the last commit failed, or the WAL cannot be worked off
    bool countsAreOld = false; ///< others wrote to the file, and what they left could not be read yet
};

} // namespace dvmdash::store
