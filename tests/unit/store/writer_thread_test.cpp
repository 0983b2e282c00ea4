// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/split_id.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using store::test::ScratchStore;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

std::vector<nostr::Event> notes(int count)
{
    std::vector<nostr::Event> events;
    for (int i = 0; i < count; ++i)
        events.push_back(
            signedEvent(static_cast<unsigned char>(1 + i % 5), 1, i, {}, "note " + std::to_string(i)));
    return events;
}

std::vector<nostr::Event> allEvents(store::Reader &reader)
{
    std::vector<nostr::Event> events;
    reader.selectEvents({}, [&](const nostr::Event &event) {
        events.push_back(event);
        return true;
    });
    return events;
}

} // namespace

class WriterThreadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void storesEventsAsSigned()
    {
        ScratchStore scratch(start + 1000);
        auto events = notes(100);
        events.push_back(
            signedEvent(1, 5001, 200, {{}, {"i", "NUL \0 and \x1b[31m", "text"}, {"p"}}, "<script>"));
        scratch.give(events);
        auto reader = scratch.read();
        auto stored = allEvents(reader);
        QCOMPARE(stored.size(), events.size());
        QVERIFY(stored == events); // made in order of time
        QCOMPARE(reader.eventCount(), static_cast<std::int64_t>(events.size()));
        QVERIFY(reader.sequence() > 0);
    }

    void duplicatesAreOneEventAndAnotherSighting()
    {
        ScratchStore scratch(start + 1000);
        const auto event = signedEvent(1, 5001, 0, {});
        scratch.give({event, event}, 0);
        scratch.give({event}, 1);
        scratch.giveCopy(event.id, 2, event.created_at * 1000 + 99);
        scratch.giveCopy(event.id, 2, event.created_at * 1000 + 50);
        auto reader = scratch.read();
        QCOMPARE(reader.eventCount(), 1);
        const auto detail = reader.eventDetail(event.id);
        QCOMPARE(detail.sightings.size(), std::size_t(3));
        QCOMPARE(QString::fromStdString(detail.sightings.front().relay), QStringLiteral("ws://relay2"));
        QCOMPARE(detail.sightings.front().first_ms, event.created_at * 1000 + 50);
        const auto counters = scratch.counters().snapshot();
        QCOMPARE(counters.all.accepted, 1);
        QCOMPARE(counters.all.duplicate, 4);
        QCOMPARE(counters.by_relay.at(2).duplicate, 2);
    }

    void idsThatShareEightBytesAreToldApart()
    {
        ScratchStore scratch(start + 1000);
        const auto event = signedEvent(1, 1, 0, {}, "genuine");
        // An attacker can grind 64 bits: put a row with the same first 8 bytes there before the event comes.
        scratch.prepareFile = [&](store::StoreFile &file) {
            file.database().execute("INSERT INTO pubkey(pid, pk) VALUES(50, zeroblob(32))");
            auto insert = file.database().prepare(
                "INSERT INTO event(rid, id8, id24, pid, kind, created_at, "
                "received_ms, role, flags) VALUES(1, ?1, zeroblob(24), 50, 1, 0, 0, 0, 0)");
            insert.bind(1, store::id8(event.id)).run();
            auto found = file.database().prepare("INSERT INTO id_old VALUES(?1, 0, 1)");
            found.bind(1, store::id8(event.id)).run();
            file.database().execute("UPDATE meta SET value = 1 WHERE key = 'counted_until'");
        };
        scratch.give({event, event});
        auto reader = scratch.read();
        QCOMPARE(scratch.counters().snapshot().all.accepted, 1);
        QCOMPARE(scratch.counters().snapshot().all.duplicate, 1);
        QVERIFY(reader.eventDetail(event.id).event == event);
    }

    void openingAgainContinues()
    {
        ScratchStore scratch(start + 1000);
        const auto events = notes(60);
        scratch.give({events.begin(), events.begin() + 40});
        QCOMPARE(scratch.close(), 0);
        scratch.give({events.begin() + 20, events.end()});
        auto reader = scratch.read();
        QVERIFY(allEvents(reader) == events);
        QCOMPARE(reader.eventCount(), 60);
    }

    void aFullDiskKeepsTheBatchAndSaysSo()
    {
        ScratchStore scratch(start + 1000);
        scratch.prepareFile = [](store::StoreFile &file) {
            const auto pages = file.database().integer("PRAGMA page_count");
            file.database().execute(("PRAGMA max_page_count = " + std::to_string(pages + 3)).c_str());
        };
        const auto events = notes(2000);
        scratch.give(events);
        QTRY_VERIFY(!scratch.problems().empty());
        QVERIFY(QString::fromStdString(scratch.problems().front()).contains(QStringLiteral("disk is full")));
        QCOMPARE(scratch.stored(), 0);
        // The disk is full until the end: what could not be written is counted, the file stays whole.
        QCOMPARE(scratch.close(), 2000);
        scratch.prepareFile = {};
        scratch.give(events);
        auto reader = scratch.read();
        QVERIFY(allEvents(reader) == events);
        QCOMPARE(QString::fromUtf8(reader.database().prepare("PRAGMA integrity_check").step() ? "rows" : ""),
                 QStringLiteral("rows"));
    }

    void roomOnTheDiskAgainLosesNothing()
    {
        ScratchStore scratch(start + 1000);
        scratch.open();
        // A second connection that holds the write lock longer than the writer is willing to wait.
        scratch.close();
        scratch.prepareFile = [](store::StoreFile &file) {
            file.database().execute("PRAGMA busy_timeout = 1");
        };
        scratch.open();
        {
            store::Database blocker(scratch.path(), store::OpenMode::ReadWrite);
            store::Transaction transaction(blocker, store::Transaction::Kind::Write);
            scratch.give(notes(50));
            QTRY_VERIFY(!scratch.problems().empty());
            QCOMPARE(scratch.stored(), 0);
        }
        QTRY_COMPARE_WITH_TIMEOUT(scratch.stored(), 50, 30'000);
        QVERIFY2(scratch.problems().back().empty(), "the end of the trouble is told");
        QCOMPARE(scratch.close(), 0);
    }

    void deletionsAreToldLikeCommits()
    {
        ScratchStore scratch(start + 10 * 86'400);
        auto events = notes(500);
        // So many confirm what day it is.
        for (int i = 0; i < 10; ++i)
            events.push_back(signedEvent(1, 1, 10 * 86'400 - 60 - i, {}, "of today"));
        scratch.give(events);
        QTRY_COMPARE(scratch.eventsTold(), 510);
        scratch.writer().setPolicy({0, 2, 0, 30});
        QTRY_COMPARE(scratch.eventsTold(), 10);
        QCOMPARE(scratch.stored(), 510);
        auto reader = scratch.read();
        QCOMPARE(reader.eventCount(), 10);
    }

    void namesComeFromTheNewestAnnouncement()
    {
        ScratchStore scratch(start + 1000);
        scratch.give({signedEvent(1, 31990, 50, {{"d", "a"}, {"k", "5001"}}, R"({"name":"Newer"})"),
                      signedEvent(1, 31990, 10, {{"d", "a"}, {"k", "5001"}}, R"({"name":"Older"})"),
                      signedEvent(1, 0, 99, {}, R"({"name":"Profile"})"),
                      signedEvent(2, 0, 5, {}, R"({"display_name":"Second","name":"x"})"),
                      signedEvent(3, 0, 5, {}, "no json")});
        auto reader = scratch.read();
        const auto names = reader.names({keyOf(1), keyOf(2), keyOf(3), keyOf(4)});
        QCOMPARE(names.size(), std::size_t(2));
        QCOMPARE(QString::fromStdString(names[0].second), QStringLiteral("Newer"));
        QCOMPARE(QString::fromStdString(names[1].second), QStringLiteral("Second"));
        QVERIFY(reader.peopleNamed("EWE", 5) == std::vector{keyOf(1)});
        QVERIFY(reader.peopleNamed("%", 5).empty());
        QVERIFY(reader.announcedDvms(9) == std::vector{keyOf(1)});
    }
};

DVMDASH_TEST(WriterThreadTest)
#include "writer_thread_test.moc"
