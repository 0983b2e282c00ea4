// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/error.h"
#include "store/payload_codec.h"
#include "store/payload_packing.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QRandomGenerator>

using namespace dvmdash;

namespace
{

nostr::Event roundTrip(const nostr::Tags &tags, const std::string &content)
{
    const auto payload = store::encodePayload(tags, content);
    nostr::Event event;
    store::decodePayload(payload.encoding, payload.bytes, event);
    return event;
}

} // namespace

class PayloadCodecTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsEveryByte_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("plain") << QByteArray("hello");
        QTest::newRow("NUL inside") << QByteArray("a\0b", 3);
        QTest::newRow("an id") << QByteArray(64, 'a');
        QTest::newRow("odd hex") << QByteArray(63, 'a');
        QTest::newRow("upper hex") << QByteArray(64, 'A');
        QTest::newRow("hex with a space") << QByteArray(63, '0') + ' ';
        QTest::newRow("short hex") << QByteArray("beef");
        QTest::newRow("unicode") << QByteArray("\xf0\x9f\xa6\xa9 \xd8\xb9 \xe4\xb8\xad");
        QTest::newRow("large") << QByteArray(500'000, 'x');
    }
    void keepsEveryByte()
    {
        QFETCH(QByteArray, text);
        const std::string value = text.toStdString();
        const nostr::Tags tags{{}, {value}, {"e", value, ""}, {"i", "text", value}};
        const auto event = roundTrip(tags, value);
        QVERIFY(event.tags == tags);
        QVERIFY(event.content == value);
    }

    void manyTags()
    {
        nostr::Tags tags;
        for (int i = 0; i < 10'000; ++i)
            tags.push_back({"p", test::keyOf(1).hex(), std::to_string(i)});
        QVERIFY(roundTrip(tags, {}).tags == tags);
    }

    void randomText()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 500; ++round) {
            nostr::Tags tags(static_cast<std::size_t>(random.bounded(6)));
            const auto text = [&] {
                std::string made(static_cast<std::size_t>(random.bounded(90)), '\0');
                const bool hex = random.bounded(2) == 0;
                for (char &c : made)
                    c = hex ? "0123456789abcdef"[random.bounded(16)] : static_cast<char>(random.bounded(256));
                return made;
            };
            for (auto &tag : tags)
                for (int i = random.bounded(4); i > 0; --i)
                    tag.push_back(text());
            const std::string content = text() + test::keyOf(1).hex() + text();
            const auto event = roundTrip(tags, content);
            QVERIFY(event.tags == tags);
            QVERIFY(event.content == content);
        }
    }

    void idsTakeHalfTheirLength()
    {
        const std::string packed = store::packPayload({{"e", test::keyOf(1).hex()}}, {});
        QVERIFY(packed.size() < 40);
        const std::string id = test::keyOf(2).hex();
        const std::string nested =
            store::packPayload({}, "{\"id\":\"" + id + "\",\"sig\":\"" + id + id + "\"}");
        QVERIFY(nested.size() < 32 + 64 + 30);
    }

    void idsInTexts_data()
    {
        const std::string id = test::keyOf(1).hex();
        const auto row = [](const char *name, const std::string &text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        QTest::addColumn<QByteArray>("text");
        row("at the beginning", id + " and more");
        row("at the end", "see " + id);
        row("two side by side", id + ":" + id);
        row("one of each length", '"' + id + "\",\"" + id + id + '"');
        row("a digit too many", "see 0" + id);
        row("three together", '(' + id + id + id + ')');
        row("one that is too short", '(' + id.substr(1) + ')');
        row("in upper case", '(' + QByteArray::fromStdString(id).toUpper().toStdString() + ')');
        row("beside a mark that is no UTF-8", "\xff" + id + " \xfe " + id);
        row("among other characters", "\xe4\xb8\xad" + id + "\xf0\x9f\xa6\xa9");
        for (int before = 60; before < 70; ++before)
            row(("behind " + std::to_string(before)).c_str(),
                std::string(before, 'z') + id + std::string(70, 'y'));
    }
    void idsInTexts()
    {
        QFETCH(QByteArray, text);
        const std::string value = text.toStdString();
        nostr::Event event;
        QVERIFY(
            store::unpackPayload(store::Packing::Second, store::packPayload({{"i", value}}, value), event));
        QCOMPARE(QByteArray::fromStdString(event.content), text);
        QCOMPARE(QByteArray::fromStdString(event.tags.front().back()), text);
    }

    /// As they were written by the program of the time.
    void olderFormsAreRead()
    {
        const auto decoded = [](store::PayloadEncoding encoding, const char *hex) {
            nostr::Event event;
            store::decodePayload(encoding, QByteArray::fromHex(hex).toStdString(), event);
            return event;
        };
        const auto plain = decoded(store::PayloadEncoding::Plain, "010202640278046869");
        QVERIFY((plain.tags == nostr::Tags{{"d", "x"}}));
        QCOMPARE(plain.content, std::string("hi"));
        const auto compressed = decoded(
            store::PayloadEncoding::Dictionary1,
            "28b52ffd600100b50100900403026541aaaa016222307d02900163225d0cfcc49b1bcbeee13fe869eff8e7d5792eafa9"
            "cbb225889bfb1807192332c98b866381");
        QVERIFY((compressed.tags ==
                 nostr::Tags{{"e", std::string(64, 'a'), "wss://relay.example"},
                             {"request", "{\"id\":\"" + std::string(64, 'b') + "\",\"kind\":5300}"},
                             {"status", "success"},
                             {"amount", "21000"}}));
        QCOMPARE(compressed.content, "[\"e\",\"" + std::string(64, 'c') + "\"]");
    }

    void damageIsAnErrorAndNeverACrash()
    {
        const nostr::Tags tags{{"e", test::keyOf(1).hex()},
                               {"status", "processing", "working on it, please wait"}};
        const auto payload = store::encodePayload(tags, std::string(300, 'y') + "end");
        QRandomGenerator random(3);
        int refused = 0;
        for (int round = 0; round < 2000; ++round) {
            std::string bytes = payload.bytes;
            if (round % 2 == 0)
                bytes.resize(static_cast<std::size_t>(random.bounded(static_cast<int>(bytes.size()))));
            else
                bytes[static_cast<std::size_t>(random.bounded(static_cast<int>(bytes.size())))] ^=
                    static_cast<char>(1 + random.bounded(255));
            nostr::Event event;
            try {
                store::decodePayload(payload.encoding, bytes, event);
            } catch (const store::Error &) {
                ++refused;
            }
        }
        QVERIFY(refused > 1000);
    }
};

DVMDASH_TEST(PayloadCodecTest)
#include "payload_codec_test.moc"
