// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/verifier.h"
#include "samples.h"
#include "support/test_main.h"

#include <QFile>

#include <algorithm>
#include <thread>

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

QByteArray nameOf(const std::optional<Reject> &reason)
{
    return toBytes(reason ? rejectName(*reason) : "valid");
}

std::array<unsigned char, 32> array32(const QByteArray &bytes)
{
    return PublicKey::fromBytes(toView(bytes))->data;
}

/// The x of no point, made of a number: about half of all numbers are none.
std::vector<PublicKey> keysOffCurve(std::size_t count)
{
    std::vector<PublicKey> keys;
    Verifier verifier;
    for (unsigned char number = 0; keys.size() < count; ++number) {
        PublicKey key;
        key.data[31] = number;
        if (verifier.checkSignature(key, "", {}) == Reject::KeyOffCurve)
            keys.push_back(key);
    }
    return keys;
}

} // namespace

class VerifierTest : public QObject
{
    Q_OBJECT

private:
    static void officialColumns()
    {
        for (const char *column : {"secret", "key", "auxiliary", "message", "signature", "result", "comment"})
            QTest::addColumn<QByteArray>(column);
        QFile file(QString::fromLocal8Bit(qgetenv("DVMDASH_SOURCE_DIR")) +
                   QStringLiteral("/tests/fixtures/nostr/bip340-vectors.csv"));
        QVERIFY2(file.open(QIODevice::ReadOnly), "the BIP-340 vectors are part of the source");
        file.readLine(); // names of the columns
        int rows = 0;
        while (!file.atEnd()) {
            const QList<QByteArray> cells = file.readLine().trimmed().split(',');
            QVERIFY(cells.size() >= 7);
            auto &row = QTest::addRow("vector %s", cells[0].constData());
            for (int column = 1; column <= 5; ++column)
                row << QByteArray::fromHex(cells[column]);
            row << cells[6] << cells.value(7);
            ++rows;
        }
        QCOMPARE(rows, 19);
    }

private Q_SLOTS:
    void officialVerification_data() { officialColumns(); }
    void officialVerification()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, signature);
        QFETCH(QByteArray, result);
        QFETCH(QByteArray, comment);
        const auto publicKey = PublicKey::fromBytes(toView(key));
        const auto sig = Signature::fromBytes(toView(signature));
        QVERIFY(publicKey && sig);
        Verifier verifier;
        const char *bad = comment.startsWith("public key") ? "key_off_curve" : "bad_signature";
        const QByteArray want = result == "TRUE" ? "valid" : bad;
        QCOMPARE(nameOf(verifier.checkSignature(*publicKey, toView(message), *sig)), want);
        // Once more with the key out of the cache.
        QCOMPARE(nameOf(verifier.checkSignature(*publicKey, toView(message), *sig)), want);
    }

    void officialSigning_data() { officialColumns(); }
    void officialSigning()
    {
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, auxiliary);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, signature);
        if (secret.isEmpty())
            return; // this vector is for verification alone
        const auto signer = Signer::fromSecret(*SecretKey::fromBytes(toView(secret)));
        QVERIFY(signer);
        QCOMPARE(toBytes(signer->publicKey().view()), key);
        QCOMPARE(toBytes(signer->signMessage(toView(message), array32(auxiliary)).view()), signature);
        if (message.size() == 32)
            QCOMPARE(toBytes(signer->signHash(array32(message), array32(auxiliary)).view()), signature);
    }

    void badSecrets_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<bool>("good");
        const std::string order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd03641";
        QTest::newRow("zero") << QByteArray(64, '0') << false;
        QTest::newRow("one") << QByteArray(63, '0') + '1' << true;
        QTest::newRow("one below the order") << toBytes(order + "40") << true;
        QTest::newRow("the order") << toBytes(order + "41") << false;
        QTest::newRow("all ones") << QByteArray(64, 'f') << false;
    }
    void badSecrets()
    {
        QFETCH(QByteArray, hex);
        QFETCH(bool, good);
        QCOMPARE(Signer::fromSecret(*SecretKey::fromHex(toView(hex))).has_value(), good);
    }

    void signingIsDeterministic()
    {
        Event first = sampleRequest();
        Event second = first;
        second.id = {};
        second.sig = {};
        second.pubkey = {};
        signerOf(1).sign(second);
        QVERIFY(first == second);
        Signer moved = signerOf(2);
        moved = signerOf(1);
        moved.sign(second);
        QVERIFY(first == second);
    }

    void idComesBeforeKeyAndSignature()
    {
        Verifier verifier;
        Event event = sampleRequest();
        event.sig = {};
        event.pubkey = keysOffCurve(1).front();
        QCOMPARE(nameOf(verifier.check(event)), QByteArray("wrong_id"));
        event.id = computeId(event);
        QCOMPARE(nameOf(verifier.check(event)), QByteArray("key_off_curve"));
        event.pubkey = signerOf(1).publicKey();
        event.id = computeId(event);
        QCOMPARE(nameOf(verifier.check(event)), QByteArray("bad_signature"));
        signerOf(1).sign(event);
        QCOMPARE(nameOf(verifier.check(event)), QByteArray("valid"));
    }

    void smallCacheForgetsAndStaysRight_data()
    {
        QTest::addColumn<int>("capacity");
        for (const int capacity : {0, 1, 2, 7, 16, 1000})
            QTest::addRow("%d keys", capacity) << capacity;
    }
    void smallCacheForgetsAndStaysRight()
    {
        QFETCH(int, capacity);
        std::vector<Event> events;
        for (std::uint64_t number = 1; number <= 12; ++number) {
            Event event;
            event.content = "by " + std::to_string(number);
            signerOf(number).sign(event);
            events.push_back(event);
        }
        const auto off = keysOffCurve(8);
        Verifier verifier(static_cast<std::size_t>(capacity));
        Random random(static_cast<std::uint64_t>(capacity));
        for (int round = 0; round < 300; ++round) {
            const Event &event = events[below(random, events.size())];
            QCOMPARE(nameOf(verifier.check(event)), QByteArray("valid"));
            // Another's signature must never pass because of a key that stayed behind.
            const Event &other = events[below(random, events.size())];
            const bool same = other.pubkey == event.pubkey;
            QCOMPARE(nameOf(verifier.checkSignature(other.pubkey, event.id.view(), event.sig)),
                     QByteArray(same ? "valid" : "bad_signature"));
            QCOMPARE(
                nameOf(verifier.checkSignature(off[below(random, off.size())], event.id.view(), event.sig)),
                QByteArray("key_off_curve"));
        }
    }

    void oneVerifierAThread()
    {
        const Event good = sampleRequest();
        Event bad = good;
        bad.sig.data[5] ^= 4;
        std::array<bool, 4> right{};
        std::vector<std::thread> threads;
        for (bool &result : right) {
            threads.emplace_back([&result, &good, &bad] {
                Verifier verifier;
                const Signer signer = signerOf(1);
                result = true;
                for (int i = 0; i < 50; ++i) {
                    Event mine = good;
                    signer.sign(mine);
                    result = result && mine == good && !verifier.check(mine) &&
                             verifier.check(bad) == Reject::BadSignature;
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(std::all_of(right.begin(), right.end(), [](bool ok) { return ok; }));
    }
};

DVMDASH_TEST(VerifierTest)
#include "verifier_test.moc"
