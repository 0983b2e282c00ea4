// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/event_store.h"
#include "demo/scenario.h"
#include "support/test_main.h"

#include <algorithm>
#include <nlohmann/json.hpp>

using namespace dvmdash;
using namespace dvmdash::demo;

class EventStoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersLikeAPlainSearch_data();
    void answersLikeAPlainSearch();
    void newestFirstAndLimited();
    void eachEventOnce();
    void replaceableKeepsTheNewest();
    void addressableKeepsOnePerD();
    void equalDatesKeepTheLowestId();
    void ephemeralIsNotStored();
    void oldestGoWhenFull();
};

namespace
{

StoredEventPtr stored(nostr::Event event)
{
    return std::make_shared<const StoredEvent>(StoredEvent{event, nostr::toJson(event)});
}

/// Unsigned: the store does not look at signatures.
StoredEventPtr made(int kind, std::int64_t created_at, unsigned char id, nostr::Tags tags = {})
{
    nostr::Event event;
    event.kind = kind;
    event.created_at = created_at;
    event.id.data[31] = id;
    event.pubkey.data[0] = 7;
    event.tags = std::move(tags);
    return stored(event);
}

std::vector<int> idsOf(const std::vector<StoredEventPtr> &found)
{
    std::vector<int> ids;
    for (const StoredEventPtr &event : found)
        ids.push_back(event->event.id.data[31]);
    return ids;
}

const Scenario &scenario()
{
    static const Scenario made = makeScenario({.seed = 2, .jobs = 200});
    return made;
}

constexpr std::size_t plenty = 1'000'000;

} // namespace

