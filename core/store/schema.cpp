// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schema.h"

#include "store/event_loader.h"
#include "store/prepared.h"
#include "store/split_id.h"

#include <string>

namespace dvmdash::store
{

namespace
{

// Raw events are the only truth: event, payload, pubkey, relay, seen_again and coverage (also the former
// one); and what domains answered: lookup and signer. All other tables can be made again from them.
//
// Promises that readers rely on:
// - pids and rids are never reused; rid order is the order of commit.
// - event.id8 (first 8 bytes of the id, as a signed number) is not unique: compare the whole id.
// - event.role is dvm::Role, flags dvm::EventFlag, ref.rel store::Relation, states dvm::State.
// - job holds a row for each request seen and for each id that an answer names as its request. A request that
// was
//   seen only inside an answer (its `request` tag, verified) has no rid and nested = 1.
constexpr const char *version1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('ingest_sequence', 0), ('event_count', 0);

CREATE TABLE pubkey(pid INTEGER PRIMARY KEY, pk BLOB NOT NULL UNIQUE) STRICT;

CREATE TABLE event(
  rid INTEGER PRIMARY KEY AUTOINCREMENT,
  id8 INTEGER NOT NULL,
  id24 BLOB NOT NULL,
  pid INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  role INTEGER NOT NULL,
  flags INTEGER NOT NULL) STRICT;
CREATE INDEX event_id ON event(id8);
CREATE INDEX event_kind ON event(kind, created_at);
CREATE INDEX event_author ON event(pid, created_at);
CREATE INDEX event_time ON event(created_at);
-- What is counted: requests, results and feedback that are not suspect.
CREATE INDEX event_activity ON event(role, created_at, kind, pid) WHERE role IN (1, 2, 3) AND (flags & 1) = 0;

CREATE TABLE payload(
  rid INTEGER PRIMARY KEY,
  sig BLOB NOT NULL,
  z BLOB NOT NULL,
  dict INTEGER NOT NULL) STRICT;

CREATE TABLE ref(
  dst8 INTEGER NOT NULL, rel INTEGER NOT NULL, src INTEGER NOT NULL,
  PRIMARY KEY(dst8, rel, src)) STRICT, WITHOUT ROWID;

CREATE TABLE ptag(
  pid INTEGER NOT NULL, created_at INTEGER NOT NULL, src INTEGER NOT NULL,
  PRIMARY KEY(pid, created_at, src)) STRICT, WITHOUT ROWID;

CREATE TABLE relay(relay INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE seen(
  rid INTEGER NOT NULL, relay INTEGER NOT NULL, first_ms INTEGER NOT NULL,
  PRIMARY KEY(rid, relay)) STRICT, WITHOUT ROWID;

CREATE TABLE coverage(
  relay INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY(relay, since)) STRICT, WITHOUT ROWID;

CREATE TABLE profile(
  pid INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  source INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  id8 INTEGER NOT NULL) STRICT;

CREATE TABLE job(
  jid INTEGER PRIMARY KEY,
  id8 INTEGER NOT NULL,
  id24 BLOB NOT NULL,
  rid INTEGER,
  kind INTEGER NOT NULL DEFAULT 0,
  customer INTEGER,
  created_at INTEGER NOT NULL,
  received_ms INTEGER NOT NULL DEFAULT 0,
  live INTEGER NOT NULL DEFAULT 0,
  encrypted INTEGER NOT NULL DEFAULT 0,
  nested INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 13,
  payment INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  targeted INTEGER NOT NULL DEFAULT 0,
  unobserved INTEGER NOT NULL DEFAULT 0,
  deadline INTEGER,
  response_s INTEGER,
  response_ms INTEGER,
  last_change INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX job_id ON job(id8);
CREATE INDEX job_time ON job(created_at);
CREATE INDEX job_deadline ON job(deadline) WHERE deadline IS NOT NULL;
CREATE INDEX job_unobserved ON job(created_at) WHERE unobserved > 0;

CREATE TABLE target(
  jid INTEGER NOT NULL, position INTEGER NOT NULL, pid INTEGER NOT NULL,
  PRIMARY KEY(jid, position)) STRICT, WITHOUT ROWID;

CREATE TABLE attempt(
  jid INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  position INTEGER NOT NULL,
  targeted INTEGER NOT NULL,
  state INTEGER NOT NULL,
  payment INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  since INTEGER NOT NULL,
  evidence INTEGER,
  first_answer_at INTEGER,
  delivered_at INTEGER,
  result INTEGER,
  response_s INTEGER,
  response_ms INTEGER,
  requested_msat INTEGER,
  claimed_msat INTEGER NOT NULL,
  confirmed_msat INTEGER NOT NULL,
  refunded_msat INTEGER NOT NULL,
  PRIMARY KEY(jid, pid)) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_dvm ON attempt(pid, since);

CREATE TABLE answer(
  rid INTEGER PRIMARY KEY,
  jid INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  live INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  status INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  msat INTEGER,
  payment_deadline INTEGER,
  content_hash INTEGER NOT NULL,
  empty INTEGER NOT NULL,
  encrypted INTEGER NOT NULL) STRICT;
CREATE INDEX answer_job ON answer(jid);

CREATE TABLE payment(
  rid INTEGER PRIMARY KEY,
  jid INTEGER,
  target BLOB,
  payer INTEGER NOT NULL,
  payee INTEGER NOT NULL,
  msat INTEGER NOT NULL,
  tier INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  key TEXT NOT NULL,
  counted INTEGER NOT NULL,
  warnings INTEGER NOT NULL) STRICT;
-- Every receipt is kept; of those with one key exactly one counts.
CREATE UNIQUE INDEX payment_counted ON payment(key) WHERE counted = 1;
CREATE INDEX payment_job ON payment(jid) WHERE jid IS NOT NULL;
CREATE INDEX payment_target ON payment(target) WHERE target IS NOT NULL;

CREATE TABLE cancellation(
  jid INTEGER NOT NULL, rid INTEGER NOT NULL,
  PRIMARY KEY(jid, rid)) STRICT, WITHOUT ROWID;
)sql";

// Rollups, and what they need: events are never changed once they are stored, so that all else can be made
// from them again.
//
// - event.live: it came as it happened, so received_ms is a measurement. answer.note: the customer's own word
// under
//   the job (dvm::isCustomerNote), which is no DVM's feedback; it takes the place of role 10 in event.
// - job.unobserved: until when somebody would have had to listen for its silence to mean something, where
// nobody did; 0: nothing is open. The largest number marks jobs that were judged before this was kept: they
// are judged again.
// - job.frozen: an event of it was deleted, so it is judged no more.
// - payment.purpose is dvm::Purpose, payment.kind the request kind that it is counted under.
// - counted_until: events dated before it count, later ones are held back until their time comes.
// - horizon: raw events before it were deleted, minutes_from: minute buckets before it; 0: none were.
// - judged_at: every deadline up to it was looked at.
// - rollup, duration, uniques and activity: core/metrics, which reads and writes them. rollup_version says by
// which
//   rules they were made, 0: not yet.
constexpr const char *version2 = R"sql(
ALTER TABLE event ADD COLUMN live INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN note INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN frozen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN purpose INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
UPDATE event SET live = 1 WHERE rid IN (SELECT rid FROM answer WHERE live = 1)
  OR rid IN (SELECT rid FROM job WHERE live = 1 AND rid IS NOT NULL);
UPDATE answer SET note = 1 WHERE rid IN (SELECT rid FROM event WHERE role = 10);
UPDATE event SET role = 3 WHERE role = 10;
UPDATE payment SET purpose = 3 WHERE jid IS NULL AND counted = 1;
-- What keys say of themselves: profiles, heartbeats, announcements.
CREATE INDEX event_self ON event(pid, kind, created_at) WHERE kind = 0 OR kind = 11998 OR kind = 31990;
DROP INDEX job_unobserved;
CREATE INDEX job_unobserved ON job(unobserved) WHERE unobserved > 0;
UPDATE job SET unobserved = 9223372036854775807;
CREATE INDEX job_frozen ON job(created_at) WHERE frozen = 1;
CREATE INDEX payment_time ON payment(created_at) WHERE counted = 1;
CREATE INDEX attempt_delivered ON attempt(pid, delivered_at) WHERE delivered_at IS NOT NULL;
INSERT INTO meta VALUES(
    'counted_until', (SELECT coalesce(min(max(created_at), 1000000000000) + 1, 0) FROM event)),
  ('horizon', 0), ('minutes_from', 0), ('judged_at', 0), ('rollup_version', 0);

CREATE TABLE rollup(
  level INTEGER NOT NULL, dim INTEGER NOT NULL, bucket INTEGER NOT NULL, k1 INTEGER NOT NULL,
  k2 INTEGER NOT NULL, counts BLOB NOT NULL,
  PRIMARY KEY(level, dim, bucket, k1, k2)) STRICT, WITHOUT ROWID;
CREATE TABLE duration(
  level INTEGER NOT NULL, dim INTEGER NOT NULL, bucket INTEGER NOT NULL, k1 INTEGER NOT NULL,
  k2 INTEGER NOT NULL, counts BLOB NOT NULL,
  PRIMARY KEY(level, dim, bucket, k1, k2)) STRICT, WITHOUT ROWID;
CREATE TABLE uniques(
  level INTEGER NOT NULL, members INTEGER NOT NULL, bucket INTEGER NOT NULL, k1 INTEGER NOT NULL,
  keys BLOB NOT NULL,
  PRIMARY KEY(level, members, bucket, k1)) STRICT, WITHOUT ROWID;
CREATE TABLE activity(
  what INTEGER NOT NULL, k1 INTEGER NOT NULL, k2 INTEGER NOT NULL,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  PRIMARY KEY(what, k1, k2)) STRICT, WITHOUT ROWID;
CREATE INDEX activity_of ON activity(what, k2) WHERE k2 <> 0;
)sql";

// Money that is confirmed.
//
// - payment.refused is dvm::PaymentReject, 0: it is not. A refused one counts nowhere, but stays.
// - redemption: the nutzaps that its author, in a 7376, says it has redeemed. It stays when that event is
//   deleted with old ones.
// - lookup and signer are raw: what domains answered when they were asked. lookup.what is lookup::What,
//   outcome lookup::Outcome of the last try, key that of the last answer. signer: which key signed the
//   receipts of a recipient, by the address that said so; until_ms: when a later check found otherwise.
// - money_rules: 0 in a file whose redemptions and infos about nutzaps were stored before they were read.
constexpr const char *version4 = R"sql(
ALTER TABLE payment ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
CREATE INDEX payment_payee ON payment(payee, created_at);
CREATE INDEX payment_uncounted ON payment(key) WHERE counted = 0;
CREATE INDEX event_wallet ON event(pid, created_at) WHERE kind = 10019;
CREATE TABLE redemption(
  rid INTEGER NOT NULL, position INTEGER NOT NULL,
  id8 INTEGER NOT NULL, id24 BLOB NOT NULL, pid INTEGER NOT NULL,
  PRIMARY KEY(rid, position)) STRICT, WITHOUT ROWID;
CREATE INDEX redemption_of ON redemption(id8);
CREATE TABLE lookup(
  what INTEGER NOT NULL, pid INTEGER NOT NULL, address TEXT NOT NULL,
  outcome INTEGER NOT NULL, key BLOB,
  answered_ms INTEGER NOT NULL, checked_ms INTEGER NOT NULL,
  failures INTEGER NOT NULL, error TEXT NOT NULL,
  PRIMARY KEY(what, pid, address)) STRICT, WITHOUT ROWID;
CREATE TABLE signer(
  pid INTEGER NOT NULL, address TEXT NOT NULL, key BLOB NOT NULL,
  from_ms INTEGER NOT NULL, until_ms INTEGER,
  PRIMARY KEY(pid, address, key)) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('money_rules', (SELECT NOT EXISTS(SELECT 1 FROM event WHERE kind IN (7376, 10019))));
)sql";

/// Version 5: payloads in a second form of packing, which an older program would take for damaged. Version 6:
/// see IdTable.
///
/// - id: what is found by an id, by its first 8 bytes (compare the whole one). use is store::IdUse: 0 an
/// event
///   (row: rid), 16 a job (jid), else the Relation in which the event `row` refers to it.
/// - ref: of these, who refers to it.
constexpr const char *version6Tables = R"sql(
CREATE TABLE id_new(
  id8 INTEGER NOT NULL, use INTEGER NOT NULL, row INTEGER NOT NULL,
  PRIMARY KEY(id8, use, row)) STRICT, WITHOUT ROWID;
CREATE TABLE id_old(
  id8 INTEGER NOT NULL, use INTEGER NOT NULL, row INTEGER NOT NULL,
  PRIMARY KEY(id8, use, row)) STRICT, WITHOUT ROWID;
)sql";
constexpr const char *version6Views = R"sql(
DROP INDEX event_id;
DROP INDEX job_id;
DROP TABLE ref;
CREATE VIEW id(id8, use, row) AS
  SELECT id8, use, row FROM id_new UNION ALL SELECT id8, use, row FROM id_old;
