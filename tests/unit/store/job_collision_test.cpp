// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/money.h"
#include "demo/random.h"
#include "store/prepared.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <set>

using namespace dvmdash;
using dvm::State;
using store::test::ScratchStore;
using test::identity;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char dvmA = 2;
constexpr unsigned char otherCustomer = 4;
constexpr unsigned char wallet = 99;

nostr::Event request(const std::string &text, unsigned char author = customer)
{
    return signedEvent(author, 5001, 0, {{"i", text, "text"}});
}

nostr::Tags namesInOrder(const std::vector<nostr::EventId> &ids)
{
    nostr::Tags tags;
    for (const auto &id : ids)
        tags.push_back({"e", id.hex()});
    return tags;
}

nostr::Event result(const std::vector<nostr::EventId> &ids, const std::string &content = "done")
{
    return signedEvent(dvmA, 6001, 9, namesInOrder(ids), content);
}

/// 8 sats of the same proof, whatever it names.
nostr::Event nutzap(const nostr::EventId &about, std::int64_t at)
{
    return signedEvent(customer, 9321, at,
                       {{"proof", R"({"amount":8,"id":"00ad268c4d1f5826","secret":"one","C":"02"})"},
                        {"unit", "sat"},
                        {"e", about.hex()},
                        {"p", keyOf(dvmA).hex()}});
}

/// 21 sats by the same payment hash, whatever it names.
nostr::Event zapReceipt(const nostr::Event &about, std::int64_t at)
{
    demo::Zap zap;
    zap.payer = &identity(customer);
    zap.wallet = &identity(wallet);
    zap.recipient = keyOf(dvmA);
    zap.about = &about;
    zap.msat = 21'000;
    zap.created_at = start + at;
    demo::Random random(1);
    return signedEvent(wallet, 9735, at, demo::zapReceiptTags(random, zap));
}

/// Every order of the events.
std::vector<std::vector<nostr::Event>> ordersOf(std::vector<nostr::Event> events)
{
    const auto byId = [](const nostr::Event &a, const nostr::Event &b) { return a.id < b.id; };
    std::sort(events.begin(), events.end(), byId);
    std::vector<std::vector<nostr::Event>> orders;
    do
        orders.push_back(events);
    while (std::next_permutation(events.begin(), events.end(), byId));
    return orders;
}

/// Each event judged before the next comes, the first of them given again at the end.
store::Reader readAfter(ScratchStore &scratch, const std::vector<nostr::Event> &events)
{
    std::set<nostr::EventId> given;
    for (const auto &event : events) {
        scratch.give({event});
        given.insert(event.id);
        const auto expected = static_cast<std::int64_t>(given.size());
        if (!QTest::qWaitFor([&] { return scratch.stored() == expected; }))
            qFatal("An event was not stored");
    }
    scratch.give({events.front()});
    return scratch.read();
}

/// What was claimed to be paid at the job of this request, by all attempts; -1: no such job.
std::int64_t claimed(store::Reader &reader, const nostr::EventId &job)
{
    const auto detail = reader.jobDetail(job);
    if (!detail)
        return -1;
    std::int64_t sum = 0;
    for (const auto &attempt : detail->attempts)
        sum += attempt.claimed_msat;
    return sum;
}

std::int64_t jobCount(store::Reader &reader)
{
    return reader.database().integer("SELECT count(*) FROM job");
}

} // namespace

