// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QFile>

#include <sqlite3.h>

using namespace dvmdash;
using test::ProgramFolder;

/// rebuild, storage and prune.
class UpkeepTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<ProgramFolder>();
        QCOMPARE(m_folder
                     ->run({QStringLiteral("demo"), QStringLiteral("--jobs"), QStringLiteral("300"),
                            QStringLiteral("--out"), m_folder->path(QStringLiteral("demo.jsonl"))})
                     .code,
                 0);
        QCOMPARE(
            m_folder->withDatabase({QStringLiteral("import"), m_folder->path(QStringLiteral("demo.jsonl"))})
                .code,
            0);
    }

    void aWholeFileHasNoDifferences()
    {
        const auto check = m_folder->withDatabase({QStringLiteral("rebuild"), QStringLiteral("--check")});
        QCOMPARE(check.code, 0);
        const auto json = m_folder
                              ->withDatabase({QStringLiteral("rebuild"), QStringLiteral("--check"),
                                              QStringLiteral("--json")})
                              .json();
        QCOMPARE(json.at("differences").get<int>(), 0);
        QCOMPARE(json.at("events").get<int>(), count("SELECT count(*) FROM event"));
        QCOMPARE(json.at("tables").at("job").at("rows").get<int>(), count("SELECT count(*) FROM job"));
    }

    void damageIsListedAndRepaired()
    {
        const auto before = m_folder->withDatabase({QStringLiteral("kinds"), QStringLiteral("--csv")}).out;
        execute("UPDATE job SET state = 6 WHERE state = 5");
        execute("DELETE FROM rollup WHERE level = 2");
        const auto check = m_folder->withDatabase({QStringLiteral("rebuild"), QStringLiteral("--check")});
        QCOMPARE(check.code, 1);
        QVERIFY(check.out.contains("state is 6, should be 5"));
        const auto repaired = m_folder->withDatabase({QStringLiteral("rebuild"), QStringLiteral("--json")});
        QCOMPARE(repaired.code, 0);
        QVERIFY(repaired.json().at("repaired").get<int>() > 100);
        QCOMPARE(m_folder->withDatabase({QStringLiteral("rebuild"), QStringLiteral("--check")}).code, 0);
        QCOMPARE(m_folder->withDatabase({QStringLiteral("kinds"), QStringLiteral("--csv")}).out, before);
    }

    void storageAddsUp()
    {
        const auto json =
            m_folder
                ->withDatabase({QStringLiteral("storage"), QStringLiteral("--tables"),
                                QStringLiteral("--days"), QStringLiteral("1000"), QStringLiteral("--json")})
                .json();
        QCOMPARE(json.at("events").get<int>(), count("SELECT count(*) FROM event"));
        int inDays = 0;
        for (const auto &day : json.at("days"))
            inDays += day.at("events").get<int>();
        QCOMPARE(inDays, count("SELECT count(*) FROM event"));
        QVERIFY(json.at("tables").at("payload").get<int>() > 0);
        QCOMPARE(json.at("policy").at("max_bytes").get<std::int64_t>(), 10'000'000'000);
        // All was imported just now.
        QCOMPARE(json.at("received_last_day").get<int>(), json.at("events").get<int>());
        const auto text = m_folder->withDatabase({QStringLiteral("storage")});
        QCOMPARE(text.code, 0);
        QVERIFY(text.out.contains("10 GB, reached on"));
    }

    void prunedNumbersStandAndOldEventsAreRefused()
    {
        const auto before = m_folder->withDatabase({QStringLiteral("dvms"), QStringLiteral("--csv")}).out;
        const int events = count("SELECT count(*) FROM event");
        const int profiles = count("SELECT count(*) FROM event WHERE kind IN (0, 10019, 31990)");
        const auto pruned =
            m_folder
                ->withDatabase({QStringLiteral("prune"), QStringLiteral("--keep-days"), QStringLiteral("30"),
                                QStringLiteral("--compact"), QStringLiteral("--json")})
                .json();
        QCOMPARE(pruned.at("deleted_events").get<int>(), events - profiles);
        QCOMPARE(pruned.at("policy").at("max_days").get<int>(), 30);
        QVERIFY(pruned.at("bytes_after").get<int>() < pruned.at("bytes_before").get<int>());
        // Jobs went with their events, but what was counted of them stays: all but when one was last
        // completed.
        const auto after = m_folder->withDatabase({QStringLiteral("dvms"), QStringLiteral("--csv")}).out;
        QCOMPARE(after.count('\n'), before.count('\n'));
        QCOMPARE(firstColumns(after), firstColumns(before));
        const auto again =
            m_folder->withDatabase({QStringLiteral("import"), m_folder->path(QStringLiteral("demo.jsonl")),
                                    QStringLiteral("--json")});
        QCOMPARE(again.json().at("accepted").get<int>(), 0);
        QCOMPARE(again.json().at("rejected").at("too_old").get<int>(), events - profiles);
        QCOMPARE(m_folder->withDatabase({QStringLiteral("rebuild"), QStringLiteral("--check")}).code, 0);
    }

    void wrongUsageIsSaid()
    {
        for (const QStringList &arguments :
             {QStringList{QStringLiteral("prune"), QStringLiteral("--keep-size"), QStringLiteral("much")},
              QStringList{QStringLiteral("prune"), QStringLiteral("--keep-days"), QStringLiteral("-1")},
              QStringList{QStringLiteral("storage"), QStringLiteral("--days"), QStringLiteral("-1")}}) {
            const auto result = m_folder->withDatabase(arguments);
            QCOMPARE(result.code, 2);
            QVERIFY(result.err.contains("--help"));
        }
        for (const char *command : {"rebuild", "storage", "prune"}) {
            const auto result = m_folder->run({QString::fromLatin1(command), QStringLiteral("--db"),
                                               m_folder->path(QStringLiteral("none.sqlite"))});
            QCOMPARE(result.code, 1);
            QVERIFY(result.err.contains("no database"));
        }
    }

private:
    /// Key and the numbers up to the first time, of each line.
    static QByteArray firstColumns(const QByteArray &csv)
    {
        QByteArray text;
        for (const QByteArray &line : csv.split('\n'))
            text += line.split(',').mid(0, 5).join(',') + '\n';
        return text;
    }

    void execute(const char *sql)
    {
        sqlite3 *db = nullptr;
        QCOMPARE(sqlite3_open(m_folder->database().toUtf8().constData(), &db), SQLITE_OK);
        QCOMPARE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        QVERIFY(sqlite3_changes(db) > 0);
        sqlite3_close(db);
    }

    int count(const char *sql)
    {
        sqlite3 *db = nullptr;
        sqlite3_open_v2(m_folder->database().toUtf8().constData(), &db, SQLITE_OPEN_READONLY, nullptr);
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
        const int number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
        sqlite3_finalize(statement);
        sqlite3_close(db);
        return number;
    }

    std::unique_ptr<ProgramFolder> m_folder;
};

DVMDASH_TEST(UpkeepTest)
#include "upkeep_test.moc"
