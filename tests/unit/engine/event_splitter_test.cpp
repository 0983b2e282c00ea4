// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/event_splitter.h"
#include "support/sanitized.h"
#include "support/test_main.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

using namespace dvmdash;
using nlohmann::ordered_json;

namespace
{

constexpr std::size_t most = 20'000;

struct Split {
    std::vector<std::string> pieces;
    int tooLarge = 0;
    bool isWhole = true;
    bool operator==(const Split &) const = default;
};

template<typename Next>
Split split(std::string_view text, Next next)
{
    Split result;
    engine::EventSplitter splitter(
        most, [&](std::string json) { result.pieces.push_back(std::move(json)); },
        [&] { ++result.tooLarge; });
    while (!text.empty()) {
        const std::string piece(text.substr(0, next())); // of its own: nothing may look beyond it
        splitter.feed(piece);
        text.remove_prefix(piece.size());
    }
    result.isWhole = splitter.finish();
    return result;
}

Split split(std::string_view text)
{
    return split(text, [&] { return text.size(); });
}

/// Full of what has a meaning in JSON.
std::string someText(std::mt19937 &random)
{
    static const std::vector<std::string> parts{"{",
                                                "}",
                                                "[",
                                                "]",
                                                "\"",
                                                "\\",
                                                ",",
                                                ":",
                                                "\n",
                                                "\r\n",
                                                "},{\"id\":",
                                                "a",
                                                "b c",
                                                "\\\"",
                                                "{\"events\":[",
                                                "\xe2\x82\xac",
                                                "\xf0\x9f\x98\x80",
                                                "\\u",
                                                "]}",
                                                "//"};
    std::string text;
    for (unsigned i = random() % 12; i > 0; --i)
        text += parts[random() % parts.size()];
    return text;
}

std::string someHex(std::mt19937 &random, int size)
{
    std::string text;
    for (int i = 0; i < size; ++i)
        text += "0123456789abcdef"[random() % 16];
    return text;
}

ordered_json someEvent(std::mt19937 &random)
{
    ordered_json event;
    event["id"] = someHex(random, 64);
    event["pubkey"] = someHex(random, 64);
    event["created_at"] = random() % 2'000'000'000;
    event["kind"] = 5000 + random() % 3000;
    event["tags"] = ordered_json::array();
    for (unsigned i = random() % 4; i > 0; --i) {
        ordered_json tag = ordered_json::array();
        for (unsigned k = random() % 4; k > 0; --k)
            tag.push_back(someText(random));
        event["tags"].push_back(tag);
    }
    event["content"] = someText(random);
    event["sig"] = someHex(random, 128);
    return event;
}

std::vector<ordered_json> someEvents(std::mt19937 &random)
{
    std::vector<ordered_json> events;
    for (unsigned i = 1 + random() % 8; i > 0; --i)
        events.push_back(someEvent(random));
    return events;
}

std::string joined(const std::vector<ordered_json> &events, const std::string &between, int indent = -1)
{
    std::string text;
    for (const auto &event : events)
        text += (text.empty() ? std::string() : between) + event.dump(indent);
    return text;
}

using Layout = std::function<std::string(const std::vector<ordered_json> &)>;
const std::vector<std::pair<const char *, Layout>> &layouts()
{
    using Events = const std::vector<ordered_json> &;
    static const std::vector<std::pair<const char *, Layout>> list{
        {"lines", [](Events e) { return joined(e, "\n") + "\n"; }},
        {"lines, none at the end", [](Events e) { return joined(e, "\n"); }},
        {"lines of DOS, with a mark", [](Events e) { return "\xef\xbb\xbf" + joined(e, "\r\n") + "\r\n"; }},
        {"lines with empty ones", [](Events e) { return "\n\n" + joined(e, "\n  \n\n") + "\n\n"; }},
        {"an array on one line", [](Events e) { return '[' + joined(e, ",") + ']'; }},
        {"an array with spaces", [](Events e) { return " [ " + joined(e, " , ") + " ] \n"; }},
        {"an array, one a line", [](Events e) { return "[\n" + joined(e, ",\n") + "\n]\n"; }},
        {"an array, pretty", [](Events e) { return ordered_json(e).dump(2); }},
        {"an array with a mark", [](Events e) { return "\xef\xbb\xbf\r\n" + ordered_json(e).dump(4); }},
        {"a member",
         [](Events e) {
             return ordered_json{{"events", e}}.dump();
         }},
        {"a member among others",
         [](Events e) {
             return ordered_json{{"name", "events"},
                                 {"of", {{"x", {"events", "]"}}}},
                                 {"events", e},
                                 {"next", "]}"},
                                 {"n", {1}}}
                 .dump();
         }},
        {"a member, pretty",
         [](Events e) {
             return ordered_json{{"count", e.size()}, {"events", e}, {"more", {{"a", "}"}}}}.dump(1);
         }},
        {"values, pretty", [](Events e) { return joined(e, "\n", 2) + "\n"; }},
        {"values on one line", [](Events e) { return joined(e, "") + joined(e, " "); }},
        {"lines with commas", [](Events e) { return joined(e, ",\n") + ",\n"; }},
        {"arrays one behind the other",
         [](Events e) { return ordered_json(e).dump() + "\n" + ordered_json(e).dump(1) + "[]"; }},
        {"a member behind an array",
         [](Events e) {
             return ordered_json(e).dump() + ordered_json{{"events", e}}.dump() + "\n" + joined(e, "\n");
         }},
    };
    return list;
}

/// How often each event stands in the layout.
std::size_t timesIn(std::string_view layout)
{
    if (layout == "a member behind an array")
        return 3;
    return layout == "values on one line" || layout == "arrays one behind the other" ? 2 : 1;
}

} // namespace

class EventSplitterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyLayoutComesToItsEvents_data() { rows(); }
    void everyLayoutComesToItsEvents()
    {
        QFETCH(const int, row);
        const auto &[name, layout] = layouts()[static_cast<std::size_t>(row)];
        std::mt19937 random(static_cast<unsigned>(row));
        for (int round = 0; round < 300; ++round) {
            auto events = someEvents(random);
            // A line of several that stands alone is one: only a second one tells that they go on.
            if (name == std::string_view("lines with commas") && events.size() == 1)
                events.push_back(events.front());
            const std::string text = layout(events);
            const Split whole = split(text);
            QVERIFY(whole.isWhole);
            QCOMPARE(whole.tooLarge, 0);
            QCOMPARE(whole.pieces.size(), timesIn(name) * events.size());
            for (std::size_t i = 0; i < whole.pieces.size(); ++i)
                QVERIFY2(ordered_json::parse(whole.pieces[i], nullptr, false) == events[i % events.size()],
                         whole.pieces[i].c_str());
            const unsigned longest = 1 + random() % 100;
            QVERIFY(split(text, [&] { return 1 + random() % longest; }) == whole);
        }
    }

    void everyBoundaryIsGood_data() { rows(); }
    void everyBoundaryIsGood()
    {
        QFETCH(const int, row);
        std::mt19937 random(static_cast<unsigned>(100 + row));
        const std::string text = layouts()[static_cast<std::size_t>(row)].second(someEvents(random));
        const Split whole = split(text);
        QVERIFY(split(text, [] { return 1; }) == whole);
        for (std::size_t at = 1; at < text.size(); ++at) {
            bool isFirst = true;
            QVERIFY(split(text, [&] { return std::exchange(isFirst, false) ? at : text.size(); }) == whole);
        }
    }

    /// One character of one element is changed, taken out or put in: all others come as they are.
    void aBrokenElementCostsItself_data()
    {
        QTest::addColumn<int>("indent");
        QTest::newRow("on one line") << -1;
        QTest::newRow("pretty") << 2;
    }
    void aBrokenElementCostsItself()
    {
        QFETCH(const int, indent);
        std::mt19937 random(7);
        const int rounds = test::isSanitized ? 2'000 : 20'000;
        for (int round = 0; round < rounds; ++round) {
            const auto events = someEvents(random);
            const std::size_t broken = random() % events.size();
            std::string text = "[";
            for (std::size_t i = 0; i < events.size(); ++i) {
                std::string one = events[i].dump(indent);
                if (i == broken)
                    damage(one, random);
                text += (i > 0 ? "," : "") + one;
            }
            text += "]";
            const Split result = split(text);
            std::size_t next = broken == 0 ? 1 : 0;
            for (const std::string &piece : result.pieces)
                if (next < events.size() && ordered_json::parse(piece, nullptr, false) == events[next])
                    next += next + 1 == broken ? 2 : 1;
            QVERIFY2(next == events.size(), text.c_str());
            const unsigned longest = 1 + random() % 40;
            QVERIFY(split(text, [&] { return 1 + random() % longest; }) == result);
        }
    }

    void whatIsTooLargeIsCountedOnce_data() { rows(); }
    void whatIsTooLargeIsCountedOnce()
    {
        QFETCH(const int, row);
        const auto &[name, layout] = layouts()[static_cast<std::size_t>(row)];
        std::mt19937 random(static_cast<unsigned>(200 + row));
        for (int round = 0; round < 20; ++round) {
            auto events = someEvents(random);
            events.push_back(someEvent(random)); // the first line tells what the text is
            auto &large = events[1 + random() % (events.size() - 1)];
            std::string content;
            while (content.size() < 2 * most)
                content += someText(random);
            large["content"] = content;
            const Split result = split(layout(events), [&] { return 1 + random() % 5'000; });
            QCOMPARE(result.tooLarge, static_cast<int>(timesIn(name)));
            QCOMPARE(result.pieces.size(), timesIn(name) * (events.size() - 1));
            QVERIFY(result.isWhole);
        }
    }

    void anArrayThatIsNotClosedIsTold()
    {
        for (const char *text :
             {"[", "[{\"id\":1}", "[{\"id\":1},", "[{\"id\":1},{\"i", "{\"events\":[{\"id\":1}"})
            QVERIFY2(!split(text).isWhole, text);
        for (const char *text : {"", " ", "[]", "{\"events\":[]}", "{\"id\":1}\n{\"id\":"})
            QVERIFY2(split(text).isWhole, text);
    }

    void messagesAreLines()
    {
        const std::string event = R"({"id":"x","tags":[["a"]]})";
        const std::string text = "[\"EVENT\",\"s\"," + event + "]\n[\"EVENT\",\"s\"," + event + "]\n";
        QCOMPARE(split(text).pieces.size(), std::size_t{2});
        QCOMPARE(split("[[\"EVENT\",\"s\"," + event + "],[\"EVENT\",\"s\"," + event + "]]").pieces.size(),
                 std::size_t{2});
    }

    /// A line that is cut off, or no JSON at all, keeps no other one from being read.
    void theFirstLineMayBeBroken()
    {
        const std::string good = R"({"id":"x","tags":[["a"]]})";
        for (const char *first :
             {"no json", "{\"id\":\"", "{", "{\"id\":\"x\",\"tags\":[[\"a\"", "{}}", "}", "]", "\""})
            QCOMPARE(split(std::string(first) + "\n" + good + "\n" + good + "\n").pieces,
                     (std::vector<std::string>{first, good, good}));
    }

    void elementsThatAreNoObjectsAreHandedOn()
    {
        QCOMPARE(split("[1, null,\"a,]b\" ,[[]],{},true]").pieces,
                 (std::vector<std::string>{"1", "null", "\"a,]b\"", "[[]]", "{}", "true"}));
        QCOMPARE(split("[{}}},{\"a\":1}]").pieces, (std::vector<std::string>{"{}", "{\"a\":1}"}));
    }

    /// However much there is of what means nothing.
    void littleIsHeld_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("spaces") << QByteArray() << QByteArray(100'000, ' ');
        QTest::newRow("line ends") << QByteArray() << QByteArray(100'000, '\n');
        QTest::newRow("line ends in an object") << QByteArray("{\"a\":1,\n") << QByteArray(100'000, '\n');
        QTest::newRow("brackets") << QByteArray("[{\"a\":") << QByteArray(100'000, '[');
        QTest::newRow("a string") << QByteArray("[\"") << QByteArray(100'000, 'x');
        QTest::newRow("backslashes") << QByteArray("[\"") << QByteArray(99'999, '\\');
        QTest::newRow("a line") << QByteArray("x") << QByteArray(100'000, 'x');
        QTest::newRow("zeros") << QByteArray("[") << QByteArray(100'000, '\0');
        QTest::newRow("spaces between") << QByteArray("[{},") << QByteArray(100'000, ' ');
        QTest::newRow("behind the array") << QByteArray("{\"events\":[]") << QByteArray(100'000, '{');
    }
    void littleIsHeld()
    {
        QFETCH(const QByteArray, begin);
        QFETCH(const QByteArray, part);
        int pieces = 0;
        int tooLarge = 0;
        engine::EventSplitter splitter(
            most,
            [&](const std::string &json) {
                ++pieces;
                QVERIFY(json.size() <= most);
            },
            [&] { ++tooLarge; });
        splitter.feed(begin.toStdString());
        for (int i = 0; i < 1'000; ++i) // a hundred megabytes
            splitter.feed({part.data(), static_cast<std::size_t>(part.size())});
        splitter.finish();
        QVERIFY(pieces + tooLarge <= 2);
    }

private:
    static void rows()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < layouts().size(); ++i)
            QTest::newRow(layouts()[i].first) << static_cast<int>(i);
    }
    static void damage(std::string &text, std::mt19937 &random)
    {
        static const std::string marks = "{}[]\",:\\\nx1 ";
        const std::size_t at = random() % text.size();
        switch (random() % 3) {
        case 0:
            text[at] = marks[random() % marks.size()];
            break;
        case 1:
            text.erase(at, 1);
            break;
        default:
            text.insert(at, 1, marks[random() % marks.size()]);
            break;
        }
    }
};

DVMDASH_TEST(EventSplitterTest)
#include "event_splitter_test.moc"
