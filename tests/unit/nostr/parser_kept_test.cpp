// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "samples.h"
#include "support/test_main.h"

#include <functional>
#include <limits>

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

struct Odd {
    const char *name;
    std::function<void(Event &)> make;
};

/// Section 7 of the wire rules: odd, and kept.
const std::vector<Odd> &oddEvents()
{
    static const std::vector<Odd> list = {
        {"no tags", [](Event &e) { e.tags.clear(); }},
        {"empty tags",
         [](Event &e) {
             e.tags = {{}, {}, {""}, {"", ""}};
         }},
        {"10,000 tags",
         [](Event &e) {
             for (int i = 0; i < 10'000; ++i)
                 e.tags.push_back({"t", std::to_string(i)});
         }},
        {"a tag of 10,000 values", [](Event &e) { e.tags = {Tag(10'000, "v")}; }},
        {"the same tag twice",
         [](Event &e) {
             e.tags = {{"t", "x"}, {"t", "x"}};
         }},
        {"e of a wrong length",
         [](Event &e) {
             e.tags = {{"e", "abc"}, {"e", repeated("a", 65)}, {"e"}};
         }},
        {"upper case p",
         [](Event &e) {
             e.tags = {{"p", repeated("AB", 32)}};
         }},
        {"nul", [](Event &e) { e.content = std::string("a\0b", 3); }},
        {"nul in a tag",
         [](Event &e) {
             e.tags = {{"name", std::string("\0", 1)}};
         }},
        {"every control character",
         [](Event &e) {
             e.content.clear();
             for (char c = 0; c < 0x20; ++c)
                 e.content.push_back(c);
             e.content += "\x7f\xc2\x80\xc2\x9b";
         }},
        {"bidi",
         [](Event &e) {
             e.content = "\xe2\x80\xae"
                         "evil\xe2\x81\xa6\xe2\x80\x8f";
         }},
        {"terminal escapes",
         [](Event &e) {
             e.tags = {{"name", "\x1b]0;owned\x07\x1b[2J"}};
         }},
        {"non-characters", [](Event &e) { e.content = "\xef\xbf\xbf\xef\xb7\x90\xf4\x8f\xbf\xbf"; }},
        {"markup", [](Event &e) { e.content = "<script>alert(1)</script><img src=x onerror=alert(2)>"; }},
        {"future", [](Event &e) { e.created_at = 32'503'680'000; }},
        {"the last second", [](Event &e) { e.created_at = std::numeric_limits<std::int64_t>::max(); }},
        {"the first second", [](Event &e) { e.created_at = 0; }},
        {"kind 0", [](Event &e) { e.kind = 0; }},
        {"kind 65535", [](Event &e) { e.kind = 65535; }},
        {"expired",
         [](Event &e) {
             e.tags = {{"expiration", "1"}};
         }},
        {"request that is no JSON",
         [](Event &e) {
             e.tags = {{"request", "{\"id\":"}};
         }},
        {"empty content", [](Event &e) { e.content.clear(); }},
        {"large content", [](Event &e) { e.content = std::string(900'000, 'x') + "\n\"end\""; }},
    };
    return list;
}

Event oddEvent(const Odd &odd)
{
    Event event = sampleRequest();
    odd.make(event);
    signerOf(1).sign(event);
    return event;
}

ParsedEvent parseGood(std::string_view json)
{
    auto result = EventParser().parse(json);
    if (const auto *reason = std::get_if<Reject>(&result))
        qFatal("refused: %s", rejectName(*reason).data());
    return std::get<ParsedEvent>(std::move(result));
}

} // namespace

class ParserKeptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void odd_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const Odd &one : oddEvents())
            QTest::newRow(one.name) << number++;
    }
    void odd()
    {
        QFETCH(int, number);
        const Event event = oddEvent(oddEvents()[static_cast<std::size_t>(number)]);
        const std::string json = toJson(event);
        QCOMPARE(verdictOn(json), std::string("valid"));
        QVERIFY(parseGood(json).event == event);
    }

    void signedOverVerbatimControls()
    {
        Event event = sampleRequest();
        event.content = "bell \x07 and \x1b[0m";
        event.id = computeId(event, ControlEscapes::Verbatim);
        event.sig = signerOf(1).signHash(event.id.data, {});
        QCOMPARE(verdictOn(toJson(event)), std::string("valid"));
    }

    void otherSpellings_data()
    {
        QTest::addColumn<QByteArray>("json");
        Event plain = sampleRequest();
        plain.content = "\xf0\x9f\x98\x80/\x1f";
        plain.tags = {{"t", "a"}};
        signerOf(1).sign(plain);
        const EventText text(plain);
        const auto row = [](const char *name, const std::string &json) {
            QTest::newRow(name) << toBytes(json);
        };
        const auto with = [&text](std::string_view name, const std::string &value) {
            return EventText(text).set(name, value);
        };
        row("as written", text.json());
        row("surrogate pair", with("content", R"("\ud83d\uDE00\/\u001F")").json());
        row("escaped letters", with("tags", R"([["\u0074","\u0061"]])").json());
        row("escaped key",
            with("kind", "5050").remove("sig").append("\\u0073ig", '"' + plain.sig.hex() + '"').json());
        row("blanks", " \r\n\t" + with("tags", "[ [ \"t\" ,\n\"a\" ] ]").json() + " \n");
        row("other order", with("kind", "5050")
                               .remove("id")
                               .remove("tags")
                               .append("tags", "[[\"t\",\"a\"]]")
                               .append("id", '"' + plain.id.hex() + '"')
                               .json());
        row("unknown members", EventText(text)
                                   .append("seen_on", "[\"wss://a\"]")
                                   .append("x", "{\"id\":{\"id\":1.5}}")
                                   .append("", "null")
                                   .json());
    }
    void otherSpellings()
    {
        QFETCH(QByteArray, json);
        QCOMPARE(verdictOn(toView(json)), std::string("valid"));
        const Event event = parseGood(toView(json)).event;
        QCOMPARE(event.content, std::string("\xf0\x9f\x98\x80/\x1f"));
        QVERIFY((event.tags == Tags{{"t", "a"}}));
    }

    /// An escaped backslash before "ud800" is text; only the syntax error further on is one.
    void escapedBackslashIsNoSurrogate()
    {
        Event event = sampleRequest();
        event.content = "\\ud800";
        signerOf(1).sign(event);
        QCOMPARE(verdictOn(toJson(event)), std::string("valid"));
        const std::string broken = EventText(event).set("content", R"("\\ud800\q")").json();
        QCOMPARE(verdictOn(broken), std::string("malformed_json"));
    }

    void frames_data()
    {
        QTest::addColumn<QByteArray>("subscription");
        QTest::newRow("short") << QByteArray("s");
        QTest::newRow("64 characters") << QByteArray(64, 'x');
        QTest::newRow("64 wide characters") << toBytes(repeated("\xf0\x9f\x98\x80", 64));
        QTest::newRow("quotes and controls") << QByteArray("a\"b\\c\n\x01");
    }
    void frames()
    {
        QFETCH(QByteArray, subscription);
        const Event event = sampleRequest();
        std::string frame = "[\"EVENT\",";
        appendJsonString(frame, toView(subscription));
        frame += ',' + toJson(event) + ']';
        const ParsedEvent parsed = parseGood(frame);
        QVERIFY(parsed.framed);
        QCOMPARE(toBytes(parsed.subscription), subscription);
        QVERIFY(parsed.event == event);
    }

    void bareEventHasNoSubscription()
    {
        const ParsedEvent parsed = parseGood(toJson(sampleRequest()));
        QVERIFY(!parsed.framed);
        QVERIFY(parsed.subscription.empty());
    }

    void buffersGrowAndStayRight()
    {
        EventParser parser;
        Event event = sampleRequest();
        for (const std::size_t size : {0U, 10U, 4000U, 5000U, 300'000U, 20U, 1'000'000U, 1U}) {
            event.content = std::string(size, 'y');
            const auto result = parser.parse(toJson(event));
            QVERIFY(std::holds_alternative<ParsedEvent>(result));
            QCOMPARE(std::get<ParsedEvent>(result).event.content.size(), size);
        }
        EventParser moved = std::move(parser);
        QVERIFY(std::holds_alternative<ParsedEvent>(moved.parse(toJson(event))));
    }
};

DVMDASH_TEST(ParserKeptTest)
#include "parser_kept_test.moc"
