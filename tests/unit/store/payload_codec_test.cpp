// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/error.h"
#include "store/payload_codec.h"
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
            const std::string content = text();
            const auto event = roundTrip(tags, content);
            QVERIFY(event.tags == tags);
            QVERIFY(event.content == content);
        }
    }

    void idsTakeHalfTheirLength()
    {
        const std::string packed = store::packPayload({{"e", test::keyOf(1).hex()}}, {});
        QVERIFY(packed.size() < 40);
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