CREATE VIEW ref(dst8, rel, src) AS
  SELECT id8, use, row FROM id_new WHERE use BETWEEN 1 AND 15
  UNION ALL SELECT id8, use, row FROM id_old WHERE use BETWEEN 1 AND 15;
CREATE TRIGGER id_insert INSTEAD OF INSERT ON id BEGIN
  INSERT INTO id_new VALUES(new.id8, new.use, new.row);
END;
CREATE TRIGGER id_delete INSTEAD OF DELETE ON id BEGIN
  DELETE FROM id_new WHERE id8 = old.id8 AND use = old.use AND row = old.row;
  DELETE FROM id_old WHERE id8 = old.id8 AND use = old.use AND row = old.row;
END;
)sql";

/// Version 7: nobody ever read who is named by `p`, and every event had to be found a place there.
constexpr const char *version7 = "DROP TABLE ptag";

/// Version 8: the table of kinds may be changed, see store/stored_kinds.h. What was covered while other
/// kinds were asked for (`rules`) is kept aside: it holds for those.
constexpr const char *version8 = R"sql(
CREATE TABLE asked_kinds(asked INTEGER PRIMARY KEY, rules TEXT NOT NULL) STRICT;
CREATE TABLE former_coverage(
  asked INTEGER NOT NULL, relay INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY(asked, relay, since)) STRICT, WITHOUT ROWID;
)sql";

