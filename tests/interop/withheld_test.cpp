// SPDX-License-Identifier: GPL-3.0-or-later
#include "parties.h"
#include "store/reader.h"
#include "support/past_relay.h"
#include "support/test_main.h"

#include <QFile>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace dvmdash::test
{

namespace
{

/// How a relay keeps events back and yet cannot help showing that there is more.
enum class Manner {
    BreaksOff,     ///< before each of them
    FallsSilent,   ///< no EOSE follows
    Refuses,       ///< what they belong to
    EndsPageEarly, ///< with EOSE, in the middle of the time that was asked for, a few times
    SaysNothing,   ///< an EOSE instead of a page, half of the time
};

/// One relay that has all, in a manner, and nobody else has what it keeps back.
struct Withholder {
    Withholder(Manner manner, unsigned seed)
        : random(seed)
        , relay(demoEvents(30, seed))
    {
        for (const nostr::Event &event : relay.events())
            if (isOfJob(event))
                jobs.push_back(event);
        for (int i = 0; i < 3; ++i)
            kept.insert(jobs.at(random() % jobs.size()).id);
        relay.cap = [this] { return 20 + random() % 60; };
        const auto keepsOne = [this](const nostr::ReqMessage &request) {
            return std::any_of(jobs.begin(), jobs.end(), [&](const nostr::Event &event) {
                return kept.contains(event.id) && nostr::matchesAny(request.filters, event);
            });
        };
        switch (manner) {
        case Manner::BreaksOff:
            relay.breaks = [this](const nostr::Event &event) { return kept.contains(event.id); };
            break;
        case Manner::FallsSilent:
            relay.gives = [this](const nostr::Event &event) { return !kept.contains(event.id); };
            relay.saysEose = [keepsOne](const nostr::ReqMessage &request) { return !keepsOne(request); };
            break;
        case Manner::Refuses:
            relay.refuses = [keepsOne](const nostr::ReqMessage &request) {
                return std::string(keepsOne(request) ? "error: not this" : "");
            };
            break;
        case Manner::EndsPageEarly:
            relay.cap = [this] { return random() % 2 == 0 ? 5 + random() % 5 : 20 + random() % 60; };
            break;
        case Manner::SaysNothing:
            relay.hides = [this](const nostr::ReqMessage &request) {
                return request.subscription.starts_with("history/") && !(wasHidden = !wasHidden);
            };
            break;
        }
    }

    void start()
    {
        folder.prepare(program, {QStringLiteral("backfill"), QStringLiteral("--db"), folder.database(),
                                 QStringLiteral("--relay"), relay.url(), QStringLiteral("--since"),
                                 QStringLiteral("1d"), QStringLiteral("--json")});
        program.start();
    }
    bool hasEnded() const { return program.state() == QProcess::NotRunning; }

    std::mt19937 random;
    PastRelay relay;
    const ProgramFolder folder;
    QProcess program;
    std::vector<nostr::Event> jobs;
    std::set<nostr::EventId> kept;
    bool wasHidden = false;
};

} // namespace

/// What a relay has and never gave lies in no time of which it is said to have given all. A relay that hides
/// the same events in every page cannot be found out; one that does as these cannot hide that there is more.
class InteropWithheldTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsWithheldIsNotClaimed();
};

/// All at once: one that falls silent is waited for.
void InteropWithheldTest::whatIsWithheldIsNotClaimed()
{
    constexpr unsigned seeds = 4;
    constexpr int longestMs = 20'000;
    struct Run {
        Manner manner;
        unsigned seed;
        std::unique_ptr<Withholder> party;
    };
    std::vector<Run> runs;
    for (const Manner manner : {Manner::BreaksOff, Manner::FallsSilent, Manner::Refuses,
                                Manner::EndsPageEarly, Manner::SaysNothing})
        for (unsigned seed = 1; seed <= seeds; ++seed)
            runs.push_back({manner, seed, std::make_unique<Withholder>(manner, seed)});
    for (const Run &run : runs)
        run.party->start();
    // Some never come to an end.
    (void)QTest::qWaitFor(
        [&] {
            return std::all_of(runs.begin(), runs.end(), [](const Run &r) { return r.party->hasEnded(); });
        },
        longestMs);
    for (const Run &run : runs) {
        Withholder &party = *run.party;
        const bool isThrough = party.hasEnded();
        party.program.kill();
        party.program.waitForFinished();
        store::Reader reader(party.folder.database().toStdString());
        std::set<nostr::EventId> stored;
        reader.selectEvents({}, [&](const nostr::Event &event) {
            stored.insert(event.id);
            return true;
        });
        store::IntervalSet claimed;
        for (const auto &one : reader.coverage())
            claimed = one.covered;
        std::size_t covered = 0;
        std::size_t missing = 0;
        for (const nostr::Event &event : party.jobs) {
            const bool isClaimed = claimed.covers(event.created_at, event.created_at + 1);
            covered += isClaimed ? 1 : 0;
            missing += stored.contains(event.id) ? 0 : 1;
            QVERIFY2(!isClaimed || stored.contains(event.id),
                     qPrintable(QStringLiteral("manner %1, seed %2: %3 of second %4")
                                    .arg(static_cast<int>(run.manner))
                                    .arg(run.seed)
                                    .arg(QString::fromStdString(event.id.hex()))
                                    .arg(event.created_at)));
        }
        qDebug("manner %d, seed %u: %zu covered and %zu missing of %zu%s", static_cast<int>(run.manner),
               run.seed, covered, missing, party.jobs.size(), isThrough ? ", through" : "");
    }
}

DVMDASH_TEST(InteropWithheldTest)

} // namespace dvmdash::test

#include "withheld_test.moc"
