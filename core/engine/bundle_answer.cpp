// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers the bundle of a chain from a database file.
#include "engine/answers.h"
#include "engine/bundle.h"
#include "engine/job_json.h"
#include "store/coverage.h"
#include "store/prepared.h"
#include "store/stored_kinds.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace dvmdash::engine
{

namespace
{

/// Spans that were heard are told so far around the chain.
constexpr std::int64_t marginSeconds = 3600;
/// A chain that changes while it is gathered is gathered again.
constexpr int mostTries = 5;

/// With a time to judge at. While a relay is live, what it surely delivered lags a little behind the clock,
/// and silence is judged only so far.
store::Judging fixedJudging(store::Reader &reader, store::Judging judging)
{
    if (judging.now)
        return judging;
    const std::int64_t now = reader.nowMs() / 1000;
    judging.now = now;
    const auto recent = reader.heard(now - store::longestLagSeconds, now + 1);
    if (!judging.all_heard && !recent.empty())
        judging.now = std::min(now, recent.back().second);
    return judging;
}

class Gathering
{
public:
    Gathering(store::Reader &reader, const BundleQuestion &question)
        : m_reader(reader)
    {
        m_bundle.program = "dvmdash " DVMDASH_VERSION;
        m_bundle.made_at = nowMs() / 1000; // by the clock of whoever makes it
        m_bundle.judging = fixedJudging(reader, question.judging);
        m_bundle.kinds = store::ownRules(reader.database());
        m_answer = answer(reader, ChainQuestion{question.id, m_bundle.judging});
        m_bundle.job = m_answer.chain.nodes[m_answer.job].id;
    }

    Bundle take()
    {
        for (const dvm::ChainNode &node : m_answer.chain.nodes)
            if (!node.ghost)
                addJob(node);
        // What is beyond the caps would be looked up in vain.
        m_bundle.incomplete = m_bundle.incomplete || m_answer.chain.more;
        addPayments();
        addRedemptions();
        addSelfDescriptions();
        std::sort(
            m_bundle.events.begin(), m_bundle.events.end(), [](const BundleEvent &a, const BundleEvent &b) {
                return std::tie(a.event.created_at, a.event.id) < std::tie(b.event.created_at, b.event.id);
            });
        if (!m_bundle.judging.all_heard && !m_bundle.events.empty())
            m_bundle.heard = m_reader.heard(m_begins - marginSeconds, *m_bundle.judging.now + 1);
        return std::move(m_bundle);
    }

    const ChainAnswer &chain() const { return m_answer; }

private:
    bool add(const nostr::EventId &id)
    {
        if (!m_known.insert(id).second)
            return true;
        auto stored = m_reader.storedEvent(id);
        if (!stored)
            return false;
        if (!nostr::idMatches(stored->event))
            throw store::Error("this chain is out of a redacted bundle: pass on the bundle itself");
        m_begins = std::min(m_begins, stored->event.created_at);
        BundleEvent one;
        one.event = std::move(stored->event);
        one.received_ms = stored->received_ms;
        one.live = stored->live;
        one.seen = std::move(stored->sightings);
        m_bundle.events.push_back(std::move(one));
        if (m_bundle.events.size() > mostBundleEvents)
            throw store::Error("this chain has more events than a bundle may hold");
        return true;
    }

    void addJob(const dvm::ChainNode &node)
    {
        if (node.customer)
            m_people.insert(*node.customer);
        for (const dvm::Attempt &attempt : node.attempts)
            m_people.insert(attempt.dvm);
        for (const dvm::Answer &one : node.answers)
            m_bundle.incomplete = !add(one.id) || m_bundle.incomplete;
        for (const dvm::Payment &payment : node.payments) {
            m_bundle.incomplete = !add(payment.receipt) || m_bundle.incomplete;
            m_paid.insert(payment.receipt);
            if (payment.tier == dvm::Tier::Confirmed)
                m_confirmed.emplace_back(payment.receipt, payment.to);
        }
        const auto detail = m_reader.jobDetail(node.id);
        if (!detail)
            return;
        m_bundle.incomplete = m_bundle.incomplete || (detail->row.request_seen && !add(node.id));
        for (const EventRow &row : detail->events) {
            // Of the receipts with one key one counts, perhaps for another job: see addPayments().
            if (row.role == dvm::Role::ZapReceipt || row.role == dvm::Role::Nutzap)
                m_receipts.insert(row.id);
            else
                add(row.id);
        }
    }

    /// A receipt that does not count here is told only beside the one that does: alone it would.
    void addPayments()
    {
        const auto keyOf = [this](const nostr::EventId &id) -> std::optional<std::string> {
            auto stored = m_reader.storedEvent(id);
            if (!stored)
                return std::nullopt;
            const auto prepared =
                store::prepare({std::move(stored->event), 0, 0, false}, store::kindsOf(m_reader.database()));
            return prepared->payment ? std::optional(prepared->payment->key) : std::nullopt;
        };
        std::set<std::string> counted;
        for (const nostr::EventId &id : m_paid)
            if (const auto key = keyOf(id))
                counted.insert(*key);
        for (const nostr::EventId &id : m_receipts)
            if (const auto key = keyOf(id); !key || counted.contains(*key))
                add(id);
    }

    /// A nutzap is confirmed by its recipient's word, given later.
    void addRedemptions()
    {
        const std::int64_t begins = m_begins;
        for (const auto &[nutzap, recipient] : m_confirmed)
            for (const nostr::EventId &id : m_reader.redemptionsOf(nutzap, recipient))
                add(id);
        m_begins = begins;
    }

    void addSelfDescriptions()
    {
        for (const nostr::PublicKey &key : m_people) {
            const store::SelfDescription self = m_reader.selfDescription(key);
            const std::int64_t begins = m_begins;
            if (!self.announcements.empty())
                add(self.announcements.front().id);
            if (self.profile)
                add(self.profile->id);
            m_begins = begins;
        }
    }

    store::Reader &m_reader;
    Bundle m_bundle;
    ChainAnswer m_answer;
    std::int64_t m_begins = std::numeric_limits<std::int64_t>::max();
    std::set<nostr::EventId> m_known;
    std::set<nostr::EventId> m_paid;
    std::vector<std::pair<nostr::EventId, nostr::PublicKey>> m_confirmed; ///< and to whom
    std::set<nostr::EventId> m_receipts;
    std::set<nostr::PublicKey> m_people;
};

/// Names are texts of their owners.
NameOf namesFor(store::Reader &reader, const ChainAnswer &chain, Redaction redaction)
{
    if (redaction != Redaction::None)
        return [](const nostr::PublicKey &) { return std::string(); };
    std::map<nostr::PublicKey, std::string> names;
    for (auto &[key, name] : reader.names(peopleIn(chain)))
        names.emplace(key, std::move(name));
    return [names = std::move(names)](const nostr::PublicKey &key) {
        const auto at = names.find(key);
        return at == names.end() ? std::string() : at->second;
    };
}

} // namespace

BundleAnswer answer(store::Reader &reader, const BundleQuestion &question)
{
    for (int tries = 1;; ++tries) {
        const std::uint64_t sequence = reader.sequence();
        Gathering gathering(reader, question);
        BundleAnswer answer;
        for (const dvm::ChainNode &node : gathering.chain().chain.nodes)
            answer.jobs += node.ghost ? 0 : 1;
        Bundle bundle = gathering.take();
        const auto detail = reader.jobDetail(bundle.job);
        bundle.report = jobJson(gathering.chain(), detail ? detail->events : std::vector<EventRow>{},
                                namesFor(reader, gathering.chain(), question.redaction));
        if (reader.sequence() != sequence && tries < mostTries)
            continue;
        bundle = redact(std::move(bundle), question.redaction);
        answer.events = static_cast<int>(bundle.events.size());
        answer.redacted = bundle.redactedEvents();
        answer.incomplete = bundle.incomplete;
        answer.text = toFile(bundle);
        if (answer.text.size() > mostBundleBytes)
            throw store::Error(
                "the bundle of this chain would be larger than the 64 MiB that are read again");
        return answer;
    }
}

} // namespace dvmdash::engine
