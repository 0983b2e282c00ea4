// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bech32.h"
#include "samples.h"
#include "support/test_main.h"

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

constexpr std::size_t bip173Limit = 90;

std::string lowered(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

} // namespace

class Bech32Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valid_data()
    {
        // BIP-173, test vectors
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("prefix");
        QTest::newRow("upper case") << QByteArray("A12UEL5L") << QByteArray("a");
        QTest::newRow("lower case") << QByteArray("a12uel5l") << QByteArray("a");
        QTest::newRow("longest prefix")
            << QByteArray("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbi"
                          "o1tt5tgs")
            << QByteArray(
                   "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio");
        QTest::newRow("whole alphabet")
            << QByteArray("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw") << QByteArray("abcdef");
        QTest::newRow("separator in the prefix") << "11" + QByteArray(82, 'q') + "c8247j" << QByteArray("1");
        QTest::newRow("words") << QByteArray("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w")
                               << QByteArray("split");
        QTest::newRow("question mark") << QByteArray("?1ezyfcl") << QByteArray("?");
        QTest::newRow("address") << QByteArray("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")
                                 << QByteArray("bc");
    }
    void valid()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, prefix);
        const auto decoded = decodeBech32(toView(text), bip173Limit);
        QVERIFY(decoded);
        QCOMPARE(toBytes(decoded->prefix), prefix);
        QCOMPARE(encodeBech32(decoded->prefix, decoded->values), lowered(text.toStdString()));
    }

    void invalid_data()
    {
        // BIP-173, test vectors
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("reason");
        const auto row = [](const char *name, const QByteArray &text, Bech32Error reason) {
            QTest::newRow(name) << text << static_cast<int>(reason);
        };
        row("prefix out of range, low", QByteArray("\x20") + "1nwldj5", Bech32Error::Malformed);
        row("prefix out of range, high", QByteArray("\x7f") + "1axkwrx", Bech32Error::Malformed);
        row("prefix not ASCII", QByteArray("\x80") + "1eym55h", Bech32Error::Malformed);
        row("too long",
            "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
            Bech32Error::Malformed);
        row("no separator", "pzry9x0s0muk", Bech32Error::Malformed);
        row("empty prefix", "1pzry9x0s0muk", Bech32Error::Malformed);
        row("data character", "x1b4n0q5v", Bech32Error::Malformed);
        row("short checksum", "li1dgmt3", Bech32Error::Malformed);
        row("checksum character", QByteArray("de1lg7wt") + "\xff", Bech32Error::Malformed);
        row("checksum of the upper case", "A1G7SGD8", Bech32Error::BadChecksum);
        row("empty prefix, short", "10a06t8", Bech32Error::Malformed);
        row("empty prefix, no data", "1qzzfhee", Bech32Error::Malformed);
        row("wrong checksum", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", Bech32Error::BadChecksum);
        row("mixed case", "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sL5k7",
            Bech32Error::MixedCase);
        row("mixed between prefix and data", "A12uel5l", Bech32Error::MixedCase);
        row("empty", "", Bech32Error::Malformed);
        // BIP-350's example of bech32m: the other checksum
        row("bech32m", "a1lqfn3a", Bech32Error::BadChecksum);
    }
    void invalid()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, reason);
        Bech32Error error{};
        QVERIFY(!decodeBech32(toView(text), bip173Limit, &error));
        QCOMPARE(static_cast<int>(error), reason);
        QVERIFY(!decodeBech32(toView(text), bip173Limit));
    }

    void lengthLimit()
    {
        const std::string text = encodeBech32("x", std::vector<std::uint8_t>(100'000));
        QVERIFY(!decodeBech32(text));
        QVERIFY(decodeBech32(text, text.size()));
        QVERIFY(!decodeBech32(text, text.size() - 1));
    }

    /// BIP-173's promise: up to four wrong characters are always found, up to 89 characters.
    void everyWrongCharacterIsFound()
    {
        const std::string good = encodeBech32("npub", groupsFromBytes(repeated("\x5a\xc3", 16)));
        QVERIFY(decodeBech32(good));
        Random random(173);
        constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        for (std::size_t at = 5; at < good.size(); ++at) {
            for (const char c : alphabet) {
                std::string bad = good;
                bad[at] = c;
                QCOMPARE(decodeBech32(bad).has_value(), bad == good);
            }
        }
        for (int round = 0; round < 2000; ++round) {
            std::string bad = good;
            for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes)
                bad[5 + below(random, bad.size() - 5)] = alphabet[below(random, alphabet.size())];
            QCOMPARE(decodeBech32(bad).has_value(), bad == good);
        }
    }

    void groups_data()
    {
        QTest::addColumn<QByteArray>("groups");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << QByteArray() << true;
        QTest::newRow("five bits of padding") << QByteArray(1, '\0') << false;
        QTest::newRow("one byte") << QByteArray("\x1f\x1c", 2) << true;
        QTest::newRow("non-zero padding") << QByteArray("\x1f\x1d", 2) << false;
        QTest::newRow("six bits of padding") << QByteArray("\x1f\x1c\x00", 3) << false;
        QTest::newRow("five bytes") << QByteArray(8, '\x1f') << true;
        QTest::newRow("five bytes and five bits") << QByteArray(9, '\0') << false;
    }
    void groups()
    {
        QFETCH(QByteArray, groups);
        QFETCH(bool, good);
        QCOMPARE(bytesFromGroups({groups.begin(), groups.end()}).has_value(), good);
    }

    void groupsRoundTrip()
    {
        Random random(5);
        for (std::size_t length = 0; length < 70; ++length) {
            std::string bytes;
            for (std::size_t i = 0; i < length; ++i)
                bytes.push_back(static_cast<char>(below(random, 256)));
            const auto groups = groupsFromBytes(bytes);
            QCOMPARE(groups.size(), (length * 8 + 4) / 5);
            QVERIFY(bytesFromGroups(groups) == bytes);
            const auto decoded = decodeBech32(encodeBech32("any", groups));
            QVERIFY(decoded && decoded->values == groups);
        }
    }
};

DVMDASH_TEST(Bech32Test)
#include "bech32_test.moc"
