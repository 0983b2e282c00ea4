// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/decompression.h"
#include "support/packed.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using engine::Compression;
using engine::Decoded;

namespace
{

/// Some of it can be compressed well, some not at all.
QByteArray someText(std::mt19937 &random, int size)
{
    QByteArray text;
    while (text.size() < size) {
        if (random() % 3 == 0)
            text += QByteArray(static_cast<int>(random() % 3000), 'x');
        else
            text += QByteArray::number(static_cast<qulonglong>(random()), 16) + '\n';
    }
    return text;
}

struct Outcome {
    Decoded decoded = Decoded::Good;
    QByteArray bytes;
};

/// In pieces whose lengths `next` gives.
template<typename Next>
Outcome decode(const QByteArray &packed, Next next)
{
    Outcome outcome;
    const auto stream = engine::makeDecompressor(engine::compressionOf(packed.toStdString()));
    for (qsizetype at = 0; at < packed.size() && outcome.decoded == Decoded::Good;) {
        const qsizetype size = std::min<qsizetype>(next(), packed.size() - at);
        outcome.decoded =
            stream->feed({packed.data() + at, static_cast<std::size_t>(size)}, [&](std::string_view bytes) {
                outcome.bytes.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
                return true;
            });
        at += size;
    }
    if (outcome.decoded == Decoded::Good)
        outcome.decoded = stream->finish();
    return outcome;
}

Outcome decode(const QByteArray &packed)
{
    return decode(packed, [&] { return packed.size(); });
}

using Pack = QByteArray (*)(const QByteArray &);
QByteArray zstdOf(const QByteArray &bytes)
{
    return test::zstd(bytes);
}

void packings()
{
    QTest::addColumn<bool>("isGzip");
    QTest::newRow("gzip") << true;
    QTest::newRow("zstd") << false;
}

} // namespace

class DecompressionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstBytesTell()
    {
        QVERIFY(engine::compressionOf(test::gzip("x").toStdString()) == Compression::Gzip);
        QVERIFY(engine::compressionOf(test::zstd("x").toStdString()) == Compression::Zstd);
        for (const char *text : {"", "{", "[{\"id\"", "\x1f", "\x28\xb5\x2f"})
            QVERIFY(engine::compressionOf(text) == Compression::None);
    }

    void anyPiecesComeToTheSame_data() { packings(); }
    void anyPiecesComeToTheSame()
    {
        const Pack pack = packing();
        std::mt19937 random(11);
        for (int round = 0; round < 60; ++round) {
            // Streams one behind the other, some of them empty.
            QByteArray text;
            QByteArray packed;
            for (unsigned i = 0; i <= random() % 4; ++i) {
                const QByteArray part = random() % 5 == 0 ? QByteArray() : someText(random, 20'000);
                text += part;
                packed += pack(part);
            }
            const auto whole = decode(packed);
            QVERIFY(whole.decoded == Decoded::Good);
            QVERIFY(whole.bytes == text);
            const unsigned longest = 1 + random() % 200;
            const auto pieces =
                decode(packed, [&] { return static_cast<qsizetype>(1 + random() % longest); });
            QVERIFY(pieces.decoded == Decoded::Good);
            QVERIFY(pieces.bytes == text);
        }
    }

    void everyBoundaryIsGood_data() { packings(); }
    void everyBoundaryIsGood()
    {
        std::mt19937 random(12);
        const QByteArray text = someText(random, 500);
        const QByteArray packed = packing()(text) + packing()(text);
        for (qsizetype at = 1; at < packed.size(); ++at) {
            bool isFirst = true;
            const auto halves =
                decode(packed, [&] { return std::exchange(isFirst, false) ? at : packed.size(); });
            QVERIFY(halves.decoded == Decoded::Good);
            QVERIFY(halves.bytes == text + text);
        }
    }

    void whatIsCutOffIsSaid_data() { packings(); }
    void whatIsCutOffIsSaid()
    {
        std::mt19937 random(13);
        const QByteArray text = someText(random, 3'000);
        const QByteArray packed = packing()(text);
        constexpr qsizetype magic = 4;
        for (qsizetype size = magic; size < packed.size(); ++size) {
            const auto cut = decode(packed.left(size));
            QVERIFY(cut.decoded == Decoded::EndsTooEarly);
            QVERIFY(text.startsWith(cut.bytes));
        }
        const auto second = decode(packed + packed.left(packed.size() / 2));
        QVERIFY(second.decoded == Decoded::EndsTooEarly);
        QVERIFY(second.bytes.startsWith(text));
    }

    /// zstd's own checksum is off by default, as in many files: not every damage is found.
    void damageIsFound()
    {
        std::mt19937 random(14);
        const QByteArray text = someText(random, 5'000);
        const QByteArray packed = test::gzip(text);
        int found = 0;
        for (int round = 0; round < 2'000; ++round) {
            QByteArray broken = packed;
            const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(packed.size()));
            broken[at] = static_cast<char>(broken[at] ^ (1 + static_cast<int>(random() % 255)));
            if (engine::compressionOf(broken.toStdString()) == Compression::None)
                continue;
            const auto outcome = decode(broken);
            if (outcome.decoded != Decoded::Good)
                ++found;
            else
                QVERIFY(outcome.bytes == text); // its date, or the like
        }
        QVERIFY(found > 1'900);
        std::string noise = test::zstd(text).toStdString();
        for (std::size_t i = 20; i < noise.size(); ++i)
            noise[i] = static_cast<char>(random());
        QVERIFY(decode(QByteArray::fromStdString(noise)).decoded == Decoded::Damaged);
    }

    void whatFollowsIsTold_data() { packings(); }
    void whatFollowsIsTold()
    {
        const auto outcome = decode(packing()("some text") + "and more, which is not compressed");
        QVERIFY(outcome.decoded == Decoded::GarbageFollows);
        QCOMPARE(outcome.bytes, QByteArray("some text"));
    }

    void zerosThatFillUpMeanNothing()
    {
        const auto outcome = decode(test::gzip("some text") + QByteArray(1'000, '\0') + test::gzip("more") +
                                    QByteArray(1'000, '\0'));
        QVERIFY(outcome.decoded == Decoded::Good);
        QCOMPARE(outcome.bytes, QByteArray("some textmore"));
    }

    void skippableFramesAreSkipped()
    {
        const QByteArray skippable("\x51\x2a\x4d\x18\x03\0\0\0abc", 11);
        const auto outcome = decode(skippable + test::zstd("some text") + skippable);
        QVERIFY(outcome.decoded == Decoded::Good);
        QCOMPARE(outcome.bytes, QByteArray("some text"));
    }

    /// A gigabyte of nothing in some kilobytes.
    void aBombComesInPieces_data() { packings(); }
    void aBombComesInPieces()
    {
        QByteArray packed = packing()(QByteArray(64 << 20, ' '));
        QVERIFY(packed.size() < 100'000);
        packed = packed.repeated(16);
        std::size_t most = 0;
        std::size_t sum = 0;
        const auto stream = engine::makeDecompressor(engine::compressionOf(packed.toStdString()));
        const auto decoded = stream->feed({packed.data(), static_cast<std::size_t>(packed.size())},
                                          [&](std::string_view bytes) {
                                              most = std::max(most, bytes.size());
                                              sum += bytes.size();
                                              return true;
                                          });
        QVERIFY(decoded == Decoded::Good);
        QCOMPARE(sum, std::size_t{1} << 30);
        QVERIFY(most <= 256 * 1024);
    }

    void whoTakesMayStop_data() { packings(); }
    void whoTakesMayStop()
    {
        const QByteArray packed = packing()(QByteArray(64 << 20, ' '));
        int pieces = 0;
        const auto stream = engine::makeDecompressor(engine::compressionOf(packed.toStdString()));
        const auto decoded = stream->feed({packed.data(), static_cast<std::size_t>(packed.size())},
                                          [&](std::string_view) { return ++pieces < 3; });
        QVERIFY(decoded == Decoded::Stopped);
        QCOMPARE(pieces, 3);
    }

    void aWindowOfGigabytesIsRefused()
    {
        constexpr int halfAGigabyte = 29;
        std::mt19937 random(15);
        const QByteArray packed = test::zstd(someText(random, 10'000), halfAGigabyte);
        QVERIFY(decode(packed).decoded == Decoded::NeedsTooMuch);
    }

private:
    /// Of the row.
    static Pack packing()
    {
        const auto fetch = [] {
            QFETCH(bool, isGzip);
            return isGzip;
        };
        return fetch() ? test::gzip : zstdOf;
    }
};

DVMDASH_TEST(DecompressionTest)
#include "decompression_test.moc"
