// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lifecycle_reader.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using store::LifecycleReader;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

constexpr std::int64_t now = start + 1'000;

std::string address(int kind, unsigned char author, const char *name)
{
    return std::to_string(kind) + ":" + test::keyOf(author).hex() + ":" + name;
}

/// Two people who say, say again, let expire, and delete what is theirs and what is not.
std::vector<nostr::Event> confusion(std::mt19937 &random)
{
    constexpr int things = 80;
    std::vector<nostr::Event> events;
    const auto author = [&] { return static_cast<unsigned char>(1 + random() % 2); };
    const auto name = [&] { return random() % 2 ? "x" : "y"; };
    for (int i = 0; i < things; ++i) {
        constexpr int kinds[] = {0, 3, 5100, 7000, 10002, 10019, 11998, 31990, 30023};
        nostr::Tags tags{{"d", name()}};
        if (random() % 4 == 0)
            tags.push_back({"expiration", std::to_string(now - 500 + static_cast<int>(random() % 1'000))});
        events.push_back(signedEvent(author(), kinds[random() % 9], static_cast<int>(random() % 30), tags,
                                     std::to_string(i)));
    }
    for (int i = 0; i < 40; ++i) {
        nostr::Tags tags;
        if (random() % 2)
            tags.push_back({"e", events[random() % events.size()].id.hex()});
        if (random() % 2)
            tags.push_back(
                {"a", address(random() % 2 ? 31990 : 10002, author(), random() % 3 ? name() : "")});
        events.push_back(signedEvent(author(), 5, static_cast<int>(random() % 30), tags, std::to_string(i)));
    }
    std::shuffle(events.begin(), events.end(), random);
    return events;
}

} // namespace

class LifecycleReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// In any order of coming in.
    void agreesWithBruteForce()
    {
        for (unsigned seed = 0; seed < 6; ++seed) {
            std::mt19937 random(seed);
            const auto events = confusion(random);
            ScratchStore scratch(now);
            for (std::size_t i = 0; i < events.size(); i += 30)
                scratch.give({events.begin() + static_cast<std::ptrdiff_t>(i),
                              events.begin() + static_cast<std::ptrdiff_t>(std::min(i + 30, events.size()))});
            auto reader = scratch.read();
            LifecycleReader lifecycles(reader.database());
            int gone = 0;
            for (const auto &event : events) {
                const auto expected = dvm::lifecycleOf(event, events, now);
                QVERIFY(lifecycles.of(event.id, now) == expected);
                const auto row = reader.eventDetail(event.id).row;
                QCOMPARE(lifecycles.flagsOf(row, now), store::flagsOf(expected));
                gone += store::flagsOf(expected) != 0 ? 1 : 0;
                std::vector<nostr::EventId> touched;
                for (const auto &other : events)
                    if (dvm::deletes(event, other) || dvm::replaces(event, other))
                        touched.push_back(other.id);
                auto found = lifecycles.touchedBy(event.id);
                std::sort(found.begin(), found.end());
                found.erase(std::unique(found.begin(), found.end()), found.end());
                std::sort(touched.begin(), touched.end());
                QVERIFY(found == touched);
            }
            QVERIFY(gone > 30);
        }
    }

    void aDeletionMayComeFirst()
    {
        ScratchStore scratch(now);
        const auto event = signedEvent(1, 5100, 10, {});
        const auto deletion = signedEvent(1, 5, 20, {{"e", event.id.hex()}});
        scratch.give({deletion});
        {
            auto reader = scratch.read();
            QVERIFY(!LifecycleReader(reader.database()).of(event.id, now).deleted);
        }
        scratch.open();
        scratch.give({event});
        auto reader = scratch.read();
        QVERIFY(LifecycleReader(reader.database()).of(event.id, now).deleted->event == deletion.id);
    }

    /// What is dated ahead counts when its time comes, here too.
    void aVersionOfTheFutureReplacesNothing()
    {
        ScratchStore scratch(now);
        const auto event = signedEvent(1, 0, 10, {});
        scratch.give({event, signedEvent(1, 0, 900'000, {})});
        auto reader = scratch.read();
        QVERIFY(!LifecycleReader(reader.database()).of(event.id, now).replaced_by);
    }

    void theClockIsGiven()
    {
        ScratchStore scratch(now);
        const auto event = signedEvent(1, 5100, 10, {{"expiration", std::to_string(now + 50)}});
        scratch.give({event});
        auto reader = scratch.read();
        LifecycleReader lifecycles(reader.database());
        const auto row = reader.eventDetail(event.id).row;
        QCOMPARE(*row.expires_at, now + 50);
        QCOMPARE(row.flags & dvm::FlagExpired, 0u);
        QCOMPARE(lifecycles.flagsOf(row, now + 49), 0u);
        QCOMPARE(lifecycles.flagsOf(row, now + 50), std::uint32_t{dvm::FlagLapsed});
    }
};

DVMDASH_TEST(LifecycleReaderTest)
#include "lifecycle_reader_test.moc"
