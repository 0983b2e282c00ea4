// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/finding_writer.h"

#include "lookup/plan.h"

namespace dvmdash::store
{

namespace
{

lookup::Known knownFrom(const Statement &row)
{
    lookup::Known known;
    known.subject.what = static_cast<lookup::What>(row.integer(0));
    if (const auto key = nostr::PublicKey::fromBytes(row.blob(1)))
        known.subject.key = *key;
    known.subject.address = row.text(2);
    known.last = static_cast<lookup::Outcome>(row.integer(3));
    if (!row.isNull(4))
        known.key = nostr::PublicKey::fromBytes(row.blob(4));
    known.answered_ms = row.integer(5);
    known.checked_ms = row.integer(6);
    known.failures = static_cast<int>(row.integer(7));
    known.error = row.text(8);
    return known;
}

constexpr const char *knownColumns =
    "SELECT l.what, k.pk, l.address, l.outcome, l.key, l.answered_ms, l.checked_ms, l.failures, l.error "
    "FROM lookup l JOIN pubkey k USING(pid) ";

} // namespace

FindingWriter::FindingWriter(Database &db, Interner &keys)
    : m_db(db)
    , m_keys(keys)
    , m_read(db.prepare(std::string(knownColumns) + "WHERE l.what = ?1 AND l.pid = ?2 AND l.address = ?3"))
    , m_write(db.prepare("INSERT OR REPLACE INTO lookup(what, pid, address, outcome, key, answered_ms, "
                         "checked_ms, failures, error) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"))
    , m_erase(db.prepare("DELETE FROM lookup WHERE what = ?1 AND pid = ?2 AND address = ?3"))
    , m_endOthers(db.prepare("UPDATE signer SET until_ms = ?3 WHERE pid = ?1 AND address = ?2 "
                             "AND until_ms IS NULL AND key <> ?4"))
    , m_endAll(db.prepare("UPDATE signer SET until_ms = ?3 WHERE pid = ?1 AND address = ?2 "
                          "AND until_ms IS NULL"))
    , m_isCurrent(db.prepare("SELECT 1 FROM signer WHERE pid = ?1 AND address = ?2 AND key = ?3 "
                             "AND until_ms IS NULL"))
    , m_setCurrent(db.prepare("INSERT INTO signer(pid, address, key, from_ms, until_ms) "
                              "VALUES(?1, ?2, ?3, ?4, NULL) ON CONFLICT DO UPDATE SET until_ms = NULL"))
{
}

FindingWriter::Row FindingWriter::read(const lookup::Subject &subject, std::int64_t pid)
{
    const ResetAtEnd reset(m_read);
    m_read.bind(1, static_cast<int>(subject.what)).bind(2, pid).bindText(3, subject.address);
    if (!m_read.step())
        return {};
    return {knownFrom(m_read), true};
}

FindingWriter::Effect FindingWriter::write(const lookup::Finding &finding)
{
    const lookup::Subject &subject = finding.subject;
    const std::int64_t pid = m_keys.pid(subject.key);
    const Row before = read(subject, pid);
    const bool signersChanged =
        subject.what == lookup::What::Lnurl && changeSigner(finding, before.known, pid);
    if (finding.outcome == lookup::Outcome::NotNamed) {
        m_erase.bind(1, static_cast<int>(subject.what)).bind(2, pid).bindText(3, subject.address).run();
        return {before.exists, signersChanged};
    }

    lookup::Known now = before.known;
    now.subject = subject;
    now.last = finding.outcome;
    now.checked_ms = finding.checked_ms;
    now.error = finding.error;
    if (finding.outcome == lookup::Outcome::Failed) {
        ++now.failures;
    } else {
        now.failures = 0;
        now.key = finding.key;
        now.answered_ms = finding.checked_ms;
    }
    m_write.bind(1, static_cast<int>(subject.what)).bind(2, pid).bindText(3, subject.address);
    m_write.bind(4, static_cast<int>(now.last));
    if (now.key)
        m_write.bindBlob(5, now.key->view());
    else
        m_write.bindNull(5);
    m_write.bind(6, now.answered_ms)
        .bind(7, now.checked_ms)
        .bind(8, now.failures)
        .bindText(9, now.error)
        .run();
    const bool isNews = !before.exists || before.known.last != now.last || before.known.key != now.key ||
                        before.known.error != now.error;
    return {isNews, signersChanged};
}

/// Which key signs from now on, see dvm::standingOfReceipt(). A failure changes nothing, until the last
/// answer is too old to go by.
bool FindingWriter::changeSigner(const lookup::Finding &finding, const lookup::Known &before,
                                 std::int64_t pid)
{
    const std::string &address = finding.subject.address;
    if (finding.outcome == lookup::Outcome::Failed &&
        finding.checked_ms - before.answered_ms < lookup::keyLifeMs)
        return false;
    if (finding.outcome != lookup::Outcome::Key || !finding.key) {
        m_endAll.bind(1, pid).bindText(2, address).bind(3, finding.checked_ms).run();
        return m_db.changes() > 0;
    }
    m_endOthers.bind(1, pid)
        .bindText(2, address)
        .bind(3, finding.checked_ms)
        .bindBlob(4, finding.key->view())
        .run();
    bool changed = m_db.changes() > 0;
    bool isCurrent = false;
    {
        const ResetAtEnd reset(m_isCurrent);
        isCurrent = m_isCurrent.bind(1, pid).bindText(2, address).bindBlob(3, finding.key->view()).step();
    }
    if (!isCurrent) {
        m_setCurrent.bind(1, pid)
            .bindText(2, address)
            .bindBlob(3, finding.key->view())
            .bind(4, finding.checked_ms)
            .run();
        changed = true;
    }
    return changed;
}

std::vector<lookup::Known> readFindings(Database &db, std::optional<std::int64_t> pid)
{
    std::vector<lookup::Known> all;
    Statement rows =
        db.prepare(std::string(knownColumns) + (pid ? "WHERE l.pid = ?1 " : "WHERE ?1 IS NULL ") +
                   "ORDER BY l.pid, l.what, l.address");
    rows.bind(1, pid);
    while (rows.step())
        all.push_back(knownFrom(rows));
    return all;
}

} // namespace dvmdash::store