/// Version 9: who gave an event first stands with it (`relay`, at received_ms), who gave it again in a table:
/// most are given once. 0: all of its givers are in the table, as in files of before. To look up the role of
/// each event in a list of three cost more than to hold all roles in the index.
constexpr const char *version9 = R"sql(
DROP INDEX event_activity;
CREATE INDEX event_activity ON event(role, created_at, kind, pid) WHERE (flags & 1) = 0;
ALTER TABLE event ADD COLUMN relay INTEGER NOT NULL DEFAULT 0;
ALTER TABLE seen RENAME TO seen_again;
CREATE VIEW seen(rid, relay, first_ms) AS
  SELECT rid, relay, received_ms FROM event WHERE relay <> 0
  UNION ALL SELECT rid, relay, first_ms FROM seen_again;
)sql";

/// In slices of the ids, so that what is sorted is small.
void gatherIds(Database &db)
{
    constexpr int slices = 64;
    constexpr std::uint64_t width = std::uint64_t{1} << 58;
    db.execute(version6Tables);
    {
        Statement fill =
            db.prepare("INSERT INTO id_old SELECT id8, 0, rid FROM event WHERE id8 BETWEEN ?1 AND ?2 "
                       "UNION ALL SELECT id8, 16, jid FROM job WHERE id8 BETWEEN ?1 AND ?2 "
                       "UNION ALL SELECT dst8, rel, src FROM ref WHERE dst8 BETWEEN ?1 AND ?2 "
                       "ORDER BY 1, 2, 3");
        for (std::uint64_t slice = 0; slice < slices; ++slice) {
            const std::uint64_t first = (std::uint64_t{1} << 63) + slice * width;
            fill.bind(1, asSigned(first)).bind(2, asSigned(first + (width - 1))).run();
        }
    }
    db.execute(version6Views);
}

