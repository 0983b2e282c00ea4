// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/event.h"
#include "nostr/parser.h"
#include "samples.h"
#include "support/test_main.h"

#include <nlohmann/json.hpp>

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

Event eventWith(std::string content)
{
    Event event;
    event.pubkey = *PublicKey::fromHex(repeated("ab", 32));
    event.created_at = 1;
    event.kind = 1;
    event.content = std::move(content);
    return event;
}

} // namespace

class EventTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void canonicalForm()
    {
        Event event = eventWith("hi");
        event.tags = {{"e", "x", ""}, {}, {"t"}};
        QCOMPARE(canonical(event),
                 "[0,\"" + repeated("ab", 32) + "\",1,1,[[\"e\",\"x\",\"\"],[],[\"t\"]],\"hi\"]");
    }

    void escapes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("unicodeForm");
        QTest::addColumn<QByteArray>("verbatimForm");
        const auto row = [](const char *name, std::string_view text, std::string_view unicodeForm,
                            std::string_view verbatimForm) {
            QTest::newRow(name) << toBytes(text) << toBytes(unicodeForm) << toBytes(verbatimForm);
        };
        row("quote", "\"", "\"\\\"\"", "\"\\\"\"");
        row("backslash", "\\", R"("\\")", R"("\\")");
        row("newline", "\n", R"("\n")", R"("\n")");
        row("carriage return", "\r", R"("\r")", R"("\r")");
        row("tab", "\t", R"("\t")", R"("\t")");
        row("backspace", "\b", R"("\b")", R"("\b")");
        row("form feed", "\f", R"("\f")", R"("\f")");
        row("slash stays", "/", R"("/")", R"("/")");
        row("delete stays", "\x7f", "\"\x7f\"", "\"\x7f\"");
        row("separator stays", "\xe2\x80\xa8", "\"\xe2\x80\xa8\"", "\"\xe2\x80\xa8\"");
        row("emoji stays", "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"", "\"\xf0\x9f\x98\x80\"");
        row("nul", std::string_view("\0", 1), R"("\u0000")", std::string_view("\"\0\"", 3));
        row("escape", "a\x1bz", R"("a\u001bz")", "\"a\x1bz\"");
        row("unit separator", "\x1f", R"("\u001f")", "\"\x1f\"");
        row("mixed", "x\n\x01\"y", "\"x\\n\\u0001\\\"y\"", "\"x\\n\x01\\\"y\"");
        row("empty", "", R"("")", R"("")");
    }
    void escapes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, unicodeForm);
        QFETCH(QByteArray, verbatimForm);
        std::string out = "before";
        appendJsonString(out, toView(text));
        QCOMPARE(toBytes(out), "before" + unicodeForm);
        out.clear();
        appendJsonString(out, toView(text), ControlEscapes::Verbatim);
        QCOMPARE(toBytes(out), verbatimForm);
    }

    void bothFormsOfControlCharactersMatch()
    {
        Event event = eventWith("a\x01z");
        QVERIFY(computeId(event) != computeId(event, ControlEscapes::Verbatim));
        event.id = computeId(event, ControlEscapes::Unicode);
        QVERIFY(idMatches(event));
        event.id = computeId(event, ControlEscapes::Verbatim);
        QVERIFY(idMatches(event));
        event.content.push_back('!');
        QVERIFY(!idMatches(event));

        Event inTag = eventWith("plain");
        inTag.tags = {{"t", std::string("\0", 1)}};
        inTag.id = computeId(inTag, ControlEscapes::Verbatim);
        QVERIFY(idMatches(inTag));
    }

    void everyFieldIsInTheId()
    {
        const Event good = sampleRequest();
        QVERIFY(idMatches(good));
        const auto spoilt = [&good](auto change) {
            Event event = good;
            change(event);
            return !idMatches(event);
        };
        QVERIFY(spoilt([](Event &e) { e.id.data[31] ^= 1; }));
        QVERIFY(spoilt([](Event &e) { e.pubkey.data[0] ^= 1; }));
        QVERIFY(spoilt([](Event &e) { ++e.created_at; }));
        QVERIFY(spoilt([](Event &e) { ++e.kind; }));
        QVERIFY(spoilt([](Event &e) { e.content.pop_back(); }));
        QVERIFY(spoilt([](Event &e) { e.tags.pop_back(); }));
        QVERIFY(spoilt([](Event &e) { e.tags.emplace_back(); }));
        QVERIFY(spoilt([](Event &e) { e.tags[0].emplace_back(); }));
        QVERIFY(spoilt([](Event &e) { std::swap(e.tags[0], e.tags[1]); }));
        // A value split in two keeps its characters and not its meaning.
        QVERIFY(spoilt([](Event &e) { e.tags[4] = {"bid", "10", "00"}; }));
        QVERIFY(!spoilt([](Event &e) { e.sig.data[0] ^= 1; }));
    }

    void jsonIsReadByAnotherParser()
    {
        Random random(11);
        for (int round = 0; round < 300; ++round) {
            Event event = randomEvent(random);
            event.pubkey.data.fill(static_cast<unsigned char>(round));
            event.id = computeId(event);
            const auto json = nlohmann::json::parse(toJson(event), nullptr, false);
            QVERIFY(json.is_object());
            QCOMPARE(json.size(), std::size_t{7});
            QCOMPARE(json["id"].get<std::string>(), event.id.hex());
            QCOMPARE(json["pubkey"].get<std::string>(), event.pubkey.hex());
            QCOMPARE(json["created_at"].get<std::int64_t>(), event.created_at);
            QCOMPARE(json["kind"].get<int>(), event.kind);
            QCOMPARE(json["content"].get<std::string>(), event.content);
            QCOMPARE(json["sig"].get<std::string>(), event.sig.hex());
            QVERIFY(json["tags"].get<Tags>() == event.tags);
            // The canonical form is JSON too, and the same JSON as another writer's.
            const nlohmann::json array = {0,          event.pubkey.hex(), event.created_at,
                                          event.kind, event.tags,         event.content};
            QVERIFY(nlohmann::json::parse(canonical(event), nullptr, false) == array);
        }
    }

    void tagsByName()
    {
        Event event;
        event.tags = {{}, {"e"}, {"e", "second"}, {"p", "", "x"}, {"", "nameless"}};
        QCOMPARE(event.tagValue("e"), std::string_view());
        QCOMPARE(event.firstTag("e"), &event.tags[1]);
        QCOMPARE(event.tagValue(""), std::string_view("nameless"));
        QCOMPARE(event.tagValue("p"), std::string_view());
        QCOMPARE(event.firstTag("p")->size(), std::size_t{3});
        QVERIFY(event.firstTag("missing") == nullptr);
        QCOMPARE(event.tagValue("missing"), std::string_view());
    }

    void peekId_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<bool>("found");
        const std::string id = repeated("0a", 32);
        const auto row = [](const char *name, const std::string &frame, bool found) {
            QTest::newRow(name) << toBytes(frame) << found;
        };
        row("first", "{\"id\":\"" + id + "\",\"kind\":1}", true);
        row("in a frame", "[\"EVENT\",\"s\",{\"kind\":1,\"id\":\"" + id + "\"}]", true);
        row("quoted in the content before", R"({"content":"\"id\":\"0b\"","id":")" + id + "\"}", true);
        row("behind a longer key", R"({"x\"id":"0b","id":")" + id + "\"}", true);
        row("behind something inside",
            "{\"x\":{\"id\":\"" + repeated("0b", 32) + "\"},\"id\":\"" + id + "\"}", false);
        row("behind a brace in a text", "{\"content\":\"{\",\"id\":\"" + id + "\"}", false);
        row("before something inside",
            "{\"id\":\"" + id + "\",\"x\":{\"id\":\"" + repeated("0b", 32) + "\"}}", true);
        row("short", "{\"id\":\"" + id.substr(1) + "\"}", false);
        row("long", "{\"id\":\"" + id + "0\"}", false);
        row("upper case", "{\"id\":\"" + repeated("0A", 32) + "\"}", false);
        row("cut off", "{\"id\":\"" + id, false);
        row("with a space", "{\"id\": \"" + id + "\"}", false);
        row("no id", "[\"EOSE\",\"s\"]", false);
        row("empty", "", false);
    }
    void peekId()
    {
        QFETCH(QByteArray, frame);
        QFETCH(bool, found);
        const auto id = dvmdash::nostr::peekId(toView(frame));
        QCOMPARE(id.has_value(), found);
        if (found)
            QCOMPARE(id->hex(), repeated("0a", 32));
    }

    void peekFindsTheIdOfWhatWeWrite()
    {
        const Event event = sampleRequest();
        QVERIFY(dvmdash::nostr::peekId(toJson(event)) == event.id);
    }
};

DVMDASH_TEST(EventTest)
#include "event_test.moc"
