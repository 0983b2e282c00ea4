// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/id_table.h"
#include "store/split_id.h"
#include "store/store_file.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <array>
#include <random>
#include <set>

using namespace dvmdash;
using store::IdTable;
using store::IdUse;
using store::Relation;
using store::Transaction;

namespace
{

constexpr std::int64_t mostNew = 200;
using Row = std::array<std::int64_t, 3>;

/// What the table is to hold.
struct Entry {
    nostr::EventId id;
    int use = 0;
    std::int64_t row = 0;
    Row asRow() const { return {store::id8(id), use, row}; }
};

std::set<Row> rowsOf(store::Database &db, const char *table)
{
    std::set<Row> rows;
    store::Statement all = db.prepare(std::string("SELECT id8, use, row FROM ") + table);
    while (all.step())
        rows.insert({all.integer(0), all.integer(1), all.integer(2)});
    return rows;
}

} // namespace

class IdTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::make_unique<store::StoreFile>(
            m_folder->filePath(QStringLiteral("ids.sqlite")).toStdString());
    }
    void cleanup()
    {
        m_file.reset();
        m_folder.reset();
    }

    /// Rows come, go and are moved on in random transactions, some of which are rolled back; the view always
    /// holds just what it should, and the small table stays small.
    void holdsWhatWasAdded_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void holdsWhatWasAdded()
    {
        QFETCH(const unsigned, seed);
        std::mt19937_64 random(seed);
        store::Database &db = m_file->database();
        IdTable table(db, mostNew);
        std::vector<Entry> entries;
        std::size_t largest = 0;
        for (int commit = 0; commit < 120; ++commit) {
            std::vector<Entry> after = entries;
            const bool fails = random() % 10 == 0;
            {
                Transaction transaction(db, Transaction::Kind::Write);
                for (std::uint64_t i = random() % 60; i > 0; --i)
                    after.push_back(added(table, random));
                for (std::uint64_t i = random() % 10; i > 0 && !after.empty(); --i)
                    erase(table, after, random() % after.size());
                table.moveOn();
                if (!fails)
                    transaction.commit();
            }
            if (fails)
                table.forget();
            else
                entries = std::move(after);
            std::set<Row> expected;
            for (const Entry &entry : entries)
                expected.insert(entry.asRow());
            QVERIFY(rowsOf(db, "id") == expected);
            QCOMPARE(db.integer("SELECT count(*) FROM id"), static_cast<std::int64_t>(expected.size()));
            largest = std::max(largest, rowsOf(db, "id_new").size());
        }
        QVERIFY(entries.size() > 1'000);
        QVERIFY2(largest < 2 * mostNew, qPrintable(QString::number(largest)));
        QVERIFY(rowsOf(db, "id_old").size() > entries.size() / 2);
    }

    /// A program that is started often, and stores little each time, moves rows on from everywhere.
    void startsFromAnotherPlaceEachTime()
    {
        std::mt19937_64 random(5);
        store::Database &db = m_file->database();
        db.execute("INSERT INTO pubkey(pid, pk) VALUES(1, zeroblob(32))");
        std::set<bool> signs;
        for (int session = 0; session < 60; ++session) {
            IdTable table(db, mostNew);
            Transaction transaction(db, Transaction::Kind::Write);
            Entry last;
            for (int i = 0; i < 20; ++i)
                last = added(table, random);
            table.moveOn();
            store::Statement event =
                db.prepare("INSERT INTO event(id8, id24, pid, kind, created_at, received_ms, role, flags) "
                           "VALUES(?1, zeroblob(24), 1, 1, 0, 0, 0, 0)");
            event.bind(1, store::id8(last.id)).run();
            transaction.commit();
        }
        for (const Row &row : rowsOf(db, "id_old"))
            signs.insert(row[0] < 0);
        QCOMPARE(signs.size(), std::size_t{2});
        QVERIFY(rowsOf(db, "id_new").size() < 2 * mostNew);
    }

    void whatIsTheSameInEightBytesStandsBesideIt()
    {
        store::Database &db = m_file->database();
        IdTable table(db);
        nostr::EventId id;
        id.data.fill(7);
        nostr::EventId twin = id;
        twin.data.back() = 8;
        Transaction transaction(db, Transaction::Kind::Write);
        table.add(id, IdUse::Event, 1);
        table.add(twin, IdUse::Event, 2);
        table.add(id, IdUse::Job, 1);
        table.add(id, Relation::Event, 3);
        table.add(twin, Relation::Event, 3); // told apart by who reads event 3
        table.write();
        QCOMPARE(db.integer("SELECT count(*) FROM id"), 4);
        QCOMPARE(db.integer("SELECT count(*) FROM ref"), 1);
        table.erase(id, IdUse::Event, 1);
        QCOMPARE(db.integer("SELECT row FROM id WHERE use = 0"), 2);
        transaction.commit();
    }

private:
    Entry added(IdTable &table, std::mt19937_64 &random)
    {
        Entry entry;
        for (auto &byte : entry.id.data)
            byte = static_cast<unsigned char>(random());
        entry.row = ++m_lastRow;
        const int kind = static_cast<int>(random() % 3);
        if (kind == 0) {
            table.add(entry.id, IdUse::Event, entry.row);
        } else if (kind == 1) {
            entry.use = static_cast<int>(IdUse::Job);
            table.add(entry.id, IdUse::Job, entry.row);
        } else {
            entry.use = static_cast<int>(Relation::JobInput);
            table.add(entry.id, Relation::JobInput, entry.row);
        }
        return entry;
    }
    static void erase(IdTable &table, std::vector<Entry> &entries, std::size_t at)
    {
        const Entry &entry = entries[at];
        if (entry.use == static_cast<int>(Relation::JobInput))
            table.erase(entry.id, Relation::JobInput, entry.row);
        else
            table.erase(entry.id, static_cast<IdUse>(entry.use), entry.row);
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::StoreFile> m_file;
    std::int64_t m_lastRow = 0;
};

DVMDASH_TEST(IdTableTest)
#include "id_table_test.moc"
