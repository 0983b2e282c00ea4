// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sum_rows.h"
#include "store/error.h"
#include "store/schema.h"
#include "support/test_main.h"

#include <map>
#include <random>

using namespace dvmdash;
using namespace dvmdash::metrics;

namespace
{

SparseCounts counts(std::uint32_t key, std::int64_t value)
{
    SparseCounts made;
    made.add(key, value);
    return made;
}

} // namespace

class SumRowsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_db = std::make_unique<store::Database>(":memory:", store::OpenMode::ReadWrite);
        store::migrate(*m_db);
        m_rows = std::make_unique<SumRows>(*m_db, "rollup");
    }
    void cleanup()
    {
        m_rows.reset();
        m_db.reset();
    }

    /// Against sums in memory; more rows at once than one statement takes.
    void holdsTheSumOfWhatWasAdded()
    {
        std::mt19937_64 random(7);
        std::map<SumRows::Key, SparseCounts> expected;
        for (int round = 0; round < 40; ++round) {
            std::map<SumRows::Key, SparseCounts> deltas;
            for (int i = 0; i < 90; ++i) {
                const SumRows::Key key{Dimension::Kind, static_cast<std::int64_t>(random() % 5) * 3'600,
                                       static_cast<std::int64_t>(random() % 9), 0};
                deltas[key].add(random() % 3, static_cast<std::int64_t>(random() % 5) - 2);
            }
            std::erase_if(deltas, [](const auto &delta) { return delta.second.empty(); });
            std::vector<SumRows::Delta> given;
            for (const auto &[key, delta] : deltas) {
                given.push_back({&key, &delta});
                expected[key] += delta;
            }
            m_rows->add(Level::Hour, given);
            std::erase_if(expected, [](const auto &sum) { return sum.second.empty(); });
            QCOMPARE(m_db->integer("SELECT count(*) FROM rollup"), static_cast<qint64>(expected.size()));
            for (const auto &[key, sum] : expected)
                QVERIFY(m_rows->read(Level::Hour, key) == sum);
        }
        QVERIFY(!m_rows->read(Level::Day, expected.begin()->first));
    }

    /// Also where what is added is more than nothing.
    void aRowOfWhichNothingIsLeftGoes()
    {
        const SumRows::Key key{Dimension::Global, 60, 0, 0};
        for (const std::int64_t first : {-3, 3}) {
            const SparseCounts one = counts(1, first);
            const SparseCounts back = counts(1, -first);
            m_rows->add(Level::Minute, {{&key, &one}});
            QVERIFY(m_rows->read(Level::Minute, key) == one);
            m_rows->add(Level::Minute, {{&key, &back}});
            QCOMPARE(m_db->integer("SELECT count(*) FROM rollup"), 0);
        }
    }

    void saysThatAStoredSumIsDamaged()
    {
        const SumRows::Key key{Dimension::Global, 60, 0, 0};
        const SparseCounts one = counts(1, 1);
        m_rows->add(Level::Minute, {{&key, &one}});
        m_db->execute("UPDATE rollup SET counts = x'80'");
        for (const bool reads : {true, false}) {
            try {
                if (reads)
                    m_rows->read(Level::Minute, key);
                else
                    m_rows->add(Level::Minute, {{&key, &one}});
                QFAIL("a damaged sum was taken for one");
            } catch (const store::Error &error) {
                QVERIFY2(std::string_view(error.what()).find("dvmdash-cli rebuild") != std::string_view::npos,
                         error.what());
            }
        }
    }

private:
    std::unique_ptr<store::Database> m_db;
    std::unique_ptr<SumRows> m_rows;
};

DVMDASH_TEST(SumRowsTest)
#include "sum_rows_test.moc"