/// Version 3: who refers to an id knows also what the text of a request quotes, so that a chain is found from
/// both ends. Written as of version 6, whose tables the loader of events reads.
void indexQuotes(Database &db)
{
    EventLoader events(db);
    Statement insert = db.prepare("INSERT OR IGNORE INTO id_old(id8, use, row) VALUES(?1, ?2, ?3)");
    Statement requests = db.prepare("SELECT rid FROM event WHERE role = ?1");
    requests.bind(1, static_cast<int>(dvm::Role::Request));
    while (requests.step()) {
        const RowId rid = requests.integer(0);
        try {
            for (const auto &[id, relation] : referencesOf(events.load(rid), nullptr, true))
                insert.bind(1, id8(id)).bind(2, static_cast<int>(relation)).bind(3, rid).run();
        } catch (const DamagedEvent &) {
            // Whoever opens that event is told; the file is not kept shut for it.
        }
    }
}

template<typename Change>
void step(Database &db, int version, Change change)
{
    Transaction transaction(db, Transaction::Kind::Write);
    change(db);
    db.execute(("PRAGMA application_id = " + std::to_string(applicationId)).c_str());
    db.execute(("PRAGMA user_version = " + std::to_string(version)).c_str());
    transaction.commit();
}

[[noreturn]] void refuseNewer(std::int64_t version)
{
    throw Error("This database was written by a newer DVMDash (schema " + std::to_string(version) +
                ", this program knows " + std::to_string(schemaVersion) +
                "). Update the program, or choose another file with --db");
}

