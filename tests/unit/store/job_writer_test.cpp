// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using dvm::State;
using store::test::ScratchStore;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char dvmA = 2;
constexpr unsigned char dvmB = 3;

nostr::Event request(std::int64_t at = 0, nostr::Tags more = {})
{
    nostr::Tags tags{{"i", "text to work on", "text"}};
    tags.insert(tags.end(), more.begin(), more.end());
    return signedEvent(customer, 5001, at, tags);
}

nostr::Event result(const nostr::Event &job, unsigned char author, std::int64_t at,
                    const std::string &content = "done")
{
    return signedEvent(author, job.kind + 1000, at, {{"e", job.id.hex()}, {"p", job.pubkey.hex()}}, content);
}

nostr::Event feedback(const nostr::Event &job, unsigned char author, std::int64_t at,
                      const std::string &status)
{
    return signedEvent(author, 7000, at, {{"e", job.id.hex()}, {"p", job.pubkey.hex()}, {"status", status}});
}

store::JobRow onlyJob(store::Reader &reader)
{
    const auto list = reader.jobs({.since = 0, .until = start + 100'000});
    return list.rows.size() == 1 ? list.rows.front() : store::JobRow{};
}

} // namespace

class JobWriterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aDeliveredJob()
    {
        ScratchStore scratch(start + 1000);
        const auto job = request();
        const auto answer = result(job, dvmA, 9);
        scratch.give({job, feedback(job, dvmA, 2, "processing"), answer}, 0, true);
        auto reader = scratch.read();
        const auto detail = reader.jobDetail(answer.id);
        QVERIFY(detail.has_value());
        QVERIFY(detail->row.request == job.id);
        QVERIFY(detail->row.state == State::Delivered);
        QVERIFY(detail->row.customer == keyOf(customer));
        QCOMPARE(detail->row.response_s, std::optional<std::int64_t>(9));
        QCOMPARE(detail->row.response_ms, std::optional<std::int64_t>(9000));
        QCOMPARE(detail->attempts.size(), std::size_t(1));
        QVERIFY(detail->attempts.front().result == answer.id);
        QCOMPARE(detail->events.size(), std::size_t(3));
    }

    void anAnswerBeforeItsRequestWaits()
    {
        ScratchStore scratch(start + 1000);
        const auto job = request();
        scratch.give({result(job, dvmA, 9)});
        {
            auto reader = scratch.read();
            QVERIFY(onlyJob(reader).state == State::Missing);
            QCOMPARE(onlyJob(reader).kind, 5001);
            QCOMPARE(onlyJob(reader).created_at, start + 9);
        }
        scratch.give({job});
        auto reader = scratch.read();
        QVERIFY(onlyJob(reader).state == State::Delivered);
        QCOMPARE(onlyJob(reader).created_at, start);
        QVERIFY(onlyJob(reader).request_seen);
    }

    void aLateRequestTakesAnswersThatNamedItSecond()
    {
        ScratchStore scratch(start + 1000);
        const auto job = request();
        const auto other = signedEvent(9, 1, 0, {}, "a note, no request");
        const auto answer = signedEvent(dvmA, 6001, 9, {{"e", other.id.hex()}, {"e", job.id.hex()}}, "done");
        scratch.give({answer});
        scratch.give({other});
        scratch.give({job});
        auto reader = scratch.read();
        const auto detail = reader.jobDetail(job.id);
        QVERIFY(detail.has_value());
        QVERIFY(detail->row.state == State::Delivered);
        QVERIFY(reader.jobDetail(answer.id)->row.request == job.id);
    }

    void silenceIsIgnoredOnlyWhereSomebodyListened()
    {
        ScratchStore scratch(start + 1000);
        const auto job = request(0, {{"p", keyOf(dvmA).hex()}});
        scratch.give({job});
        {
            auto reader = scratch.read();
            QVERIFY(onlyJob(reader).state == State::Unobserved);
        }
        scratch.listen(start - 10, start + 20);
        {
            auto reader = scratch.read();
            QVERIFY(onlyJob(reader).state == State::Unobserved);
        }
        scratch.listen(start + 20, start + 500);
        auto reader = scratch.read();
        QVERIFY(onlyJob(reader).state == State::Ignored);
        QCOMPARE(reader.jobs({.since = 0, .until = start + 1}).failed, 1);
    }

    /// The clock was ahead: nobody had listened yet when the job was called ignored.
    void silenceThatAWrongClockClaimedIsTakenBack()
    {
        ScratchStore scratch(start + 1000);
        scratch.give({request(0, {{"p", keyOf(dvmA).hex()}})});
        scratch.listen(start - 10, start + 500);
        {
            auto reader = scratch.read();
            QVERIFY(onlyJob(reader).state == State::Ignored);
        }
        scratch.open();
        scratch.writer().takeCoverageBack(start + 10, start + 2000);
        scratch.close();
        auto reader = scratch.read();
        QVERIFY(onlyJob(reader).state == State::Unobserved);
        QCOMPARE(reader.database().integer("SELECT max(until) FROM coverage"), start + 10);
    }

    void deadlinesComeByTheClockAlone()
    {
        ScratchStore scratch(start + 5);
        const auto job = request(0, {{"p", keyOf(dvmA).hex()}});
        scratch.listen(start - 10, start + 500);
        scratch.give({job});
        {
            auto reader = scratch.read();
            QVERIFY(onlyJob(reader).state == State::Waiting);
        }
        scratch.setNow(start + 100);
        scratch.open();
        QTRY_VERIFY([&] {
            store::Reader reader(scratch.path());
            return onlyJob(reader).state == State::Ignored;
        }());
    }

    void aDeletionByTheCustomerCancelsInAnyOrder_data()
    {
        QTest::addColumn<bool>("deletionFirst");
        QTest::newRow("request first") << false;
        QTest::newRow("deletion first") << true;
    }
    void aDeletionByTheCustomerCancelsInAnyOrder()
    {
        QFETCH(bool, deletionFirst);
        ScratchStore scratch(start + 1000);
        const auto job = request(0, {{"p", keyOf(dvmA).hex()}});
        const auto deletion = signedEvent(customer, 5, 3, {{"e", job.id.hex()}, {"k", "5001"}});
        const auto foreign = signedEvent(dvmB, 5, 2, {{"e", job.id.hex()}});
        scratch.listen(start - 10, start + 900);
        scratch.give({foreign});
        scratch.give({deletionFirst ? deletion : job});
        scratch.give({deletionFirst ? job : deletion});
        auto reader = scratch.read();
        QVERIFY(onlyJob(reader).state == State::Cancelled);
        QVERIFY(reader.jobDetail(job.id)->attempts.front().evidence == deletion.id);
    }

    void aForeignDeletionCancelsNothing()
    {
        ScratchStore scratch(start + 1000);
        const auto job = request();
        scratch.give({job, signedEvent(dvmB, 5, 2, {{"e", job.id.hex()}}), result(job, dvmA, 9)});
        auto reader = scratch.read();
        QVERIFY(onlyJob(reader).state == State::Delivered);
        QCOMPARE(reader.jobDetail(job.id)->attempts.front().flags, 0u);
    }

    void aNoteByTheCustomerIsNoFeedback()
    {
        ScratchStore scratch(start + 1000);
        const auto job = request();
        const auto note = feedback(job, customer, 3, "processing");
        scratch.give({note});
        scratch.give({job});
        auto reader = scratch.read();
        QVERIFY(reader.eventDetail(note.id).row.role == dvm::Role::CustomerNote);
        QCOMPARE(onlyJob(reader).attempts, 0);
    }

    void listsAreFilteredAndOrdered()
    {
        ScratchStore scratch(start + 1000);
        const auto first = request(0);
        const auto second = signedEvent(4, 5100, 10, {{"i", "a cat", "text"}});
        const auto third = request(20);
        scratch.give({first, second, third, result(first, dvmA, 5), feedback(third, dvmB, 25, "error")});
        auto reader = scratch.read();
        const auto ids = [&](store::JobSelection selection) {
            selection.until = start + 1000;
            QStringList list;
            for (const auto &row : reader.jobs(selection).rows)
                list += row.request == first.id    ? QStringLiteral("1")
                        : row.request == second.id ? QStringLiteral("2")
                                                   : QStringLiteral("3");
            return list.join(QString());
        };
        QCOMPARE(ids({}), QStringLiteral("321"));
        QCOMPARE(ids({.failed_first = true}), QStringLiteral("321"));
        QCOMPARE(ids({.states = {State::Delivered}}), QStringLiteral("1"));
        QCOMPARE(ids({.kinds = {5100}}), QStringLiteral("2"));
        QCOMPARE(ids({.people = {keyOf(dvmB)}}), QStringLiteral("3"));
        QCOMPARE(ids({.people = {keyOf(customer)}}), QStringLiteral("31"));
        QCOMPARE(ids({.people = {keyOf(77)}}), QString());
        QCOMPARE(ids({.event = first.id}), QStringLiteral("1"));
        QCOMPARE(ids({.since = start + 10}), QStringLiteral("32"));
        QCOMPARE(ids({.limit = 1}), QStringLiteral("3"));
        QCOMPARE(reader.jobs({.until = start + 1000, .limit = 1}).matching, 3);
        QCOMPARE(reader.jobs({.until = start + 1000}).failed, 1);
    }
};

DVMDASH_TEST(JobWriterTest)
#include "job_writer_test.moc"
