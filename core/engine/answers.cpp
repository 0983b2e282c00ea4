// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers.h"

#include "engine/guest_list.h"
#include "metrics/rollup_fill.h"
#include "nostr/nip19.h"
#include "store/lifecycle_reader.h"
#include "store/stored_kinds.h"

#include <algorithm>
#include <chrono>

namespace dvmdash::engine
{

namespace
{

constexpr int mostPeople = 50;

/// Request kinds whose name holds the words.
std::vector<int> kindsNamed(const dvm::KindTable &table, const QString &words)
{
    std::vector<int> kinds;
    for (const auto &info : table.kinds())
        if (QString::fromStdString(info.name).contains(words, Qt::CaseInsensitive))
            kinds.push_back(info.request);
    return kinds;
}

store::Error unknownJob(const nostr::EventId &id)
{
    return store::Error("No job with the id " + id.hex() + " is stored");
}

/// What the user typed into the filter of the job list: an id, a person, a kind, or words of a name.
void applyText(store::Reader &reader, const QString &text, store::JobSelection &selection)
{
    const std::string typed = text.trimmed().toStdString();
    if (typed.empty())
        return;
    bool isNumber = false;
    const int number = text.trimmed().toInt(&isNumber);
    if (isNumber) {
        const auto &table = store::kindsOf(reader.database());
        selection.kinds = {table.isResult(number) ? table.requestKind(number) : number};
        return;
    }
    if (const auto key = nostr::nip19::publicKeyFromText(typed)) {
        // 64 hex characters may be a key or an id: whichever is known.
        const auto id = nostr::nip19::eventIdFromText(typed);
        if (id && reader.jobDetail(*id))
            selection.event = id;
        else
            selection.people = {*key};
        return;
    }
    if (const auto id = nostr::nip19::eventIdFromText(typed)) {
        selection.event = id;
        return;
    }
    selection.kinds = kindsNamed(store::kindsOf(reader.database()), text.trimmed());
    if (selection.kinds.empty()) {
        selection.people = reader.peopleNamed(typed, mostPeople);
        // Nobody and nothing is called so: select what no job has.
        if (selection.people.empty())
            selection.kinds = {-1};
    }
}

} // namespace

std::int64_t nowMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Overview answer(store::Reader &reader, const OverviewQuestion &question)
{
    return metrics::readOverview(reader, question, reader.nowMs());
}

Series answer(store::Reader &reader, const SeriesQuestion &question)
{
    return metrics::readSeries(reader, question, reader.nowMs());
}

Months answer(store::Reader &reader, const MonthsQuestion &question)
{
    return metrics::readMonths(reader, question, reader.nowMs());
}

Best answer(store::Reader &reader, const BestQuestion &question)
{
    return metrics::readBest(reader, question, reader.nowMs());
}

Dvms answer(store::Reader &reader, const DvmsQuestion &question)
{
    return metrics::readDvms(reader, question, reader.nowMs());
}

Kinds answer(store::Reader &reader, const KindsQuestion &question)
{
    return metrics::readKinds(reader, question, reader.nowMs());
}

Users answer(store::Reader &reader, const UsersQuestion &question)
{
    return metrics::readUsers(reader, question, reader.nowMs());
}

RelaysUsed answer(store::Reader &reader, const RelaysUsedQuestion &question)
{
    return metrics::readRelaysUsed(reader, question, reader.nowMs());
}

Dvm answer(store::Reader &reader, const DvmQuestion &question)
{
    return metrics::readDvm(reader, question, reader.nowMs());
}

DvmTroubles answer(store::Reader &reader, const DvmTroublesQuestion &question)
{
    return metrics::readDvmTroubles(reader, question, reader.nowMs());
}

Kind answer(store::Reader &reader, const KindQuestion &question)
{
    return metrics::readKind(reader, question, reader.nowMs());
}

std::unique_ptr<store::FactListener> countInRollups(store::Database &db)
{
    return metrics::openRollups(db, store::kindsOf(db));
}

void refresh(store::Reader &reader, metrics::Freshness &freshness)
{
    const store::Transaction transaction(reader.database(), store::Transaction::Kind::Read);
    metrics::Freshness now = metrics::readFreshness(reader.database(), freshness.window, reader.nowMs());
    now.sequence = freshness.sequence;
    now.late = freshness.late;
    const auto pruned = metrics::Partial::EventsPruned;
    if (std::find(freshness.partial.begin(), freshness.partial.end(), pruned) != freshness.partial.end())
        now.partial.push_back(pruned);
    freshness = std::move(now);
}

RecentEvents answer(store::Reader &reader, const RecentEventsQuestion &question)
{
    RecentEvents recent{reader.recentEvents(question.limit)};
    store::LifecycleReader lifecycles(reader.database());
    const std::int64_t now = reader.nowMs() / 1000;
    for (EventRow &row : recent.rows)
        row.flags |= lifecycles.flagsOf(row, now);
    return recent;
}

Jobs answer(store::Reader &reader, const JobsQuestion &question)
{
    store::JobSelection selection;
    selection.since = question.window.since;
    selection.until = question.window.until;
    selection.states = question.states;
    selection.failed_first = question.failed_first;
    selection.limit = question.limit;
    selection.after = question.after;
    selection.kinds = question.kinds;
    selection.dvms = question.dvms;
    selection.chains = question.chains;
    selection.causes = question.causes;
    selection.awaiting_payment = question.awaiting_payment;
    selection.judging = question.judging;
    applyText(reader, question.text, selection);
    Jobs jobs;
    if (!question.after) { // what a list rests on its first part tells
        const store::Transaction transaction(reader.database(), store::Transaction::Kind::Read);
        jobs.freshness = metrics::readFreshness(reader.database(), question.window, reader.nowMs());
    }
    auto list = reader.jobs(selection);
    jobs.rows = std::move(list.rows);
    if (question.standing) {
        store::LifecycleReader lifecycles(reader.database());
        const std::int64_t now = reader.nowMs() / 1000;
        for (store::JobRow &row : jobs.rows)
            row.standing = store::flagsOf(lifecycles.of(row.request, now));
    }
    jobs.matching = list.matching;
    jobs.failed = list.failed;
    jobs.last = list.last;
    return jobs;
}

EventDetail answer(store::Reader &reader, const EventQuestion &question)
{
    EventDetail detail = reader.eventDetail(question.id);
    store::LifecycleReader lifecycles(reader.database());
    const std::int64_t now = reader.nowMs() / 1000;
    detail.lifecycle = lifecycles.of(question.id, now);
    detail.row.flags |= store::flagsOf(detail.lifecycle);
    for (auto *references : {&detail.refers_to, &detail.referred_by})
        for (store::Reference &reference : *references)
            if (reference.row)
                reference.row->flags |= lifecycles.flagsOf(*reference.row, now);
    return detail;
}

LifecycleChanges answer(store::Reader &reader, const LifecycleChangesQuestion &question)
{
    LifecycleChanges changes;
    store::LifecycleReader lifecycles(reader.database());
    const std::int64_t now = reader.nowMs() / 1000;
    for (const nostr::EventId &cause : question.causes) {
        std::vector<nostr::EventId> touched = lifecycles.touchedBy(cause);
        touched.push_back(cause);
        for (const nostr::EventId &id : touched)
            if (const auto flags = store::flagsOf(lifecycles.of(id, now)))
                changes.flags.emplace_back(id, flags);
    }
    return changes;
}

JobDetail answer(store::Reader &reader, const JobQuestion &question)
{
    auto detail = reader.jobDetail(question.id);
    if (!detail)
        throw unknownJob(question.id);
    store::LifecycleReader lifecycles(reader.database());
    const std::int64_t now = reader.nowMs() / 1000;
    for (EventRow &row : detail->events)
        row.flags |= lifecycles.flagsOf(row, now);
    return std::move(*detail);
}

JobMaterial answer(store::Reader &reader, const JobMaterialQuestion &question)
{
    auto material = reader.jobMaterial(question.id);
    if (!material)
        throw unknownJob(question.id);
    return std::move(*material);
}

ChainAnswer answer(store::Reader &reader, const ChainQuestion &question)
{
    auto around = reader.chain(question.id, question.judging);
    if (!around)
        throw unknownJob(question.id);
    ChainAnswer answer;
    answer.verdict = dvm::verdictOf(around->chain, around->job);
    answer.chain = std::move(around->chain);
    answer.job = around->job;
    return answer;
}

ProfileAnswer answer(store::Reader &reader, const ProfileQuestion &question)
{
    const store::SelfDescription self = reader.selfDescription(question.key);
    ProfileAnswer answer;
    answer.profile = dvm::readProfile(self.announcements, self.profile ? &*self.profile : nullptr,
                                      store::kindsOf(reader.database()));
    answer.last_heartbeat_at = self.last_heartbeat_at;
    answer.findings = reader.findings(question.key);
    return answer;
}

LookupState answer(store::Reader &reader, const LookupsQuestion &)
{
    return reader.lookups();
}

RelaysGiven answer(store::Reader &reader, const RelaysGivenQuestion &question)
{
    return metrics::readRelaysGiven(reader, question, nowMs());
}

RelayCourse answer(store::Reader &reader, const RelayCourseQuestion &question)
{
    return metrics::readRelayCourse(reader, question, nowMs());
}

NamedRelays answer(store::Reader &reader, const NamedRelaysQuestion &question)
{
    NamedRelays answer;
    answer.named = store::readNamedRelays(reader, question.window.since, question.window.until);
    answer.left_out = static_cast<std::int64_t>(std::erase_if(answer.named.relays, [](const auto &relay) {
        return !mayVisitRelay(QString::fromStdString(relay.url));
    }));
    return answer;
}

Coverages answer(store::Reader &reader, const CoverageQuestion &)
{
    return {reader.coverage()};
}

Names answer(store::Reader &reader, const NamesQuestion &question)
{
    Names names;
    for (const auto &[key, name] : reader.names(question.keys))
        names.names.emplace_back(key, QString::fromStdString(name));
    return names;
}

Storage answer(store::Reader &reader, const StorageQuestion &question)
{
    return store::readStorage(reader, reader.nowMs(), question.tables, question.days);
}

} // namespace dvmdash::engine
