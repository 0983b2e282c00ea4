// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/contribution.h"

#include "dvm/kinds.h"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <utility>

namespace dvmdash::metrics
{

namespace
{

struct Row {
    Dimension dimension;
    std::int64_t k1;
    std::int64_t k2;
};

/// The few rows that one fact stands in.
class Rows
{
public:
    Rows(std::initializer_list<Row> rows)
    {
        for (const Row &row : rows)
            add(row);
    }
    void add(const Row &row) { m_rows.at(m_size++) = row; }
    const Row *begin() const { return m_rows.data(); }
    const Row *end() const { return m_rows.data() + m_size; }

private:
    std::array<Row, 4> m_rows;
    std::size_t m_size = 0;
};

/// Rows that a fact of this kind and DVM stands in. A kind that is not known has no row.
Rows rowsOf(int kind, std::int64_t dvm)
{
    if (kind == 0)
        return {{Dimension::Global, 0, 0}, {Dimension::Dvm, dvm, 0}};
    return {{Dimension::Global, 0, 0},
            {Dimension::Kind, kind, 0},
            {Dimension::Dvm, dvm, 0},
            {Dimension::KindDvm, kind, dvm}};
}

/// Emptied, with its memory.
Contribution begun(Contribution used, std::int64_t at)
{
    used.at = at;
    used.counts.clear();
    used.responses.clear();
    used.members.clear();
    used.sightings.clear();
    return used;
}

void count(Contribution &to, const Rows &rows, std::uint32_t metric, std::int64_t value = 1)
{
    if (value == 0)
        return;
    for (const Row &row : rows)
        to.counts.push_back({row.dimension, row.k1, row.k2, metric, value});
}

void addResponse(Contribution &to, const Rows &rows, const store::AttemptFact &attempt)
{
    if (!attempt.response_s)
        return;
    if (*attempt.response_s < 0) {
        count(to, rows, metric::ClockSkew);
        return;
    }
    for (const Row &row : rows) {
        const auto add = [&](ResponseClock clock, std::int64_t value) {
            to.responses.push_back({row.dimension, row.k1, row.k2, clock, value});
        };
        if (attempt.response_ms) {
            add(ResponseClock::Ours, *attempt.response_ms);
            add(ResponseClock::AuthorsMeasured, *attempt.response_s);
        } else {
            add(ResponseClock::Authors, *attempt.response_s);
        }
    }
}

void addAttempt(Contribution &to, int kind, const store::AttemptFact &attempt)
{
    const Rows rows = rowsOf(kind, attempt.pid);
    count(to, rows, metric::attempts(attempt.state));
    if (attempt.targeted)
        count(to, rows, metric::Targeted);
    const std::int64_t asked = attempt.requested_msat.value_or(0);
    count(to, rows, metric::Requested, asked);
    if (attempt.payment == dvm::PaymentState::Inferred)
        count(to, rows, metric::Inferred, asked);
    addResponse(to, rows, attempt);
}

} // namespace

Contribution contributionOf(const store::EventFact &event, const dvm::KindTable &kinds, Contribution used)
{
    Contribution sum = begun(std::move(used), event.created_at);
    const std::int64_t author = event.pid;
    switch (event.role) {
    case dvm::Role::Request:
        count(sum,
              {{Dimension::Global, 0, 0}, {Dimension::Kind, event.kind, 0}, {Dimension::User, author, 0}},
              metric::Requests);
        sum.members = {{Members::Users, 0, author},
                       {Members::UsersOfKind, event.kind, author},
                       {Members::Kinds, 0, event.kind}};
        sum.sightings = {{Seen::Requests, author, 0}, {Seen::KindRequest, event.kind, 0}};
        break;
    case dvm::Role::Result: {
        const int kind = kinds.requestKind(event.kind);
        count(sum, rowsOf(kind, author), metric::Results);
        sum.members = {{Members::Dvms, 0, author}, {Members::DvmsOfKind, kind, author}};
        sum.sightings = {{Seen::Results, author, 0}, {Seen::KindResult, kind, author}};
        break;
    }
    case dvm::Role::Feedback:
        count(sum, rowsOf(0, author), metric::feedback(event.status));
        sum.members = {{Members::Dvms, 0, author}};
        sum.sightings = {{Seen::Feedback, author, 0}};
        break;
    default:
        return sum;
    }
    if (event.received_ms / 1000 - event.created_at > dvm::futureToleranceSeconds)
        count(sum, {{Dimension::Global, 0, 0}}, metric::Late);
    return sum;
}

Contribution contributionOf(const store::EventFact &event, std::int64_t relay, Contribution used)
{
    Contribution sum = begun(std::move(used), event.created_at);
    count(sum, {{Dimension::Relay, relay, 0}}, metric::Sightings);
    return sum;
}

Contribution contributionOf(const store::JobFact &job, Contribution used)
{
    Contribution sum = begun(std::move(used), job.created_at);
    Rows rows{{Dimension::Global, 0, 0}};
    if (job.kind != 0)
        rows.add({Dimension::Kind, job.kind, 0});
    if (job.customer)
        rows.add({Dimension::User, *job.customer, 0});
    count(sum, rows, metric::jobs(job.state));
    for (const auto &attempt : job.attempts)
        addAttempt(sum, job.kind, attempt);
    return sum;
}

Contribution contributionOf(const store::PaymentFact &payment, Contribution used)
{
    Contribution sum = begun(std::move(used), payment.created_at);
    const bool confirmed = payment.tier == dvm::Tier::Confirmed;
    switch (payment.purpose) {
    case dvm::Purpose::None:
        break;
    case dvm::Purpose::Work:
        count(sum, rowsOf(payment.kind, payment.payee), confirmed ? metric::Confirmed : metric::Claimed,
              payment.msat);
        break;
    case dvm::Purpose::Refund:
        count(sum, rowsOf(payment.kind, payment.payer), metric::Refunded, payment.msat);
        break;
    case dvm::Purpose::Unattributed:
        count(sum, rowsOf(0, payment.payee),
              confirmed ? metric::UnattributedConfirmed : metric::UnattributedClaimed, payment.msat);
        break;
    }
    return sum;
}

} // namespace dvmdash::metrics
