// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/split_id.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>
#include <random>

using namespace dvmdash;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

constexpr int relays = 4; // as many as ScratchStore names

/// Event and relay: when it first gave it.
using Given = std::map<std::pair<nostr::EventId, std::string>, std::int64_t>;

std::string urlOf(relay::RelayNumber relay)
{
    return "ws://relay" + std::to_string(relay);
}

void note(Given &given, const nostr::EventId &id, relay::RelayNumber relay, std::int64_t at_ms)
{
    const auto [place, isNew] = given.emplace(std::pair(id, urlOf(relay)), at_ms);
    place->second = std::min(place->second, at_ms);
}

} // namespace

/// Who gave an event, and when: part of it stands with the event, part in a table of its own.
class SightingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachGiverOnceAtItsEarliest_data()
    {
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("expectsCopies"); // remembers what it stored last
        QTest::addColumn<bool>("isOfBefore");    // a file that kept all givers in the table
        for (int seed = 0; seed < 3; ++seed) {
            QTest::addRow("remembered, %d", seed) << seed << true << false;
            QTest::addRow("read, %d", seed) << seed << false << false;
            QTest::addRow("of before, %d", seed) << seed << (seed == 1) << true;
        }
    }

    /// Random relays give random events again, at random times, also before the event was received; the
    /// writer ends and begins anew in between.
    void eachGiverOnceAtItsEarliest()
    {
        QFETCH(int, seed);
        QFETCH(bool, expectsCopies);
        QFETCH(bool, isOfBefore);
        std::mt19937 random(static_cast<unsigned>(seed) + 7);
        const auto among = [&](int count) {
            return static_cast<int>(random() % static_cast<unsigned>(count));
        };
        ScratchStore scratch(start + 1'000);
        scratch.changeSettings = [&](store::WriterSettings &settings) {
            settings.expect_copies = expectsCopies;
        };
        if (isOfBefore)
            scratch.prepareFile = [](store::StoreFile &file) {
                file.database().execute(
                    "INSERT INTO seen_again SELECT rid, relay, received_ms FROM event WHERE relay <> 0; "
                    "UPDATE event SET relay = 0");
            };
        std::vector<nostr::Event> events;
        Given given;
        for (int round = 0; round < 4; ++round) {
            ingest::Batch batch;
            auto &writer = scratch.writer();
            for (int i = 0; i < 60; ++i) {
                const relay::RelayNumber relay = among(relays);
                const std::int64_t at_ms = start * 1000 + among(2'000);
                if (events.empty() || among(5) == 0) {
                    events.push_back(signedEvent(1, 5001, among(100), {}, std::to_string(events.size())));
                    note(given, events.back().id, relay, at_ms);
                    batch.emplace_back(writer.prepare({events.back(), relay, at_ms, false}));
                } else {
                    const auto &id =
                        events[static_cast<std::size_t>(among(static_cast<int>(events.size())))].id;
                    note(given, id, relay, at_ms);
                    batch.emplace_back(ingest::RepeatedEvent{id, relay, at_ms});
                }
            }
            writer.deliver(std::move(batch));
            scratch.close();
        }
        QVERIFY(scratch.problems().empty());
        QCOMPARE(scratch.stored(), static_cast<std::int64_t>(events.size()));

        auto reader = scratch.read();
        Given found;
        store::Statement rows = reader.database().prepare(
            "SELECT e.id8, e.id24, r.url, s.first_ms FROM seen s JOIN event e USING(rid) JOIN relay r ON "
            "r.relay = s.relay");
        while (rows.step())
            QVERIFY(found
                        .emplace(std::pair(store::joinId(rows.integer(0), rows.blob(1)), rows.text(2)),
                                 rows.integer(3))
                        .second);
        QCOMPARE(found.size(), given.size());
        QVERIFY(found == given);
        QVERIFY(given.size() > 2 * events.size());
        for (const auto &event : events) {
            const auto detail = reader.eventDetail(event.id);
            QVERIFY(std::is_sorted(detail.sightings.begin(), detail.sightings.end(),
                                   [](const auto &a, const auto &b) { return a.first_ms < b.first_ms; }));
            for (const auto &sighting : detail.sightings)
                QCOMPARE(sighting.first_ms, given.at({event.id, sighting.relay}));
        }
        // A summary of the file counts the same.
        std::map<std::string, std::int64_t> counts;
        for (const auto &[place, at_ms] : given)
            ++counts[place.second];
        for (const auto &relay : reader.relays())
            QCOMPARE(relay.events, counts[relay.url]);
    }
};

DVMDASH_TEST(SightingsTest)
#include "sightings_test.moc"