void EventStoreTest::answersLikeAPlainSearch_data()
{
    QTest::addColumn<QByteArray>("filter");
    const JobTruth &job = scenario().truth.jobs.front();
    const auto row = [](const char *name, const std::string &filter) {
        QTest::newRow(name) << QByteArray::fromStdString(filter);
    };
    const std::string customer = job.customer.hex(), request = job.request.hex();
    const std::string middle = std::to_string(scenario().truth.start + 1800);
    row("everything", "{}");
    row("nothing", R"({"kinds":[]})");
    row("a kind", R"({"kinds":[7000]})");
    row("kinds", R"({"kinds":[5300,6300,5050,40000,9735]})");
    row("same kind twice", R"({"kinds":[7000,7000]})");
    row("author", "{\"authors\":[\"" + customer + "\"]}");
    row("author and kind", "{\"authors\":[\"" + customer + "\"],\"kinds\":[5300,5]}");
    row("a tag", "{\"#e\":[\"" + request + "\"]}");
    row("two tags", "{\"#e\":[\"" + request + "\"],\"#p\":[\"" + customer + "\"]}");
    row("tag of a list", "{\"#p\":[\"" + customer + "\",\"" + request + "\"],\"kinds\":[7000]}");
    row("k tags", R"({"#k":["5300","5050","5001"]})");
    row("ids", "{\"ids\":[\"" + request + "\",\"" + customer + "\"]}");
    row("ids of another kind", "{\"ids\":[\"" + request + "\"],\"kinds\":[1]}");
    row("since", "{\"since\":" + middle + "}");
    row("until", "{\"until\":" + middle + ",\"kinds\":[7000]}");
    row("one second", "{\"since\":" + middle + ",\"until\":" + middle + "}");
    row("upside down", "{\"since\":" + middle + ",\"until\":5}");
}

void EventStoreTest::answersLikeAPlainSearch()
{
    QFETCH(QByteArray, filter);
    const auto parsed = nostr::filterFromJson(nlohmann::json::parse(filter.toStdString()));
    QVERIFY(parsed);
    EventStore store(100'000);
    std::vector<StoredEventPtr> kept;
    for (const TimedEvent &timed : scenario().events) {
        const StoredEventPtr event = stored(timed.event);
        // Heartbeats and profiles push each other out; that is another test.
        if (timed.event.kind == 0 || (timed.event.kind >= 10'000 && timed.event.kind < 40'000))
            continue;
        QCOMPARE(store.add(event), EventStore::Outcome::Stored);
        kept.push_back(event);
    }
    std::vector<nostr::EventId> expected;
    std::ranges::sort(kept, [](const StoredEventPtr &a, const StoredEventPtr &b) {
        if (a->event.created_at != b->event.created_at)
            return a->event.created_at > b->event.created_at;
        return a->event.id < b->event.id;
    });
    for (const StoredEventPtr &event : kept)
        if (nostr::matches(*parsed, event->event))
            expected.push_back(event->event.id);
    std::vector<nostr::EventId> actual;
    for (const StoredEventPtr &event : store.query({*parsed}, plenty))
        actual.push_back(event->event.id);
    QCOMPARE(actual.size(), expected.size());
    QVERIFY(actual == expected);

    // A limit cuts at the old end.
    nostr::Filter limited = *parsed;
    limited.limit = 5;
    expected.resize(std::min<std::size_t>(expected.size(), 5));
    actual.clear();
    for (const StoredEventPtr &event : store.query({limited}, plenty))
        actual.push_back(event->event.id);
    QVERIFY(actual == expected);
}

void EventStoreTest::newestFirstAndLimited()
{
    EventStore store(100);
    for (const unsigned char id : {3, 1, 5, 2, 4})
        store.add(made(1, 100 + id / 2, id));
    nostr::Filter filter;
    QCOMPARE(idsOf(store.query({filter}, plenty)), (std::vector<int>{4, 5, 2, 3, 1}));
    filter.limit = 3;
    QCOMPARE(idsOf(store.query({filter}, plenty)), (std::vector<int>{4, 5, 2}));
    QCOMPARE(idsOf(store.query({filter}, 2)), (std::vector<int>{4, 5}));
    filter.limit = 0;
    QVERIFY(store.query({filter}, plenty).empty());
}

void EventStoreTest::eachEventOnce()
{
    EventStore store(100);
    store.add(made(1, 10, 1, {{"t", "a"}, {"t", "b"}, {"t", "a"}}));
    store.add(made(1, 11, 2, {{"t", "b"}}));
    nostr::Filter tags;
    tags.tags['t'] = {"a", "b"};
    nostr::Filter kinds;
    kinds.kinds = {1};
    QCOMPARE(idsOf(store.query({tags}, plenty)), (std::vector<int>{2, 1}));
    QCOMPARE(idsOf(store.query({tags, kinds}, plenty)), (std::vector<int>{2, 1}));
    tags.limit = 2; // the event with two of the tags must not use up the limit
    QCOMPARE(idsOf(store.query({tags}, plenty)), (std::vector<int>{2, 1}));
}

void EventStoreTest::replaceableKeepsTheNewest()
{
    EventStore store(100);
    for (const int kind : {0, 3, 10'019}) {
        const auto base = static_cast<unsigned char>(kind % 200);
        QCOMPARE(store.add(made(kind, 100, base)), EventStore::Outcome::Stored);
        QCOMPARE(store.add(made(kind, 200, static_cast<unsigned char>(base + 1))),
                 EventStore::Outcome::Stored);
        QCOMPARE(store.add(made(kind, 150, static_cast<unsigned char>(base + 2))),
                 EventStore::Outcome::Superseded);
        nostr::Filter filter;
        filter.kinds = {kind};
        QCOMPARE(idsOf(store.query({filter}, plenty)), (std::vector<int>{base + 1}));
    }
    QCOMPARE(store.add(made(0, 200, 1)), EventStore::Outcome::Duplicate);
}

void EventStoreTest::addressableKeepsOnePerD()
{
    EventStore store(100);
    store.add(made(31'990, 100, 1, {{"d", "a"}}));
    store.add(made(31'990, 100, 2, {{"d", "b"}}));
    store.add(made(31'990, 101, 3, {{"d", "a"}, {"k", "5300"}}));
    QCOMPARE(idsOf(store.query({nostr::Filter{}}, plenty)), (std::vector<int>{3, 2}));
    nostr::Filter gone;
    gone.ids = {made(31'990, 100, 1)->event.id};
    QVERIFY(store.query({gone}, plenty).empty());
}

void EventStoreTest::equalDatesKeepTheLowestId()
{
    EventStore store(100);
    store.add(made(10'002, 100, 5));
    QCOMPARE(store.add(made(10'002, 100, 6)), EventStore::Outcome::Superseded);
    QCOMPARE(store.add(made(10'002, 100, 4)), EventStore::Outcome::Stored);
    QCOMPARE(idsOf(store.query({nostr::Filter{}}, plenty)), (std::vector<int>{4}));
}

void EventStoreTest::ephemeralIsNotStored()
{
    EventStore store(100);
    QCOMPARE(store.add(made(20'001, 100, 1)), EventStore::Outcome::Ephemeral);
    QCOMPARE(store.size(), std::size_t(0));
}

void EventStoreTest::oldestGoWhenFull()
{
    EventStore store(3);
    for (const unsigned char id : {1, 2, 3, 4})
        QCOMPARE(store.add(made(1, 100 + id, id, {{"t", "x"}})), EventStore::Outcome::Stored);
    QCOMPARE(store.add(made(1, 50, 9)), EventStore::Outcome::TooOld);
    nostr::Filter filter;
    filter.tags['t'] = {"x"};
    QCOMPARE(idsOf(store.query({filter}, plenty)), (std::vector<int>{4, 3, 2}));
    QCOMPARE(store.size(), std::size_t(3));
}

DVMDASH_TEST(EventStoreTest)

#include "event_store_test.moc"
