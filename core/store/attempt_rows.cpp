// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/attempt_rows.h"

#include "store/split_id.h"

#include <optional>

namespace dvmdash::store
{

namespace
{

/// The id whose halves stand in this column and the next; nothing when the event is not there.
std::optional<nostr::EventId> idAt(const Statement &row, int column)
{
    if (row.isNull(column))
        return std::nullopt;
    return joinId(row.integer(column), row.blob(column + 1));
}

} // namespace

AttemptRows::AttemptRows(Database &db)
    : m_rows(db.prepare("SELECT k.pk, a.targeted, a.state, a.payment, a.flags, a.since, "
                        "a.first_answer_at, a.delivered_at, a.response_s, a.response_ms, a.requested_msat, "
                        "a.claimed_msat, a.confirmed_msat, a.refunded_msat, e.id8, e.id24, r.id8, r.id24 "
                        "FROM attempt a JOIN pubkey k USING(pid) LEFT JOIN event e ON e.rid = a.evidence "
                        "LEFT JOIN event r ON r.rid = a.result WHERE a.jid = ?1 ORDER BY a.position"))
{
}

std::vector<dvm::Attempt> AttemptRows::of(std::int64_t jid)
{
    std::vector<dvm::Attempt> found;
    const ResetAtEnd reset(m_rows);
    m_rows.bind(1, jid);
    while (m_rows.step()) {
        dvm::Attempt attempt;
        if (const auto key = nostr::PublicKey::fromBytes(m_rows.blob(0)))
            attempt.dvm = *key;
        attempt.targeted = m_rows.integer(1) != 0;
        attempt.state = static_cast<dvm::State>(m_rows.integer(2));
        attempt.payment = static_cast<dvm::PaymentState>(m_rows.integer(3));
        attempt.flags = static_cast<std::uint32_t>(m_rows.integer(4));
        attempt.since = m_rows.integer(5);
        attempt.first_answer_at = m_rows.optionalInteger(6);
        attempt.delivered_at = m_rows.optionalInteger(7);
        attempt.response_s = m_rows.optionalInteger(8);
        attempt.response_ms = m_rows.optionalInteger(9);
        attempt.requested_msat = m_rows.optionalInteger(10);
        attempt.claimed_msat = m_rows.integer(11);
        attempt.confirmed_msat = m_rows.integer(12);
        attempt.refunded_msat = m_rows.integer(13);
        attempt.evidence = idAt(m_rows, 14);
        attempt.result = idAt(m_rows, 16);
        found.push_back(std::move(attempt));
    }
    return found;
}

} // namespace dvmdash::store