/// Events that contend for one another: which one wins is told by what they say, not by which came first.
class JobCollisionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstTagThatNamesAKnownRequestDecides()
    {
        const auto a = request("a");
        const auto b = request("b");
        const auto unseen = request("never given");
        const auto answer = result({unseen.id, a.id, b.id});
        for (const auto &order : ordersOf({a, b, answer})) {
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, order);
            QVERIFY(reader.jobDetail(answer.id)->row.request == a.id);
            QVERIFY(reader.jobDetail(a.id)->row.state == State::Delivered);
            QCOMPARE(reader.jobDetail(b.id)->attempts.size(), std::size_t(0));
            // The id that nobody answers any more leaves no job behind.
            QCOMPARE(jobCount(reader), 2);
        }
    }

    void anUnseenJobStaysWhileAnAnswerNamesIt()
    {
        const auto a = request("a");
        const auto unseen = request("never given");
        const auto moves = result({unseen.id, a.id});
        const auto stays = result({unseen.id}, "for the unseen one");
        for (const auto &order : ordersOf({a, moves, stays})) {
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, order);
            QCOMPARE(jobCount(reader), 2);
            QVERIFY(reader.jobDetail(unseen.id)->row.state == State::Missing);
            QCOMPARE(reader.jobDetail(unseen.id)->events.size(), std::size_t(1));
        }
    }

    void aMovedNoteIsFeedbackAgain()
    {
        const auto a = request("a", otherCustomer);
        const auto b = request("b", customer);
        auto tags = namesInOrder({a.id, b.id});
        tags.push_back({"status", "processing"});
        const auto word = signedEvent(customer, 7000, 3, tags);
        for (const auto &order : ordersOf({a, b, word})) {
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, order);
            QVERIFY(reader.eventDetail(word.id).row.role == dvm::Role::Feedback);
            QCOMPARE(reader.jobDetail(a.id)->attempts.size(), std::size_t(1));
            QCOMPARE(reader.jobDetail(b.id)->attempts.size(), std::size_t(0));
        }
    }

    void aPaymentGoesWhereItsAnswerGoes()
    {
        const auto a = request("a");
        const auto b = request("b");
        const auto answer = result({a.id, b.id});
        const auto payment = nutzap(answer.id, 12);
        for (const auto &order : ordersOf({a, b, answer, payment})) {
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, order);
            QCOMPARE(claimed(reader, a.id), 8000);
            QCOMPARE(claimed(reader, b.id), 0);
            QVERIFY(reader.jobDetail(a.id)->row.payment == dvm::PaymentState::Claimed);
            QVERIFY(reader.jobDetail(b.id)->row.payment == dvm::PaymentState::None);
            QVERIFY(reader.jobDetail(payment.id)->row.request == a.id);
        }
    }

    void aPaymentOfAnUnseenRequestIsItsJobs()
    {
        const auto unseen = request("never given");
        const auto answer = result({unseen.id});
        const auto payment = nutzap(unseen.id, 12);
        for (const auto &order : ordersOf({answer, payment})) {
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, order);
            QCOMPARE(claimed(reader, unseen.id), 8000);
        }
    }

    void aPaymentOfAnAnswerThatIsNamedAsARequestIsTheAnswers()
    {
        const auto job = request("a");
        const auto answer = result({job.id});
        const auto word = signedEvent(dvmA, 7000, 10, namesInOrder({answer.id}), "sent");
        const auto payment = nutzap(answer.id, 12);
        for (const auto &order : ordersOf({job, answer, word, payment})) {
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, order);
            QCOMPARE(claimed(reader, job.id), 8000);
            // The job in the answer's own name, which the word alone has made.
            QVERIFY(reader.jobDetail(answer.id)->row.state == State::Missing);
            QCOMPARE(claimed(reader, answer.id), 0);
        }
    }

    void ofTwoReceiptsTheEarlierCounts_data()
    {
        QTest::addColumn<bool>("zaps");
        QTest::newRow("nutzaps of one proof") << false;
        QTest::newRow("zap receipts of one payment hash") << true;
    }
    void ofTwoReceiptsTheEarlierCounts()
    {
        QFETCH(bool, zaps);
        const auto a = request("a");
        const auto b = request("b");
        const auto first = zaps ? zapReceipt(a, 12) : nutzap(a.id, 12);
        const auto second = zaps ? zapReceipt(b, 13) : nutzap(b.id, 13);
        const std::int64_t msat = zaps ? 21'000 : 8000;
        for (const auto &order : ordersOf({first, second, a})) {
            auto events = order;
            events.insert(events.begin() + 1, {b, result({a.id}), result({b.id}), order.front()});
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, events);
            QCOMPARE(claimed(reader, a.id), msat);
            QCOMPARE(claimed(reader, b.id), 0);
            // The other is kept, and shown with the job that it names.
            QVERIFY(reader.jobDetail(second.id)->row.request == b.id);
            QVERIFY(reader.jobDetail(b.id)->row.payment == dvm::PaymentState::None);
        }
    }

    void ofReceiptsInOneSecondTheLowestIdCounts()
    {
        const auto a = request("a");
        const auto b = request("b");
        const auto forA = nutzap(a.id, 12);
        const auto forB = nutzap(b.id, 12);
        const auto &paid = forA.id < forB.id ? a : b;
        const auto &unpaid = forA.id < forB.id ? b : a;
        for (const auto &order : ordersOf({forA, forB})) {
            std::vector<nostr::Event> events{a, b, result({a.id}), result({b.id})};
            events.insert(events.end(), order.begin(), order.end());
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, events);
            QCOMPARE(claimed(reader, paid.id), 8000);
            QCOMPARE(claimed(reader, unpaid.id), 0);
        }
    }

    void theSurestReceiptCounts_data()
    {
        QTest::addColumn<bool>("surestFirst");
        QTest::newRow("confirmed first") << true;
        QTest::newRow("claimed first") << false;
    }
    void theSurestReceiptCounts()
    {
        QFETCH(bool, surestFirst);
        const auto a = request("a");
        const auto b = request("b");
        ScratchStore scratch(start + 1000);
        scratch.give({a, b, result({a.id}), result({b.id})});
        const auto earlier = nutzap(a.id, 12);
        const auto later = nutzap(b.id, 13);
        // Its recipient has redeemed the later one.
        scratch.give({signedEvent(dvmA, 7376, 20, {{"e", later.id.hex(), "", "redeemed"}})});
        for (const auto &event : {surestFirst ? later : earlier, surestFirst ? earlier : later})
            scratch.give({event});
        auto reader = scratch.read();
        QCOMPARE(claimed(reader, a.id), 0);
        QCOMPARE(reader.jobDetail(b.id)->attempts.front().confirmed_msat, 8000);
        QVERIFY(reader.jobDetail(a.id)->row.payment == dvm::PaymentState::None);
        QVERIFY(reader.jobDetail(b.id)->row.payment == dvm::PaymentState::Confirmed);
    }

    void anUnseenRequestsKindIsThatOfTheEarliestResult()
    {
        const auto unseen = request("never given");
        const auto early = signedEvent(dvmA, 6002, 5, namesInOrder({unseen.id}));
        const auto late = signedEvent(dvmA, 6001, 6, namesInOrder({unseen.id}));
        for (const auto &order : ordersOf({early, late})) {
            ScratchStore scratch(start + 1000);
            auto reader = readAfter(scratch, order);
            QCOMPARE(reader.jobDetail(unseen.id)->row.kind, 5002);
            QCOMPARE(reader.jobDetail(unseen.id)->row.created_at, start + 5);
        }
    }
};

DVMDASH_TEST(JobCollisionTest)
#include "job_collision_test.moc"
