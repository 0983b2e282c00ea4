// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/test_main.h"

#include <QFile>

#include <algorithm>
#include <memory>

using namespace dvmdash;
using test::ProgramFolder;
using test::ProgramResult;

class KindTableCommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<ProgramFolder>(); }

    void whatIsLeftOutIsNoJobAndComesBack()
    {
        m_folder->importDemo(150, 3);
        const auto before = kinds();
        QVERIFY(before.size() > 3);
        const int gone = before.front().at("kind").get<int>();
        const auto report = command({QStringLiteral("--leave-out"), QString::number(gone)});
        QCOMPARE(report.at("changes").at("excluded").size(), std::size_t{8}); // and its results
        const auto after = kinds();
        QCOMPARE(after.size(), before.size() - 1);
        for (const auto &kind : after)
            QVERIFY(kind.at("kind") != gone);
        const auto jobs = json({QStringLiteral("jobs"), QStringLiteral("--limit"), QStringLiteral("2000")});
        QVERIFY(jobs.dump().find("\"kind\":" + std::to_string(gone) + ",") == std::string::npos);
        const auto check = m_folder->withDatabase({QStringLiteral("rebuild"), QStringLiteral("--check")});
        QVERIFY2(check.code == 0, check.out.constData());

        command({QStringLiteral("--take-in"), QString::number(gone)});
        // What was not asked for meanwhile may have been silent or not: all else is as it was.
        const auto again = kinds();
        QCOMPARE(again.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            const bool wasGone = before[i].at("kind") == gone;
            QVERIFY(wasGone || std::find(again.begin(), again.end(), before[i]) != again.end());
        }
        const auto back = std::find_if(again.begin(), again.end(),
                                       [&](const auto &kind) { return kind.at("kind") == gone; });
        QVERIFY(back != again.end());
        for (const char *count : {"requests", "results", "unique_users"})
            QVERIFY2(back->at(count) == before.front().at(count), count);
        QVERIFY(command({}).at("changes").size() == 1); // the version alone
    }

    void itsOwnOutputIsTaken()
    {
        const QString wanted = m_folder->write(
            QStringLiteral("kinds.json"),
            R"({"version":1,"ranges":[{"first":8000,"last":8009,"result_offset":100}],"excluded":[8003],)"
            R"("kinds":[{"kind":8001,"name":"Weather","timeouts":{"result":900}}]})");
        const auto report = command({QStringLiteral("--set"), wanted});
        QCOMPARE(report.at("rules").at("timeouts").at("result").get<int>(), 120);
        const QString again = m_folder->write(QStringLiteral("again.json"),
                                              QByteArray::fromStdString(report.at("changes").dump()));
        QVERIFY(command({QStringLiteral("--set"), again}) == report);
        const auto text = m_folder->withDatabase({QStringLiteral("kind-table")});
        QVERIFY2(text.out.contains("8000 to 8009, results 100 higher") && text.out.contains("Weather") &&
                     text.out.contains("result 900 s"),
                 text.out.constData());
        QVERIFY(command({QStringLiteral("--preset"), QStringLiteral("standard")}).at("changes").size() == 1);
    }

    void wrongOnesAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, const QStringList &arguments, int code, const char *words) {
            QTest::newRow(name) << arguments << code << QByteArray(words);
        };
        row("no preset", {QStringLiteral("--preset"), QStringLiteral("all")}, 2, "standard, nip90 or named");
        row("both",
            {QStringLiteral("--preset"), QStringLiteral("named"), QStringLiteral("--set"),
             QStringLiteral("x")},
            2, "either --set or --preset");
        row("no file", {QStringLiteral("--set"), QStringLiteral("/nowhere/kinds.json")}, 1, "Cannot read");
        row("no kind", {QStringLiteral("--leave-out"), QStringLiteral("many")}, 2, "--leave-out");
    }
    void wrongOnesAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, words);
        const ProgramResult result =
            m_folder->withDatabase(QStringList{QStringLiteral("kind-table")} + arguments);
        QCOMPARE(result.code, code);
        QVERIFY2(result.err.contains(words), result.err.constData());
        QVERIFY(!QFile::exists(m_folder->database()));
    }

    void whatDoesNotGoTogetherIsRefused()
    {
        const QString wrong =
            m_folder->write(QStringLiteral("wrong.json"),
                            R"({"version":1,"ranges":[{"first":5000,"last":6000,"result_offset":1000}]})");
        const auto result =
            m_folder->withDatabase({QStringLiteral("kind-table"), QStringLiteral("--set"), wrong});
        QCOMPARE(result.code, 1);
        QVERIFY2(result.err.contains("kind 6000 would be a request and a result"), result.err.constData());
    }

private:
    nlohmann::json json(const QStringList &arguments) const
    {
        const auto result = m_folder->withDatabase(arguments + QStringList{QStringLiteral("--json")});
        if (result.code != 0)
            qFatal("%s", result.err.constData());
        return result.json();
    }
    nlohmann::json command(const QStringList &arguments) const
    {
        return json(QStringList{QStringLiteral("kind-table")} + arguments);
    }
    nlohmann::json kinds() const { return json({QStringLiteral("kinds")}).at("kinds"); }

    std::unique_ptr<ProgramFolder> m_folder;
};

DVMDASH_TEST(KindTableCommandTest)
#include "kind_table_test.moc"
