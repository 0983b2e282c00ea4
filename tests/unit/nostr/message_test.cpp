// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/message.h"
#include "nostr/parser.h"
#include "samples.h"
#include "support/test_main.h"

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

/// A message as one line, to compare with.
struct Describe {
    std::string operator()(const OkMessage &m) const
    {
        return "OK " + m.eventId + (m.accepted ? " yes " : " no ") + m.text;
    }
    std::string operator()(const EoseMessage &m) const { return "EOSE " + m.subscription; }
    std::string operator()(const ClosedMessage &m) const { return "CLOSED " + m.subscription + " " + m.text; }
    std::string operator()(const NoticeMessage &m) const { return "NOTICE " + m.text; }
    std::string operator()(const AuthChallenge &m) const { return "AUTH " + m.challenge; }
    std::string operator()(const CountMessage &m) const
    {
        return "COUNT " + m.subscription + " " + std::to_string(m.count);
    }
    std::string operator()(const UnknownMessage &m) const { return "unknown " + m.type; }
    std::string operator()(const ReqMessage &m) const
    {
        return "REQ " + m.subscription + " " + std::to_string(m.filters.size());
    }
    std::string operator()(const CloseMessage &m) const { return "CLOSE " + m.subscription; }
    std::string operator()(const PublishMessage &m) const { return "EVENT " + m.eventJson; }
    std::string operator()(const AuthMessage &m) const { return "AUTH " + m.eventJson; }
    std::string operator()(const CountRequest &m) const
    {
        return "COUNT " + m.subscription + " " + std::to_string(m.filters.size());
    }
    std::string operator()(const BadClientMessage &m) const
    {
        return "bad " + m.subscription + ": " + m.error;
    }
};

void columns()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QByteArray>("want");
}

void row(std::string_view frame, std::string_view want)
{
    QTest::addRow("%.*s", static_cast<int>(std::min<std::size_t>(frame.size(), 50)), frame.data())
        << toBytes(frame) << toBytes(want);
}

} // namespace

class MessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromRelay_data()
    {
        columns();
        row(R"(["OK","abc",true,""])", "OK abc yes ");
        row("[\"OK\",\"\",false,\"blocked: no \\\"spam\\\"\"]", "OK  no blocked: no \"spam\"");
        row(R"(["OK","abc",true])", "OK abc yes ");
        row(R"([ "EOSE" , "s" ])", "EOSE s");
        row(R"(["EOSE","s","finish"])", "EOSE s");
        row(R"(["CLOSED","s","auth-required: who are you"])", "CLOSED s auth-required: who are you");
        row(R"(["CLOSED","s"])", "CLOSED s ");
        row(R"(["NOTICE","ERROR: bad req"])", "NOTICE ERROR: bad req");
        row(R"(["AUTH","challenge"])", "AUTH challenge");
        row(R"(["COUNT","s",{"count":42,"approximate":true}])", "COUNT s 42");
        row(R"(["\u0045OSE","s"])", "EOSE s");
        row(R"(["EVENT","s",{}])", "unknown EVENT");
        row(R"(["NEG-MSG","s","61"])", "unknown NEG-MSG");
        row(R"(["OK"])", "unknown OK");
        row(std::string_view("[\"EOSE\",\"s\"]\0]", 14), "unknown ");
        row(R"(["OK","abc"])", "unknown OK");
        row(R"(["OK","abc","true",""])", "unknown OK");
        row(R"(["OK",1,true,""])", "unknown OK");
        row(R"(["OK","abc",true,1])", "unknown OK");
        row(R"(["EOSE"])", "unknown EOSE");
        row(R"(["EOSE",1])", "unknown EOSE");
        row(R"(["CLOSED","s",{}])", "unknown CLOSED");
        row(R"(["NOTICE"])", "unknown NOTICE");
        row(R"(["NOTICE",null])", "unknown NOTICE");
        row(R"(["AUTH",{"id":""}])", "unknown AUTH");
        row(R"(["COUNT","s",42])", "unknown COUNT");
        row(R"(["COUNT","s",{"count":-1}])", "unknown COUNT");
        row(R"(["COUNT","s",{"count":1.5}])", "unknown COUNT");
        row(R"(["COUNT","s",{"count":18446744073709551615}])", "unknown COUNT");
        row(R"(["COUNT","s",{}])", "unknown COUNT");
        row(R"(["eose","s"])", "unknown eose");
        row("", "unknown ");
        row("[]", "unknown ");
        row("{}", "unknown ");
        row("[1]", "unknown ");
        row("\"EOSE\"", "unknown ");
        row(R"(["EOSE","s"]x)", "unknown ");
        row(R"(["EOSE","s")", "unknown ");
        row("[\"NOTICE\",\"\xff\"]", "unknown ");
        row(R"(["NOTICE","\ud800"])", "unknown ");
    }
    void fromRelay()
    {
        QFETCH(QByteArray, frame);
        QFETCH(QByteArray, want);
        const auto message = parseRelayMessage(toView(frame));
        QCOMPARE(toBytes(std::visit(Describe(), message)), want);
        if (const auto *unknown = std::get_if<UnknownMessage>(&message))
            QCOMPARE(toBytes(unknown->text), frame);
    }

    void unknownFramesAreQuotedInPart()
    {
        // 199 bytes, then wide characters: the cut falls inside one.
        const std::string frame = "[\"X\",\"" + std::string(193, 'a') + repeated("\xe2\x82\xac", 100) + "\"]";
        const auto message = parseRelayMessage(frame);
        QCOMPARE(std::get<UnknownMessage>(message).text, frame.substr(0, 199));
    }

    void absurdNestingIsSurvived()
    {
        const std::string deep = repeated("[", 200'000);
        QCOMPARE(std::visit(Describe(), parseRelayMessage(deep)), std::string("unknown "));
        const std::string closed = "[\"OK\"," + repeated("[", 200'000) + repeated("]", 200'000) + "]";
        QCOMPARE(std::visit(Describe(), parseRelayMessage(closed)), std::string("unknown OK"));
        const std::string asked = "[\"REQ\",\"s\"," + repeated("[", 200'000) + repeated("]", 200'000) + "]";
        QVERIFY(std::holds_alternative<BadClientMessage>(parseClientMessage(asked)));
    }

    void fromClient_data()
    {
        columns();
        row(R"(["REQ","s",{}])", "REQ s 1");
        row(R"(["REQ","s",{"kinds":[1]},{"limit":5}])", "REQ s 2");
        row(R"(["CLOSE","s"])", "CLOSE s");
        row(R"(["EVENT",{"id":1,"id":2,"x":1.50}])", R"(EVENT {"id":1,"id":2,"x":1.50})");
        row(" [ \"EVENT\" , {\"content\":\"],[\"} ] ", "EVENT  {\"content\":\"],[\"} ");
        const std::string longest(64, 's');
        row("[\"CLOSE\",\"" + longest + "\"]", "CLOSE " + longest);
        row("[\"CLOSE\",\"" + longest + "s\"]", "bad : a subscription id is a string of 1 to 64 characters");
        row(R"(["CLOSE",""])", "bad : a subscription id is a string of 1 to 64 characters");
        row(R"(["CLOSE"])", "bad : a subscription id is a string of 1 to 64 characters");
        row(R"(["REQ",1,{}])", "bad : a subscription id is a string of 1 to 64 characters");
        row(R"(["REQ","s"])", "bad s: REQ needs at least one filter");
        row(R"(["REQ","s",1])", "bad s: bad filter: a filter is an object");
        row(R"(["REQ","s",{},{"kinds":["x"]}])",
            "bad s: bad filter: kinds: must hold integers from 0 to 65535");
        row(R"(["AUTH",{"id":1,"id":2}])", R"(AUTH {"id":1,"id":2})");
        row(R"(["AUTH","challenge"])", "bad : AUTH needs exactly one event");
        row(R"(["COUNT","s",{"kinds":[1]},{}])", "COUNT s 2");
        row(R"(["COUNT","s"])", "bad s: COUNT needs at least one filter");
        row(R"(["EVENT"])", "bad : EVENT needs exactly one event");
        row(R"(["EVENT","s",{}])", "bad : EVENT needs exactly one event");
        row(R"(["EVENT",[]])", "bad : EVENT needs exactly one event");
        row(R"(["HELLO","s"])", "bad : unknown message type");
        row(R"({"REQ":1})", "bad : a message is a JSON array that begins with its type");
        row("", "bad : a message is a JSON array that begins with its type");
        row("[]", "bad : a message is a JSON array that begins with its type");
        row("nonsense", "bad : a message is a JSON array that begins with its type");
    }
    void fromClient()
    {
        QFETCH(QByteArray, frame);
        QFETCH(QByteArray, want);
        QCOMPARE(toBytes(std::visit(Describe(), parseClientMessage(toView(frame)))), want);
    }

    void relayFramesRoundTrip()
    {
        Random random(45);
        for (int round = 0; round < 300; ++round) {
            const std::string a = randomText(random, 20);
            const std::string b = randomText(random, 20);
            const auto same = [](const std::string &frame, const RelayMessage &want) {
                return std::visit(Describe(), parseRelayMessage(frame)) == std::visit(Describe(), want);
            };
            QVERIFY(same(okFrame(a, true, b), OkMessage{a, true, b}));
            QVERIFY(same(okFrame(a, false, b), OkMessage{a, false, b}));
            QVERIFY(same(eoseFrame(a), EoseMessage{a}));
            QVERIFY(same(closedFrame(a, b), ClosedMessage{a, b}));
            QVERIFY(same(noticeFrame(a), NoticeMessage{a}));
            QVERIFY(same(authChallengeFrame(a), AuthChallenge{a}));
            QVERIFY(same(countAnswerFrame(a, round), CountMessage{a, round}));
        }
    }

    void clientFramesRoundTrip()
    {
        Filter filter;
        filter.kinds = {5000, 5050};
        filter.tags['t'] = {"a\"b"};
        const auto req = parseClientMessage(reqFrame("sub \"1\"", {filter, Filter()}));
        QVERIFY(std::holds_alternative<ReqMessage>(req));
        QCOMPARE(std::get<ReqMessage>(req).subscription, std::string("sub \"1\""));
        QVERIFY((std::get<ReqMessage>(req).filters == std::vector<Filter>{filter, Filter()}));
        QCOMPARE(std::visit(Describe(), parseClientMessage(closeFrame("x\n"))), std::string("CLOSE x\n"));
        const Event event = sampleRequest();
        QCOMPARE(std::visit(Describe(), parseClientMessage(publishFrame(event))), "EVENT " + toJson(event));
        QCOMPARE(std::visit(Describe(), parseClientMessage(authFrame(event))), "AUTH " + toJson(event));
        const auto count = parseClientMessage(countFrame("c", {filter}));
        QVERIFY(std::holds_alternative<CountRequest>(count));
        QVERIFY(std::get<CountRequest>(count).filters == std::vector<Filter>{filter});
        // A filter value that is no UTF-8 still makes a frame.
        filter.tags['t'] = {"\xff"};
        QVERIFY(std::holds_alternative<ReqMessage>(parseClientMessage(reqFrame("s", {filter}))));
    }

    void eventFramesAreReadByTheParser()
    {
        const Event event = sampleRequest();
        const std::string frame = eventFrame("sub-1", event);
        QCOMPARE(frame, eventFrame("sub-1", toJson(event)));
        const auto parsed = EventParser().parse(frame);
        QVERIFY(std::holds_alternative<ParsedEvent>(parsed));
        QVERIFY(std::get<ParsedEvent>(parsed).event == event);
        QCOMPARE(std::get<ParsedEvent>(parsed).subscription, std::string("sub-1"));
        QVERIFY(peekEventSubscription(frame) == "sub-1");
    }

    void peekSubscription_data()
    {
        columns();
        row(R"(["EVENT","s",{"id":1}])", "s");
        row(" [ \"EVENT\" ,\t\"a b\" , {", "a b");
        row(R"(["EVENT","",{)", "");
        row("[\"EVENT\",\"a\\\"b\",{", "none");
        row(R"(["EVENT","a\n",{)", "none");
        row(R"(["EVENT",{"id":1}])", "none");
        row(R"(["EVENT","s")", "none");
        row("[\"EVENT\",\"s", "none");
        row(R"(["EVENT")", "none");
        row(R"(["EOSE","s"])", "none");
        row(R"({"id":"EVENT"})", "none");
        row("", "none");
    }
    void peekSubscription()
    {
        QFETCH(QByteArray, frame);
        QFETCH(QByteArray, want);
        const auto found = peekEventSubscription(toView(frame));
        QCOMPARE(toBytes(found.value_or("none")), want);
        if (found) // it points into the frame
            QVERIFY(found->data() >= frame.constData() && found->data() <= frame.constData() + frame.size());
    }

    void prefixes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("prefix");
        const auto prefix = [](const char *text, RelayPrefix want) {
            QTest::newRow(*text ? text : "empty") << QByteArray(text) << static_cast<int>(want);
        };
        using enum RelayPrefix;
        prefix("auth-required: sign in", AuthRequired);
        prefix("rate-limited: slow down", RateLimited);
        prefix("restricted: members only", Restricted);
        prefix("error: shutting down", Error);
        prefix("blocked: banned", Blocked);
        prefix("invalid: bad id", Invalid);
        prefix("pow: 26 < 30", Pow);
        prefix("duplicate: have it", Duplicate);
        prefix("duplicate:", Duplicate);
        prefix("rate-limited", RateLimited);
        prefix("ERROR: rate-limited: slow down", RateLimited);
        prefix("error:auth-required: sign in", AuthRequired);
        prefix("ERROR: bad req: unparseable", Error);
        prefix("Error", Error);
        prefix("  Blocked: x", Blocked);
        prefix("AUTH-REQUIRED: x", AuthRequired);
        prefix("ERROR:", Error);
        prefix("power to the people", Other);
        prefix("errors happen", Other);
        prefix("you are rate-limited: no", Other);
        prefix("auth: x", Other);
        prefix("", Other);
        prefix(": ", Other);
    }
    void prefixes()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, prefix);
        QCOMPARE(static_cast<int>(relayPrefix(toView(text))), prefix);
    }
};

DVMDASH_TEST(MessageTest)
#include "message_test.moc"
