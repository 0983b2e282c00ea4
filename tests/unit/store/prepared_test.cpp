// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/relay_hints.h"
#include "nostr/verifier.h"
#include "store/prepared.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using test::keyOf;
using test::signedEvent;

Q_DECLARE_METATYPE(dvmdash::nostr::Tag)

class PreparedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void summaries_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<nostr::Tag>("tag");
        QTest::addColumn<std::string>("content");
        QTest::addColumn<std::string>("expected");
        QTest::newRow("request input") << 5001 << nostr::Tag{"i", "some\n text ", "text"} << std::string("")
                                       << std::string("some text ");
        QTest::newRow("request content")
            << 5001 << nostr::Tag{"x"} << std::string("body") << std::string("body");
        QTest::newRow("encrypted request")
            << 5001 << nostr::Tag{"encrypted"} << std::string("") << std::string("(encrypted)");
        QTest::newRow("feedback") << 7000 << nostr::Tag{"status", "processing", "10%"} << std::string("")
                                  << std::string("processing: 10%");
        QTest::newRow("feedback and content")
            << 7000 << nostr::Tag{"status", "error"} << std::string("why") << std::string("error - why");
        QTest::newRow("result") << 6001 << nostr::Tag{"x"} << std::string("  the\tresult")
                                << std::string("the result");
        QTest::newRow("announcement")
            << 31990 << nostr::Tag{"k", "5001"} << std::string(R"({"name":"Foo"})") << std::string("Foo");
    }
    void summaries()
    {
        QFETCH(int, kind);
        QFETCH(nostr::Tag, tag);
        QFETCH(std::string, content);
        QFETCH(std::string, expected);
        const auto event = signedEvent(1, kind, 0, {tag}, content);
        const auto role = dvm::classify(event, dvm::KindTable::standard(), event.created_at * 1000).role;
        QCOMPARE(store::summaryOf(event, role), expected);
    }

    void longSummariesEndAtACharacter()
    {
        for (int pad = 0; pad < 5; ++pad) {
            std::string content(static_cast<std::size_t>(pad), 'a');
            for (int i = 0; i < 100; ++i)
                content += "\xe4\xb8\xad";
            const auto summary = store::summaryOf(signedEvent(1, 1, 0, {}, content), dvm::Role::Other);
            QVERIFY(summary.size() <= 160);
            QVERIFY(summary.size() >= 157);
            QVERIFY(content.compare(0, summary.size(), summary) == 0);
            QCOMPARE(QString::fromStdString(summary).contains(QChar::ReplacementCharacter), false);
        }
    }

    void references()
    {
        const std::string a(64, 'a');
        const std::string b(64, 'b');
        const auto event = signedEvent(1, 5001, 0,
                                       {{"e", a},
                                        {"e", a},
                                        {"e", "short"},
                                        {"q", b},
                                        {"i", b, "job"},
                                        {"i", a, "event"},
                                        {"i", a, "url"},
                                        {"e"}});
        const auto found = store::referencesOf(event, nullptr);
        QCOMPARE(found.size(), std::size_t(4));
        QVERIFY(found[0] == std::pair(*nostr::EventId::fromHex(a), store::Relation::Event));
        QVERIFY(found[1] == std::pair(*nostr::EventId::fromHex(b), store::Relation::Quote));
        QVERIFY(found[2] == std::pair(*nostr::EventId::fromHex(b), store::Relation::JobInput));
        QVERIFY(found[3] == std::pair(*nostr::EventId::fromHex(a), store::Relation::EventInput));
    }

    void referencesAreBounded()
    {
        nostr::Tags tags;
        for (int i = 0; i < 5000; ++i) {
            std::string id(64, '0');
            const std::string number = std::to_string(i);
            id.replace(0, number.size(), number);
            tags.push_back({"e", id});
        }
        QCOMPARE(store::referencesOf(signedEvent(1, 1, 0, tags), nullptr).size(), std::size_t(200));
    }

    void rolesGetTheirViews()
    {
        const auto kinds = dvm::KindTable::standard();
        const auto request = signedEvent(1, 5001, 0, {{"i", "x", "text"}, {"p", keyOf(2).hex()}});
        const auto answer = signedEvent(2, 6001, 5, {{"e", request.id.hex()}, {"p", keyOf(1).hex()}}, "done");
        const auto note = signedEvent(2, 1, 5, {{"p", keyOf(1).hex()}}, "hello");
        const auto preparedRequest = store::prepare({request, 3, 77, true}, kinds);
        QVERIFY(preparedRequest->request.has_value());
        QVERIFY(preparedRequest->request->targets == std::vector{keyOf(2)});
        QCOMPARE(preparedRequest->relay, 3);
        const auto preparedAnswer = store::prepare({answer, 3, 77, true}, kinds);
        QVERIFY(preparedAnswer->answer.has_value());
        QVERIFY(preparedAnswer->match.request == request.id);
        const auto preparedNote = store::prepare({note, 3, 77, true}, kinds);
        QVERIFY(!preparedNote->request && !preparedNote->answer);
    }

    /// What is told of an event, and where the events may be found that it needs, is the same whatever was
    /// freed of it.
    void whatIsToldStays()
    {
        const auto kinds = dvm::KindTable::standard();
        const auto id = signedEvent(1, 5000, 0, {}).id;
        const nostr::Tag job{"i", id.hex(), "job", "wss://beside.example"};
        const nostr::Tag relays{"relays", "wss://mine.example"};
        const nostr::Tag hinted{"e", id.hex(), "wss://answers.example", "job"};
        for (const nostr::Event &event :
             {signedEvent(1, 5001, 1, {job}), signedEvent(1, 5001, 1, {{"i", id.hex(), "job"}, relays}),
              signedEvent(1, 5001, 1, {{"i", "some text", "text"}, relays}),
              signedEvent(2, 6000, 1, {hinted}, "done"),
              signedEvent(2, 7000, 1, {{"e", id.hex()}, {"status", "processing", "10%"}}),
              signedEvent(2, 1, 1, {relays}, "a note")}) {
            const auto told = store::prepare({event, 0, 77, true}, kinds, store::PrepareFor::Telling);
            QVERIFY(told->summary == store::summaryOf(event, told->role));
            const bool needsOthers =
                told->answer ||
                std::any_of(told->references.begin(), told->references.end(),
                            [](const auto &one) { return one.second == store::Relation::JobInput; });
            if (needsOthers)
                QVERIFY(dvm::relayHints(told->event, id) == dvm::relayHints(event, id));
            const auto whole = store::prepare({event, 0, 77, true}, kinds);
            QVERIFY(whole->event == event);
        }
    }

    void whatNobodyAsksForGoes()
    {
        const auto kinds = dvm::KindTable::standard();
        const auto id = signedEvent(1, 5000, 0, {}).id;
        const auto answer = signedEvent(2, 6000, 1, {{"e", id.hex(), "wss://r.example", "job"}}, "done");
        const auto stored = store::prepare({answer, 0, 77, true}, kinds, store::PrepareFor::Storing);
        QVERIFY(stored->event.tags.empty() && stored->event.content.empty());
        const auto told = store::prepare({answer, 0, 77, true}, kinds, store::PrepareFor::Telling);
        QVERIFY(!told->event.tags.empty() && told->event.content.empty());
        const auto note = signedEvent(2, 1, 1, {{"relays", "wss://r.example"}}, "a note");
        QVERIFY(store::prepare({note, 0, 77, true}, kinds, store::PrepareFor::Telling)->event.tags.empty());
        // JobWriter looks for the request among its tags once more.
        const auto unmarked = signedEvent(2, 6000, 1, {{"e", id.hex()}}, "done");
        const auto kept = store::prepare({unmarked, 0, 77, true}, kinds, store::PrepareFor::Storing);
        QVERIFY(kept->event.tags == unmarked.tags);
    }

    /// It stands in only where it was signed by who is said to have asked.
    void nestedRequests()
    {
        const auto kinds = dvm::KindTable::standard();
        nostr::Verifier verifier;
        const auto request = signedEvent(1, 5001, 3, {{"i", "x", "text"}, {"p", keyOf(2).hex()}});
        const auto answering = [&](const nostr::Event &nested) {
            return store::prepare(
                {signedEvent(2, 6001, 5, {{"request", nostr::toJson(nested)}}, "done"), 0, 77, true}, kinds);
        };
        const auto good = answering(request);
        QVERIFY(good->match.rule == dvm::MatchRule::RequestTag && good->match.request == request.id);
        QVERIFY(good->nested && good->nested->isSigned(verifier));
        QVERIFY(good->nested->request == dvm::readRequest(request, 0, false));
        nostr::Event forged = request;
        forged.sig = signedEvent(1, 5001, 4, {}).sig;
        const auto bad = answering(forged);
        QVERIFY(bad->nested && !bad->nested->isSigned(verifier));
        QVERIFY(!answering(signedEvent(1, 1, 3, {}))->nested); // no request
    }
};

DVMDASH_TEST(PreparedTest)
#include "prepared_test.moc"
