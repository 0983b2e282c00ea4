// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bytes.h"
#include "nostr/reject.h"
#include "nostr/sha256.h"
#include "samples.h"
#include "support/test_main.h"

#include <algorithm>
#include <set>
#include <thread>
#include <unordered_set>

using namespace dvmdash::nostr;
using namespace dvmdash::test;

class BytesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hexRoundTrip()
    {
        std::string all;
        for (int byte = 0; byte < 256; ++byte)
            all.push_back(static_cast<char>(byte));
        const std::string hex = toHex(all);
        QCOMPARE(hex.substr(0, 8), std::string("00010203"));
        QCOMPARE(hex.substr(508), std::string("feff"));
        std::string back(256, '\0');
        QVERIFY(fromHex(hex, reinterpret_cast<unsigned char *>(back.data()), back.size()));
        QCOMPARE(back, all);
        QVERIFY(isLowerHex(hex));
    }

    void badHex_data()
    {
        QTest::addColumn<QByteArray>("text");
        const std::string good(64, 'a');
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << toBytes(good.substr(2));
        QTest::newRow("odd") << toBytes(good.substr(1));
        QTest::newRow("long") << toBytes(good + "aa");
        // Every character but sixteen, at the first and the last place.
        for (int c = 0; c < 256; ++c) {
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
                continue;
            const char bad = static_cast<char>(c);
            QTest::addRow("first is %d", c) << toBytes(bad + good.substr(1));
            QTest::addRow("last is %d", c) << toBytes(good.substr(1) + bad);
        }
    }
    void badHex()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!EventId::fromHex(toView(text)));
        if (text.size() == 64)
            QVERIFY(!isLowerHex(toView(text)));
    }

    void rawBytes()
    {
        const std::string raw(32, '\x01');
        QCOMPARE(PublicKey::fromBytes(raw)->hex(), repeated("01", 32));
        QVERIFY(!PublicKey::fromBytes(raw + raw));
        QVERIFY(!PublicKey::fromBytes(std::string()));
        QVERIFY(EventId().isZero());
        QVERIFY(!EventId::fromBytes(raw)->isZero());
    }

    void hashSeesEveryByte()
    {
        const BytesHash hash;
        Signature value;
        std::set<std::size_t> seen{hash(value)};
        for (std::size_t at = 0; at < Signature::size; ++at) {
            Signature other = value;
            other.data[at] = 1;
            QCOMPARE(hash(other), hash(other));
            seen.insert(hash(other));
        }
        QCOMPARE(seen.size(), Signature::size + 1);
        // Lengths that are no multiple of a word, and zeros that only lengthen.
        for (std::size_t length = 0; length < 40; ++length)
            seen.insert(hash(std::string(length, '\0')));
        QVERIFY(seen.size() >= Signature::size + 40);
    }

    void hashSpreadsIdsOfOnePrefix()
    {
        constexpr std::size_t buckets = 1024;
        constexpr std::size_t perBucket = 20;
        std::array<std::size_t, buckets> load{};
        EventId id;
        for (std::size_t i = 0; i < buckets * perBucket; ++i) {
            id.data[30] = static_cast<unsigned char>(i >> 8);
            id.data[31] = static_cast<unsigned char>(i);
            ++load[BytesHash()(id) % buckets];
        }
        QVERIFY(*std::max_element(load.begin(), load.end()) < 4 * perBucket);
    }

    void sha256Vectors_data()
    {
        // FIPS 180-2, appendix B
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("digest");
        QTest::newRow("empty") << QByteArray()
                               << QByteArray(
                                      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << QByteArray("abc")
                             << QByteArray(
                                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("two blocks")
            << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
            << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        QTest::newRow("a million a")
            << QByteArray(1'000'000, 'a')
            << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    void sha256Vectors()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, digest);
        QCOMPARE(toBytes(EventId{sha256(toView(text))}.hex()), digest);
    }

    void sha256FromSeveralThreads()
    {
        const auto want = sha256("abc");
        std::array<bool, 4> same{};
        std::vector<std::thread> threads;
        for (bool &result : same) {
            threads.emplace_back([&result, &want] {
                result = true;
                for (int i = 0; i < 2000; ++i)
                    result = result && sha256("abc") == want;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(std::all_of(same.begin(), same.end(), [](bool ok) { return ok; }));
    }

    void rejectReasonsHaveNamesOfTheirOwn()
    {
        std::set<std::string_view> names;
        std::set<std::string_view> texts;
        for (int i = 0; i < rejectCount; ++i) {
            const std::string_view name = rejectName(static_cast<Reject>(i));
            QVERIFY(!name.empty());
            QVERIFY(std::all_of(name.begin(), name.end(), [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            }));
            names.insert(name);
            texts.insert(rejectText(static_cast<Reject>(i)));
        }
        QCOMPARE(names.size(), std::size_t{rejectCount});
        QCOMPARE(texts.size(), std::size_t{rejectCount});
        QVERIFY(!texts.contains({}));
    }
};

DVMDASH_TEST(BytesTest)
#include "bytes_test.moc"