[[noreturn]] void refuseForeign()
{
    throw Error("This file is a database of another program. Choose another file with --db");
}

} // namespace

void migrate(Database &db)
{
    const std::int64_t version = db.integer("PRAGMA user_version");
    const std::int64_t application = db.integer("PRAGMA application_id");
    if (version == 0 && application == 0 && db.integer("SELECT count(*) FROM sqlite_schema") > 0)
        refuseForeign();
    if (application != 0 && application != applicationId)
        refuseForeign();
    if (version > schemaVersion)
        refuseNewer(version);
    if (version < 1)
        step(db, 1, [](Database &file) { file.execute(version1); });
    if (version < 2)
        step(db, 2, [](Database &file) { file.execute(version2); });
    if (version < 6) // in one: a file that has none of it gets all or nothing
        step(db, 6, [version](Database &file) {
            if (version < 4)
                file.execute(version4);
            gatherIds(file);
            if (version < 3)
                indexQuotes(file);
        });
    if (version < 7)
        step(db, 7, [](Database &file) { file.execute(version7); });
    if (version < 8)
        step(db, 8, [](Database &file) { file.execute(version8); });
    if (version < 9)
        step(db, 9, [](Database &file) { file.execute(version9); });
}

void checkSchema(Database &db)
{
    if (db.integer("PRAGMA application_id") != applicationId)
        refuseForeign();
    const std::int64_t version = db.integer("PRAGMA user_version");
    if (version > schemaVersion)
        refuseNewer(version);
    if (version < schemaVersion)
        throw Error(
            "This database was written by an older DVMDash. Open it once with this program for writing "
            "(start the application, or run an import) to carry it forward");
}

} // namespace dvmdash::store
