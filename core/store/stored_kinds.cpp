// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/stored_kinds.h"

#include "dvm/role.h"
#include "store/coverage.h"
#include "store/event_loader.h"
#include "store/prepared.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace dvmdash::store
{

namespace
{

constexpr const char *changesKey = "kinds";
constexpr const char *eventsKey = "kinds_of_events"; ///< rules that roles and coverage follow
constexpr const char *jobsKey = "kinds_of_jobs";     ///< rules that jobs and numbers follow
constexpr std::int64_t eventsBetweenReports = 1'000;
constexpr int announcementKind = 31990;

std::string textOf(Database &db, const char *key)
{
    Statement value = db.prepare("SELECT value FROM meta WHERE key = ?1");
    value.bindText(1, key);
    return value.step() ? std::string(value.text(0)) : std::string();
}

void write(Database &db, const char *key, const std::string &text)
{
    if (text.empty())
        db.prepare("DELETE FROM meta WHERE key = ?1").bindText(1, key).run();
    else
        db.prepare("INSERT OR REPLACE INTO meta VALUES(?1, ?2)").bindText(1, key).bindText(2, text).run();
}

std::string rulesText(const dvm::KindTable &kinds)
{
    return dvm::rulesOf(kinds).toJson();
}

[[noreturn]] void refuse(const std::string &why)
{
    throw Error("The table of kinds in this file cannot be used (" + why +
                "). Give it another one with dvmdash-cli kind-table --preset standard");
}

dvm::KindChanges read(const std::string &text)
{
    if (text.empty())
        return {};
    std::string why;
    auto changes = dvm::KindChanges::parse(text, &why);
    if (!changes)
        refuse(why);
    return *std::move(changes);
}

/// Nothing stands where the file never said: it was made by the standard table.
dvm::KindTable tableOfRules(const std::string &text)
{
    if (text.empty())
        return dvm::KindTable::standard();
    std::string why;
    auto table = dvm::changed(dvm::KindTable(), read(text), &why);
    if (!table)
        refuse(why);
    return *std::move(table);
}

/// Kinds whose role may be another one.
std::set<int> kindsThatDiffer(const dvm::KindTable &former, const dvm::KindTable &now)
{
    const auto differ = [](std::vector<int> left, std::vector<int> right, std::set<int> &into) {
        std::set_symmetric_difference(left.begin(), left.end(), right.begin(), right.end(),
                                      std::inserter(into, into.end()));
    };
    std::set<int> kinds;
    differ(former.requests(), now.requests(), kinds);
    differ(former.results(), now.results(), kinds);
    if (!kinds.empty())
        kinds.insert(announcementKind); // what it announces are kinds of requests, or are not
    return kinds;
}

std::vector<RowId> eventsOf(Database &db, const std::set<int> &kinds)
{
    std::vector<RowId> rows;
    Statement ofKind = db.prepare("SELECT rid FROM event WHERE kind = ?1");
    for (const int kind : kinds) {
        const ResetAtEnd reset(ofKind);
        ofKind.bind(1, kind);
        while (ofKind.step())
            rows.push_back(ofKind.integer(0));
    }
    return rows;
}

void giveRoles(Database &db, const std::set<int> &differing, const dvm::KindTable &kinds,
               const OnKindsApplied &progress)
{
    EventLoader events(db);
    Statement set = db.prepare("UPDATE event SET role = ?2, flags = ?3 WHERE rid = ?1");
    const std::vector<RowId> rows = eventsOf(db, differing);
    const auto all = static_cast<std::int64_t>(rows.size());
    for (std::int64_t done = 0; done < all; ++done) {
        if (progress && done % eventsBetweenReports == 0)
            progress(done, all);
        const RowId rid = rows[static_cast<std::size_t>(done)];
        try {
            const ingest::VerifiedEvent event = events.verified(rid);
            const dvm::Classification found = dvm::classify(event.event, kinds, event.received_ms);
            set.bind(1, rid).bind(2, static_cast<int>(found.role)).bind(3, std::int64_t{found.flags}).run();
        } catch (const DamagedEvent &) {
            // Whoever opens that event is told.
        }
    }
}

/// All that is covered was heard by whoever asked for `former`.
void setCoverageAside(Database &db, const std::string &former)
{
    if (db.integer("SELECT count(*) FROM coverage") == 0)
        return;
    db.prepare("INSERT INTO asked_kinds(rules) VALUES(?1)").bindText(1, former).run();
    db.execute("INSERT INTO former_coverage(asked, relay, since, until) "
               "SELECT (SELECT max(asked) FROM asked_kinds), relay, since, until FROM coverage");
    db.execute("DELETE FROM coverage");
}

void takeCoverageBack(Database &db, const dvm::KindTable &kinds)
{
    Coverage coverage(db);
    Statement spans = db.prepare("SELECT relay, since, until FROM former_coverage WHERE asked = ?1");
    for (const FormerKinds &former : formerKinds(db)) {
        if (!asksForAllOf(former.kinds, kinds))
            continue;
        {
            const ResetAtEnd reset(spans);
            spans.bind(1, former.row);
            while (spans.step())
                coverage.add(spans.integer(0), spans.integer(1), spans.integer(2));
        }
        db.prepare("DELETE FROM former_coverage WHERE asked = ?1").bind(1, former.row).run();
        db.prepare("DELETE FROM asked_kinds WHERE asked = ?1").bind(1, former.row).run();
    }
}

} // namespace

const dvm::KindTable &kindsOf(Database &db)
{
    const std::string text = textOf(db, changesKey);
    if (text.empty())
        return dvm::KindTable::standard();
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<const dvm::KindTable>> tables;
    const std::lock_guard lock(mutex);
    auto &table = tables[text];
    if (!table) {
        std::string why;
        auto made = dvm::changed(dvm::KindTable::standard(), read(text), &why);
        if (!made)
            refuse(why);
        table = std::make_unique<const dvm::KindTable>(*std::move(made));
    }
    return *table;
}

dvm::KindChanges kindChanges(Database &db)
{
    return read(textOf(db, changesKey));
}

dvm::KindChanges ownRules(Database &db)
{
    dvm::KindChanges rules = dvm::rulesOf(kindsOf(db));
    return rules == dvm::rulesOf(dvm::KindTable::standard()) ? dvm::KindChanges() : rules;
}

void writeKindChanges(Database &db, const dvm::KindChanges &changes)
{
    // What stands there by now follows the standard table where nobody said otherwise.
    const std::string standard = rulesText(dvm::KindTable::standard());
    for (const char *key : {eventsKey, jobsKey})
        if (textOf(db, key).empty())
            write(db, key, standard);
    write(db, changesKey, changes.isEmpty() ? std::string() : changes.toJson());
}

void beginWithKinds(Database &db, const dvm::KindChanges &changes)
{
    Transaction transaction(db, Transaction::Kind::Write);
    writeKindChanges(db, changes);
    for (const char *key : {eventsKey, jobsKey})
        write(db, key, rulesText(kindsOf(db)));
    transaction.commit();
}

bool areKindsApplied(Database &db)
{
    const std::string rules = rulesText(kindsOf(db));
    const auto follows = [&](const char *key) {
        const std::string made = textOf(db, key);
        return made.empty() || made == rules;
    };
    return follows(eventsKey) && follows(jobsKey);
}

void applyKinds(Database &db, const OnKindsApplied &progress)
{
    const dvm::KindTable &kinds = kindsOf(db);
    const std::string made = textOf(db, eventsKey);
    const std::string rules = rulesText(kinds);
    if (made.empty() || made == rules)
        return;
    const dvm::KindTable former = tableOfRules(made);
    Transaction transaction(db, Transaction::Kind::Write);
    giveRoles(db, kindsThatDiffer(former, kinds), kinds, progress);
    if (!asksForAllOf(former, kinds))
        setCoverageAside(db, made);
    takeCoverageBack(db, kinds);
    write(db, eventsKey, rules);
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'ingest_sequence'");
    transaction.commit();
}

void noteKindsRebuilt(Database &db)
{
    if (!textOf(db, jobsKey).empty())
        write(db, jobsKey, rulesText(kindsOf(db)));
}

std::vector<FormerKinds> formerKinds(Database &db)
{
    std::vector<FormerKinds> formers;
    Statement rows = db.prepare("SELECT asked, rules FROM asked_kinds ORDER BY asked");
    while (rows.step())
        formers.push_back({rows.integer(0), tableOfRules(std::string(rows.text(1)))});
    return formers;
}

bool asksForAllOf(const dvm::KindTable &wide, const dvm::KindTable &narrow)
{
    const auto includes = [](const std::vector<int> &all, const std::vector<int> &some) {
        return std::includes(all.begin(), all.end(), some.begin(), some.end());
    };
    return includes(wide.requests(), narrow.requests()) && includes(wide.results(), narrow.results());
}

} // namespace dvmdash::store
