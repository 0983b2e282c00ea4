// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/bulk_insert.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <functional>
#include <numeric>
#include <string>
#include <vector>

using namespace dvmdash;
using store::BulkInsert;
using store::Statement;
using store::Transaction;

namespace
{

constexpr const char *into = "INSERT OR FAIL INTO bulk(a, b, c)";

std::string blobOf(std::size_t i)
{
    return std::string(i % 7, static_cast<char>(i));
}

std::optional<std::int64_t> optionalOf(std::size_t i)
{
    return i % 3 == 0 ? std::nullopt : std::optional(-static_cast<std::int64_t>(i));
}

} // namespace

class BulkInsertTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_db = std::make_unique<store::Database>(
            m_folder->filePath(QStringLiteral("bulk.sqlite")).toStdString(), store::OpenMode::ReadWrite);
        m_db->execute("CREATE TABLE bulk(a INTEGER PRIMARY KEY, b INTEGER, c BLOB) STRICT;"
                      "CREATE TABLE single(a INTEGER PRIMARY KEY, b INTEGER, c BLOB) STRICT;");
    }
    void cleanup()
    {
        m_db.reset();
        m_folder.reset();
    }

    void givesTheRowsOfSingleInserts_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 31, 32, 33, 63, 64, 65, 200})
            QTest::addRow("%d", count) << count;
    }
    void givesTheRowsOfSingleInserts()
    {
        QFETCH(const int, count);
        Transaction transaction(*m_db, Transaction::Kind::Write);
        BulkInsert bulk(*m_db, into, 3);
        std::vector<std::size_t> asked;
        insert(bulk, static_cast<std::size_t>(count), 0, [&](std::size_t i) { asked.push_back(i); });
        std::vector<std::size_t> inOrder(static_cast<std::size_t>(count));
        std::iota(inOrder.begin(), inOrder.end(), std::size_t{0});
        QVERIFY(asked == inOrder);
        // Once more: nothing of what was bound before is left.
        insert(bulk, static_cast<std::size_t>(count), 1000, {});

        Statement single = m_db->prepare("INSERT INTO single VALUES(?1, ?2, ?3)");
        for (const std::int64_t from : {0, 1000}) {
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
                const std::string blob = blobOf(i);
                single.bind(1, from + static_cast<std::int64_t>(i))
                    .bind(2, optionalOf(i))
                    .bindBlob(3, blob)
                    .run();
            }
        }
        transaction.commit();
        QCOMPARE(rows("bulk"), 2 * count);
        QCOMPARE(m_db->integer("SELECT count(*) FROM (SELECT * FROM bulk EXCEPT SELECT * FROM single)"), 0);
        QCOMPARE(m_db->integer("SELECT count(*) FROM (SELECT * FROM single EXCEPT SELECT * FROM bulk)"), 0);
    }

    void aRowThatFailsThrows_data()
    {
        QTest::addColumn<int>("failing");
        for (const int failing : {0, 1, 31, 32, 63, 64, 69})
            QTest::addRow("row %d", failing) << failing;
    }
    /// Rows before it may stand: it is the transaction that takes all of them back.
    void aRowThatFailsThrows()
    {
        QFETCH(const int, failing);
        constexpr std::size_t count = 70;
        m_db->execute(("INSERT INTO bulk VALUES(" + std::to_string(failing) + ", 0, NULL)").c_str());
        BulkInsert bulk(*m_db, into, 3);
        {
            const Transaction transaction(*m_db, Transaction::Kind::Write);
            QVERIFY_THROWS_EXCEPTION(store::Error, insert(bulk, count, 0, {}));
        }
        QCOMPARE(rows("bulk"), 1);
        m_db->execute("DELETE FROM bulk");
        Transaction transaction(*m_db, Transaction::Kind::Write);
        insert(bulk, count, 0, {});
        transaction.commit();
        QCOMPARE(rows("bulk"), static_cast<std::int64_t>(count));
    }

private:
    static void insert(BulkInsert &bulk, std::size_t count, std::int64_t from,
                       const std::function<void(std::size_t)> &note)
    {
        std::vector<std::string> blobs;
        for (std::size_t i = 0; i < count; ++i)
            blobs.push_back(blobOf(i));
        bulk.run(count, [&](BulkInsert::Row row, std::size_t i) {
            if (note)
                note(i);
            row.bind(1, from + static_cast<std::int64_t>(i)).bind(2, optionalOf(i)).bindBlob(3, blobs[i]);
        });
    }
    std::int64_t rows(const char *table)
    {
        return m_db->integer(std::string("SELECT count(*) FROM ") + table);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Database> m_db;
};

DVMDASH_TEST(BulkInsertTest)
#include "bulk_insert_test.moc"
