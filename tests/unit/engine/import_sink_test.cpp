// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/import_sink.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using engine::ImportSink;

namespace
{

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t first = 1'700'000'000;

class NoSink : public ingest::BatchSink
{
public:
    std::unique_ptr<ingest::PreparedEvent> prepare(ingest::VerifiedEvent) const override { return nullptr; }
    void deliver(ingest::Batch) override {}
};

} // namespace

/// Which part of a recording may be taken for heard while it is still being read.
class ImportSinkTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_sink = std::make_unique<ImportSink>(m_next, dvm::KindTable::standard(), "unused.sqlite", nullptr);
        m_heard = {};
    }

    void inOrderItGrowsWithTheFile()
    {
        for (std::int64_t at = 0; at <= 10 * hour; at += 60) {
            note(0, first + at);
            take();
            // Nothing of the last hour: an event of it may still come.
            QVERIFY(!m_heard[0].covers(first, first + std::max<std::int64_t>(0, at - hour) + 1));
            QVERIFY(m_heard[0].covers(first, first + std::max<std::int64_t>(0, at - hour)));
        }
        QCOMPARE(m_sink->spans().at(0).begin()->second, first + 10 * hour);
    }

    void aLittleOutOfOrderIsInOrder()
    {
        std::mt19937 random(3);
        std::vector<std::int64_t> times;
        for (std::int64_t at = 0; at < 20 * hour; at += 30)
            times.push_back(first + at);
        for (auto at = times.begin(); times.end() - at >= 100; at += 100)
            std::shuffle(at, at + 100, random); // fifty minutes
        for (const std::int64_t at : times) {
            note(0, at);
            // Never before all of it was read.
            for (const auto &piece : m_sink->takeSettled()) {
                QVERIFY(piece.from < piece.until);
                const auto unread = std::find(times.begin(), times.end(), at) + 1;
                QVERIFY(std::none_of(unread, times.end(), [&](std::int64_t later) {
                    return later >= piece.from && later < piece.until;
                }));
                m_heard[0].add(piece.from, piece.until);
            }
        }
        QVERIFY(m_heard[0].total() > 18 * hour);
    }

    /// Newest first, as many relays give it, and shuffled: then only the end tells.
    void withoutOrderNothingIsTakenEarly()
    {
        for (std::int64_t at = 20 * hour; at >= 0; at -= 600) {
            note(0, first + at);
            take();
        }
        QCOMPARE(m_heard[0].total(), 0);
        QCOMPARE(m_sink->spans().at(0).size(), std::size_t{1});
    }

    void oneFileIsNotTheOther()
    {
        for (std::int64_t at = 0; at <= 5 * hour; at += 60) {
            note(1, first + at);
            note(2, first + 5 * hour - at);
            take();
        }
        QVERIFY(m_heard[1].covers(first, first + 4 * hour));
        QCOMPARE(m_heard[2].total(), 0);
    }

    void aFalseDateSpoilsNothing()
    {
        for (std::int64_t at = 0; at <= 5 * hour; at += 60) {
            note(0, first + at);
            if (at == hour) {
                note(0, 1'000);
                note(0, first + 10'000 * hour);
            }
            take();
        }
        QVERIFY(m_heard[0].covers(first, first + 4 * hour));
        QCOMPARE(m_heard[0].total(), 4 * hour);
    }

private:
    void note(relay::RelayNumber file, std::int64_t created_at)
    {
        nostr::Event event;
        event.kind = 5'050;
        event.created_at = created_at;
        m_sink->prepare({event, file, created_at * 1'000, false});
    }
    void take()
    {
        for (const auto &[file, from, until] : m_sink->takeSettled())
            m_heard[file].add(from, until);
    }

    NoSink m_next;
    std::unique_ptr<ImportSink> m_sink;
    std::map<relay::RelayNumber, store::IntervalSet> m_heard;
};

DVMDASH_TEST(ImportSinkTest)
#include "import_sink_test.moc"
