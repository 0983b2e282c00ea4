// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "samples.h"
#include "support/test_main.h"

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

void row(const char *name, std::string_view json, const char *reason)
{
    QTest::newRow(name) << toBytes(json) << QByteArray(reason);
}

EventText sample()
{
    return EventText(sampleRequest());
}

std::string withMember(std::string_view name, const std::string &value)
{
    return sample().set(name, value).json();
}

std::string inQuotes(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

std::string framed(std::string_view subscription, std::string_view event)
{
    return "[\"EVENT\"," + std::string(subscription) + ',' + std::string(event) + ']';
}

/// An event re-signed nowhere: its id fits, its signature is the given one.
Event withKey(std::string_view hex)
{
    Event event = sampleRequest();
    event.pubkey = *PublicKey::fromHex(hex);
    event.id = computeId(event);
    return event;
}

} // namespace

/// Section 7 of the wire rules: what is rejected, and with which reason.
class ParserRejectTest : public QObject
{
    Q_OBJECT

private:
    static void columns()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("reason");
    }
    static void check()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, reason);
        QCOMPARE(toBytes(verdictOn(toView(json))), reason);
    }

private Q_SLOTS:
    void theSampleItselfIsValid() { QCOMPARE(verdictOn(sample().json()), std::string("valid")); }

    void malformedJson_data()
    {
        columns();
        const std::string good = sample().json();
        const char *reason = "malformed_json";
        row("empty", "", reason);
        row("blank", " \n", reason);
        row("null", "null", reason);
        row("number", "1", reason);
        row("string", "\"x\"", reason);
        row("empty array", "[]", reason);
        row("no JSON", "hello", reason);
        row("unfinished", good.substr(0, good.size() - 1), reason);
        row("something behind", good + "x", reason);
        row("two events", good + good, reason);
        row("nul behind", good + std::string(1, '\0'), reason);
        row("byte order mark", "\xef\xbb\xbf" + good, reason);
        row("comment", "/**/" + good, reason);
        row("comma at the end", good.substr(0, good.size() - 1) + ",}", reason);
        row("single quotes", "{'id':1}", reason);
        row("raw newline in a string", withMember("content", "\"a\nb\""), reason);
        row("unknown escape", withMember("content", R"("\x41")"), reason);
        row("broken unicode escape", withMember("content", R"("\u12g4")"), reason);
        row("leading zero", withMember("kind", "01"), reason);
        row("plus sign", withMember("kind", "+1"), reason);
        row("NaN", withMember("kind", "NaN"), reason);
        row("hexadecimal", withMember("kind", "0x10"), reason);
        row("huge exponent", withMember("kind", "1e999"), reason);
        row("past 64 bits in an unknown member", sample().append("x", "99999999999999999999").json(), reason);
    }
    void malformedJson() { check(); }

    void malformedFrame_data()
    {
        columns();
        const std::string good = sample().json();
        const char *reason = "malformed_json";
        row("no subscription", "[\"EVENT\"," + good + "]", reason);
        row("one element more", "[\"EVENT\",\"s\"," + good + ",1]", reason);
        row("lower case type", "[\"event\",\"s\"," + good + "]", reason);
        row("type is no string", "[1,\"s\"," + good + "]", reason);
        row("other type", "[\"EOSE\",\"s\"," + good + "]", reason);
        row("subscription is a number", framed("1", good), reason);
        row("subscription is null", framed("null", good), reason);
        row("empty subscription", framed("\"\"", good), reason);
        row("subscription of 65", framed(inQuotes(std::string(65, 's')), good), reason);
        row("event is a string", framed("\"s\"", "\"x\""), reason);
        row("event is an array", framed("\"s\"", "[" + good + "]"), reason);
        row("event is null", framed("\"s\"", "null"), reason);
        row("array of events", "[" + good + "," + good + "," + good + "]", reason);
    }
    void malformedFrame() { check(); }

    void duplicateKey_data()
    {
        columns();
        for (const char *name : {"id", "pubkey", "created_at", "kind", "tags", "content", "sig"})
            row(name, sample().append(name, "1").json(), "duplicate_key");
        const Event event = sampleRequest();
        row("same value", sample().append("content", inQuotes("x")).set("content", inQuotes("x")).json(),
            "duplicate_key");
        row("in a frame", framed("\"s\"", sample().append("kind", "1").json()), "duplicate_key");
        row("written with an escape", sample().append("\\u0069d", inQuotes(event.id.hex())).json(),
            "duplicate_key");
        row("unknown member", sample().append("x", "1").append("y", "2").append("x", "3").json(),
            "duplicate_key");
        row("before a missing field", sample().remove("sig").append("id", "1").json(), "duplicate_key");
    }
    void duplicateKey() { check(); }

    void invalidUtf8_data()
    {
        columns();
        const auto content = [](const char *name, std::string_view inside) {
            row(name, withMember("content", inQuotes(inside)), "invalid_utf8");
        };
        content("ff", "\xff");
        content("lone continuation", "\x80");
        content("overlong slash", "\xc0\xaf");
        content("overlong nul", "\xc0\x80");
        content("encoded high surrogate", "\xed\xa0\x80");
        content("encoded low surrogate", "\xed\xbf\xbf");
        content("past the last code point", "\xf4\x90\x80\x80");
        content("cut off", "\xe2\x82");
        content("cut off after much text", std::string(5000, 'a') + "\xf0\x9f\x98");
        content("high surrogate", R"(\ud800)");
        content("low surrogate", R"(\udc00)");
        content("last low surrogate", R"(\uDFFF)");
        content("high and a letter", R"(\ud83dA)");
        content("high and an escaped letter", R"(\ud83d\u0041)");
        content("high and a newline", R"(\ud83d\n)");
        content("high and high", R"(\ud83d\ud83d)");
        content("reversed pair", R"(\ude00\ud83d)");
        content("pair and a low one", R"(\ud83d\ude00\ude00)");
        content("behind an escaped backslash", R"(\\\ud800)");
        row("byte in a tag", withMember("tags", "[[\"t\",\"\xff\"]]"), "invalid_utf8");
        row("surrogate in a tag", withMember("tags", R"([["t","\udead"]])"), "invalid_utf8");
        row("byte in a key", sample().append("\xff", "1").json(), "invalid_utf8");
        row("surrogate in a key", sample().append("\\ud800", "1").json(), "invalid_utf8");
        row("surrogate in an unknown member", sample().append("x", R"("\ud800")").json(), "invalid_utf8");
        row("byte in the subscription", framed("\"\xfe\"", sample().json()), "invalid_utf8");
    }
    void invalidUtf8() { check(); }

    void tooDeep_data()
    {
        columns();
        const auto nest = [](std::size_t levels, std::string_view inside) {
            return repeated("[", levels) + std::string(inside) + repeated("]", levels);
        };
        const auto unknown = [&nest](std::size_t levels, std::string_view inside) {
            return sample().append("x", nest(levels, inside)).json();
        };
        // The event is level 1, its unknown member may have 31 more; in a frame one less.
        row("arrays", unknown(32, "1"), "too_deep");
        row("innermost empty", unknown(32, ""), "too_deep");
        row("innermost an empty object", unknown(31, "{}"), "too_deep");
        row("objects", sample().append("x", repeated("{\"a\":", 32) + "1" + repeated("}", 32)).json(),
            "too_deep");
        row("in a frame", framed("\"s\"", unknown(31, "1")), "too_deep");
        row("in a frame, innermost empty", framed("\"s\"", unknown(31, "")), "too_deep");
        row("tags", withMember("tags", nest(40, "")), "too_deep");
        row("content", withMember("content", nest(5000, "")), "too_deep");
        row("only arrays", nest(100'000, ""), "too_deep");
        row("just within", unknown(31, "1"), "valid");
        row("just within, empty", unknown(31, ""), "valid");
        row("just within in a frame", framed("\"s\"", unknown(30, "")), "valid");
    }
    void tooDeep() { check(); }

    void missingField_data()
    {
        columns();
        for (const char *name : {"id", "pubkey", "created_at", "kind", "tags", "content", "sig"})
            row(name, sample().remove(name).json(), "missing_field");
        row("all", "{}", "missing_field");
        row("in a frame", framed("\"s\"", "{}"), "missing_field");
        row("other case", sample().remove("id").append("Id", inQuotes(repeated("00", 32))).json(),
            "missing_field");
    }
    void missingField() { check(); }

    void badField_data()
    {
        columns();
        for (const std::string name : {"id", "pubkey", "sig"}) {
            const std::size_t bytes = name == "sig" ? 64 : 32;
            const auto bad = [&name](const char *what, const std::string &value) {
                row((name + " " + what).c_str(), withMember(name, value), "bad_field");
            };
            bad("number", "1");
            bad("null", "null");
            bad("array", "[]");
            bad("empty", inQuotes(""));
            bad("short", inQuotes(repeated("ab", bytes - 1)));
            bad("odd", inQuotes(repeated("ab", bytes - 1) + "a"));
            bad("long", inQuotes(repeated("ab", bytes + 1)));
            bad("no hex", inQuotes(repeated("ag", bytes)));
            bad("short and upper case", inQuotes(repeated("AB", bytes - 1)));
            bad("upper case and no hex", inQuotes(repeated("AB", bytes - 1) + "AG"));
            bad("blank in front", inQuotes(" " + repeated("ab", bytes)));
        }
        row("content number", withMember("content", "1"), "bad_field");
        row("content null", withMember("content", "null"), "bad_field");
        row("content object", withMember("content", "{}"), "bad_field");
        row("content array", withMember("content", "[\"x\"]"), "bad_field");
    }
    void badField() { check(); }

    void uppercaseHex_data()
    {
        columns();
        const Event event = sampleRequest();
        const auto upper = [](std::string hex) {
            for (char &c : hex)
                c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
            return inQuotes(hex);
        };
        row("id", withMember("id", upper(event.id.hex())), "uppercase_hex");
        row("pubkey", withMember("pubkey", upper(event.pubkey.hex())), "uppercase_hex");
        row("sig", withMember("sig", upper(event.sig.hex())), "uppercase_hex");
        row("one letter", withMember("id", inQuotes(repeated("ab", 31) + "aB")), "uppercase_hex");
    }
    void uppercaseHex() { check(); }

    void badKind_data()
    {
        columns();
        for (const char *kind :
             {"-1", "65536", "1.0", "1.5", "1e3", "1E0", "\"1\"", "null", "true", "[1]", "{}", "4294967297",
              "18446744073709551615", "99999999999999999999", "-99999999999999999999"})
            row(kind, withMember("kind", kind), "bad_kind");
        row("framed", framed("\"s\"", withMember("kind", "99999999999999999999")), "bad_kind");
    }
    void badKind() { check(); }

    void badCreatedAt_data()
    {
        columns();
        for (const char *time : {"-1", "1.0", "1.7e9", "\"1700000000\"", "null", "false", "[]",
                                 "9223372036854775808", "18446744073709551616", "99999999999999999999"})
            row(time, withMember("created_at", time), "bad_created_at");
    }
    void badCreatedAt() { check(); }

    void badTags_data()
    {
        columns();
        for (const char *tags :
             {"null", "{}", "\"x\"", "1", "[\"t\"]", "[[1]]", "[[null]]", "[[\"t\",[\"x\"]]]", "[[\"t\",{}]]",
              "[[\"t\"],\"x\"]", "[{}]", "[[\"t\",true]]", "[null]"})
            row(tags, withMember("tags", tags), "bad_tags");
    }
    void badTags() { check(); }

    void wrongId_data()
    {
        columns();
        const Event event = sampleRequest();
        const auto spoilt = [&event](const char *name, auto change) {
            Event other = event;
            change(other);
            row(name, toJson(other), "wrong_id");
        };
        spoilt("id", [](Event &e) { e.id.data[31] ^= 1; });
        spoilt("pubkey", [](Event &e) { e.pubkey = signerOf(3).publicKey(); });
        spoilt("created_at", [](Event &e) { --e.created_at; });
        spoilt("kind", [](Event &e) { e.kind = 5051; });
        spoilt("content", [](Event &e) { e.content += ' '; });
        spoilt("tag", [](Event &e) { e.tags[4][1] = "1001"; });
        spoilt("decrypted", [](Event &e) { e.tags.push_back({"i", "leaked"}); });
    }
    void wrongId() { check(); }

    void keyOffCurve_data()
    {
        columns();
        // The first three from the official BIP-340 vectors 5 and 14, and x = 0.
        row("no such point",
            toJson(withKey("eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34")),
            "key_off_curve");
        row("past the field",
            toJson(withKey("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30")),
            "key_off_curve");
        row("zero", toJson(withKey(repeated("00", 32))), "key_off_curve");
    }
    void keyOffCurve() { check(); }

    void badSignature_data()
    {
        columns();
        const Event event = sampleRequest();
        const auto spoilt = [&event](const char *name, auto change) {
            Event other = event;
            change(other);
            row(name, toJson(other), "bad_signature");
        };
        spoilt("first bit", [](Event &e) { e.sig.data[0] ^= 0x80; });
        spoilt("last bit", [](Event &e) { e.sig.data[63] ^= 1; });
        spoilt("zero", [](Event &e) { e.sig = {}; });
        spoilt("all ones", [](Event &e) { e.sig.data.fill(0xff); });
        spoilt("of another event", [](Event &e) {
            Event other = e;
            other.content = "other";
            signerOf(1).sign(other);
            e.sig = other.sig;
        });
        spoilt("of another key", [](Event &e) {
            Event other = e;
            signerOf(2).sign(other);
            e.sig = other.sig;
        });
        spoilt("halves swapped", [](Event &e) {
            std::swap_ranges(e.sig.data.begin(), e.sig.data.begin() + 32, e.sig.data.begin() + 32);
        });
    }
    void badSignature() { check(); }

    void theParserGoesOnAfterEachRejection()
    {
        EventParser parser;
        const std::string good = sample().json();
        for (const std::string &bad :
             {std::string(), std::string("{"), withMember("kind", "-1"), repeated("[", 4000),
              withMember("content", "\"\xff\""), std::string(1 << 20, ' ')}) {
            QVERIFY(std::holds_alternative<Reject>(parser.parse(bad)));
            const auto parsed = parser.parse(good);
            QVERIFY(std::holds_alternative<ParsedEvent>(parsed));
            QVERIFY(std::get<ParsedEvent>(parsed).event == sampleRequest());
        }
    }
};

DVMDASH_TEST(ParserRejectTest)
#include "parser_reject_test.moc"
