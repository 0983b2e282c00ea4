// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/copy_reader.h"
#include "store/split_id.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>
#include <tuple>

using namespace dvmdash;
using store::CopyReader;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

const std::string relay0 = "ws://relay0";
const std::string relay1 = "ws://relay1";

struct Question {
    nostr::EventId id;
    std::string source;
};

auto fieldsOf(const CopyReader::Copy &copy)
{
    return std::tuple(copy.rid, copy.id, copy.kind, copy.created_at, copy.first_ms);
}

/// Asks a reader that was asked nothing before.
std::optional<CopyReader::Copy> askedAlone(const std::string &path, const Question &question)
{
    CopyReader reader(path);
    const auto *copy = reader.noted(question.id, question.source);
    return copy ? std::optional(*copy) : std::nullopt;
}

} // namespace

class CopyReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// 400 notes: of ten in a row nine are of the one relay, four of the other, and three of both.
    void initTestCase()
    {
        for (int i = 0; i < 400; ++i)
            m_events.push_back(
                signedEvent(static_cast<unsigned char>(1 + i % 3), i % 4, i, {}, std::to_string(i)));
        for (std::size_t i = 0; i < m_events.size(); ++i) {
            const std::size_t place = i % 10;
            if (place != 4)
                m_scratch.give({m_events[i]}, 0);
            if (place >= 3 && place < 7)
                m_scratch.give({m_events[i]}, 1);
        }
        m_scratch.close();
    }

    void findsWhatTheSourceGaveAndNothingElse()
    {
        CopyReader reader(m_scratch.path());
        for (std::size_t i = 0; i < m_events.size(); ++i) {
            const auto &event = m_events[i];
            const std::size_t place = i % 10;
            const auto *copy = reader.noted(event.id, relay0);
            QCOMPARE(copy != nullptr, place != 4);
            if (copy) {
                QVERIFY(copy->id == event.id);
                QCOMPARE(copy->kind, event.kind);
                QCOMPARE(copy->created_at, event.created_at);
                QCOMPARE(copy->first_ms, event.created_at * 1000 + 250);
            }
            QCOMPARE(reader.noted(event.id, relay1) != nullptr, place >= 3 && place < 7);
            QVERIFY(!reader.noted(event.id, "ws://relay2"));
            QVERIFY(!reader.noted(event.id, "ws://never"));
            QVERIFY(!reader.noted(signedEvent(9, 1, 0, {}, "never given").id, relay0));
        }
    }

    void idsThatShareEightBytesAreToldApart()
    {
        ScratchStore scratch(start + 1000);
        const auto genuine = signedEvent(1, 1, 0, {}, "genuine");
        nostr::EventId twin;
        std::copy_n(genuine.id.data.begin(), 8, twin.data.begin());
        scratch.prepareFile = [&](store::StoreFile &file) {
            file.database().execute("INSERT INTO pubkey(pid, pk) VALUES(50, zeroblob(32));"
                                    "INSERT INTO relay(relay, url) VALUES(1, 'ws://relay0');"
                                    "INSERT INTO seen_again(rid, relay, first_ms) VALUES(1, 1, 7);");
            auto insert = file.database().prepare(
                "INSERT INTO event(rid, id8, id24, pid, kind, created_at, "
                "received_ms, role, flags) VALUES(1, ?1, zeroblob(24), 50, 1, 0, 0, 0, 0)");
            insert.bind(1, store::id8(genuine.id)).run();
            auto found = file.database().prepare("INSERT INTO id_old VALUES(?1, 0, 1)");
            found.bind(1, store::id8(genuine.id)).run();
            file.database().execute("UPDATE meta SET value = 1 WHERE key = 'counted_until'");
        };
        scratch.open();
        CopyReader reader(scratch.path());
        QVERIFY(!reader.noted(genuine.id, relay0));
        QCOMPARE(reader.noted(twin, relay0)->rid, 1);
        reader.rest();
        scratch.give({genuine}, 0);
        scratch.close();
        QCOMPARE(reader.noted(twin, relay0)->rid, 1);
        QCOMPARE(reader.noted(genuine.id, relay0)->rid, 2);
        QCOMPARE(reader.noted(twin, relay0)->first_ms, 7);
    }

    void readingAheadChangesNoAnswer_data()
    {
        QTest::addColumn<int>("leftOut");      // one of so many; 0: none
        QTest::addColumn<int>("strange");      // between two of them, one of so many
        QTest::addColumn<int>("fromTheOther"); // asked of the other relay, one of so many
        QTest::addColumn<int>("repeated");
        QTest::addColumn<int>("rests");
        QTest::addColumn<bool>("shuffled");
        QTest::newRow("as they were stored") << 0 << 0 << 0 << 0 << 0 << false;
        QTest::newRow("with rests") << 0 << 0 << 0 << 0 << 20 << false;
        QTest::newRow("with lines left out") << 3 << 0 << 0 << 0 << 0 << false;
        QTest::newRow("with most lines left out") << -4 << 0 << 0 << 0 << 30 << false;
        QTest::newRow("with strange lines between") << 0 << 2 << 0 << 0 << 0 << false;
        QTest::newRow("of two relays in turn") << 0 << 0 << 2 << 0 << 0 << false;
        QTest::newRow("with lines that come again") << 0 << 0 << 0 << 3 << 0 << false;
        QTest::newRow("shuffled") << 0 << 0 << 0 << 0 << 0 << true;
        QTest::newRow("all at once") << 4 << 5 << 6 << 5 << 25 << false;
        QTest::newRow("all at once, shuffled") << 4 << 5 << 6 << 5 << 25 << true;
    }
    void readingAheadChangesNoAnswer()
    {
        QFETCH(const int, leftOut);
        QFETCH(const int, strange);
        QFETCH(const int, fromTheOther);
        QFETCH(const int, repeated);
        QFETCH(const int, rests);
        QFETCH(const bool, shuffled);
        std::mt19937 random(5);
        const auto chance = [&](int oneOf) {
            return oneOf > 0 && random() % static_cast<unsigned>(oneOf) == 0;
        };
        std::vector<Question> questions;
        for (const auto &event : m_events) {
            if (chance(leftOut) || (leftOut < 0 && !chance(-leftOut)))
                continue;
            questions.push_back({event.id, chance(fromTheOther) ? relay1 : relay0});
            if (chance(strange))
                questions.push_back({signedEvent(9, 1, static_cast<int>(random() % 1000), {}).id, relay0});
            if (chance(repeated))
                questions.push_back(questions.at(random() % questions.size()));
        }
        if (shuffled)
            std::shuffle(questions.begin(), questions.end(), random);
        QVERIFY(questions.size() > 60);
        CopyReader reader(m_scratch.path());
        for (const auto &question : questions) {
            const auto *copy = reader.noted(question.id, question.source);
            const auto alone = askedAlone(m_scratch.path(), question);
            QCOMPARE(copy != nullptr, alone.has_value());
            QVERIFY(!copy || fieldsOf(*copy) == fieldsOf(*alone));
            if (chance(rests))
                reader.rest();
        }
    }

    void rowsThatAreCommittedMeanwhileAreSeenAfterARest()
    {
        ScratchStore scratch(start + 1000);
        const std::vector<nostr::Event> first(m_events.begin(), m_events.begin() + 20);
        const auto late = m_events.at(20);
        scratch.give(first, 0);
        scratch.close();
        CopyReader reader(scratch.path());
        for (const auto &event : first)
            QVERIFY(reader.noted(event.id, relay0));
        scratch.give({late}, 0);
        scratch.give({first.front()}, 1);
        QTRY_COMPARE(scratch.counters().snapshot().all.duplicate, 1);
        // One moment until rest().
        QVERIFY(!reader.noted(late.id, relay0));
        QVERIFY(!reader.noted(first.front().id, relay1));
        reader.rest();
        QVERIFY(reader.noted(late.id, relay0));
        QVERIFY(reader.noted(first.front().id, relay1));
    }

    void aFileThatIsNotThereThrows()
    {
        CopyReader reader(m_scratch.path() + ".none");
        reader.rest();
        QVERIFY_THROWS_EXCEPTION(store::Error, reader.noted(m_events.front().id, relay0));
    }

private:
    ScratchStore m_scratch{start + 1000};
    std::vector<nostr::Event> m_events;
};

DVMDASH_TEST(CopyReaderTest)
#include "copy_reader_test.moc"
