// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "ingest/batch_sink.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>

using namespace dvmdash;
using store::test::ScratchStore;
using test::signedEvent;

class StoredMaterialTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Against the events themselves, and the money against what the attempts say.
    void aWholeNetworkAgrees()
    {
        const auto scenario = demo::makeScenario({.seed = 11, .jobs = 600});
        std::map<nostr::EventId, nostr::Event> events;
        std::vector<nostr::Event> list;
        for (const auto &timed : scenario.events) {
            events.emplace(timed.event.id, timed.event);
            list.push_back(timed.event);
        }
        ScratchStore scratch(scenario.truth.until);
        scratch.give(list);
        store::Reader reader = scratch.read();
        int answers = 0;
        int receipts = 0;
        for (const auto &truth : scenario.truth.jobs) {
            const auto material = reader.jobMaterial(truth.request);
            const auto detail = reader.jobDetail(truth.request);
            QCOMPARE(material.has_value(), detail.has_value());
            if (!material)
                continue;
            const auto request = events.find(truth.request);
            if (request != events.end())
                QVERIFY(material->request == dvm::readMaterial(request->second));
            std::vector<nostr::EventId> expected;
            for (const auto &row : detail->events)
                if (row.role == dvm::Role::Result || row.role == dvm::Role::Feedback)
                    expected.push_back(row.id);
            QCOMPARE(material->answers.size(), expected.size());
            for (const auto &answer : material->answers) {
                QVERIFY(std::find(expected.begin(), expected.end(), answer.id) != expected.end());
                QVERIFY(answer == dvm::readAnswerMaterial(events.at(answer.id)));
                ++answers;
            }
            std::int64_t work = 0;
            std::int64_t refunds = 0;
            for (const auto &row : material->payments) {
                work +=
                    row.standing.counted && row.standing.purpose == dvm::Purpose::Work ? row.payment.msat : 0;
                refunds += row.standing.counted && row.standing.purpose == dvm::Purpose::Refund
                               ? row.payment.msat
                               : 0;
                QVERIFY(events.contains(row.payment.receipt));
                ++receipts;
            }
            for (const auto &attempt : detail->attempts) {
                work -= attempt.claimed_msat + attempt.confirmed_msat;
                refunds -= attempt.refunded_msat;
            }
            QCOMPARE(work, 0);
            QCOMPARE(refunds, 0);
        }
        QVERIFY(answers > 500);
        QVERIFY(receipts > 20);
    }

    void aRequestSeenOnlyInsideItsResultIsRead()
    {
        ScratchStore scratch(test::start + 100);
        const auto request = signedEvent(1, 5000, 0, {{"i", "words", "text"}});
        const auto result =
            signedEvent(2, 6000, 5, {{"e", request.id.hex()}, {"request", nostr::toJson(request)}}, "done");
        scratch.give({result});
        const auto material = scratch.read().jobMaterial(result.id);
        QVERIFY(material->request == dvm::readMaterial(request));
        QCOMPARE(material->answers.size(), std::size_t(1));
    }

    void aRequestThatWasNeverSeenIsNothing()
    {
        ScratchStore scratch(test::start + 100);
        const auto result = signedEvent(2, 6000, 5, {{"e", std::string(64, 'a')}}, "done");
        scratch.give({result});
        store::Reader reader = scratch.read();
        QVERIFY(!reader.jobMaterial(result.id)->request);
        QVERIFY(!reader.jobMaterial(signedEvent(3, 1, 0, {}).id));
    }

    void theCustomersNoteIsNoAnswer()
    {
        ScratchStore scratch(test::start + 100);
        const auto request = signedEvent(1, 5000, 0, {{"p", test::keyOf(2).hex()}});
        scratch.give({request, signedEvent(1, 7000, 3, {{"e", request.id.hex()}, {"status", "error"}}, "oh"),
                      signedEvent(2, 7000, 4, {{"e", request.id.hex()}, {"status", "processing"}})});
        const auto material = scratch.read().jobMaterial(request.id);
        QCOMPARE(material->answers.size(), std::size_t(1));
        QVERIFY(material->answers[0].author == test::keyOf(2));
    }

    void manyAnswersAreCutAndSaid()
    {
        ScratchStore scratch(test::start + 1'000);
        std::vector<nostr::Event> events{signedEvent(1, 5000, 0, {})};
        for (int i = 0; i < store::Reader::mostAnswersRead + 5; ++i)
            events.push_back(signedEvent(2, 7000, i, {{"e", events[0].id.hex()}, {"status", "processing"}},
                                         std::to_string(i)));
        scratch.give(events);
        const auto material = scratch.read().jobMaterial(events[0].id);
        QCOMPARE(material->answers.size(), std::size_t(store::Reader::mostAnswersRead));
        QVERIFY(material->more);
        QVERIFY(material->answers[0].content == "0");
    }
};

DVMDASH_TEST(StoredMaterialTest)
#include "material_test.moc"
