// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/test_main.h"

#include <QFileInfo>

namespace dvmdash::test
{

namespace
{

const QStringList commands{QStringLiteral("import"), QStringLiteral("export"), QStringLiteral("collect"),
                           QStringLiteral("event"),  QStringLiteral("stats"),  QStringLiteral("series"),
                           QStringLiteral("dvms"),   QStringLiteral("kinds"),  QStringLiteral("users"),
                           QStringLiteral("dvm"),    QStringLiteral("kind"),   QStringLiteral("relays"),
                           QStringLiteral("demo")};

} // namespace

class UsageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void helpEverywhere();
    void version();
    void wrongUsage_data();
    void wrongUsage();
    void failures_data();
    void failures();
    void commonOptionsStandAnywhere();
    void defaultDatabase();

private:
    ProgramFolder m_folder;
};

void UsageTest::helpEverywhere()
{
    const ProgramResult all = m_folder.run({QStringLiteral("--help")});
    QCOMPARE(all.code, 0);
    QVERIFY(all.err.isEmpty());
    for (const QString &command : commands) {
        QVERIFY2(all.out.contains(command.toUtf8()), qPrintable(command));
        const ProgramResult one = m_folder.run({command, QStringLiteral("--help")});
        QCOMPARE(one.code, 0);
        QVERIFY(one.err.isEmpty());
        for (const char *option : {"--db", "--json", "--help"})
            QVERIFY2(one.out.contains(option), qPrintable(command));
    }
}

void UsageTest::version()
{
    const ProgramResult result = m_folder.run({QStringLiteral("--version")});
    QCOMPARE(result.code, 0);
    QCOMPARE(result.out, QByteArray("dvmdash-cli " DVMDASH_VERSION "\n"));
}

void UsageTest::wrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("told"); // must stand in the error
    const auto row = [](const char *arguments, const char *told) {
        QTest::newRow(*arguments ? arguments : "nothing")
            << QString::fromLatin1(arguments) << QString::fromLatin1(told);
    };
    row("", "command");
    row("frobnicate", "no command 'frobnicate'");
    row("--frobnicate", "no option --frobnicate");
    row("stats --frobnicate", "--frobnicate");
    row("stats extra", "extra");
    row("import", "FILE");
    row("import - -", "once");
    row("event", "ID");
    row("event nonsense", "64 hex");
    row("export --kind job", "--kind");
    row("export --kind 70000", "65535");
    row("export --author nobody", "--author");
    row("export --since someday", "--since");
    row("export --id 1234", "--id");
    row("stats --window 24h --since 1d", "--window");
    row("stats --since 2000 --until 1000", "--until");
    row("dvms --sort users", "results, feedback, success");
    row("kinds --sort feedback", "requests, results, success");
    row("users --sort p50", "requests, success");
    row("dvms --sort best", "not 'best'");
    row("dvms --limit -1", "--limit");
    row("kinds --limit many", "--limit");
    row("users --csv --json", "--csv");
    row("dvms --window 24h --until 1d", "--window");
    row("dvm", "ID");
    row("dvm nobody", "64 hex");
    row("kind", "N");
    row("kind 7000", "N takes");
    row("kind 5128", "N takes");
    row("kind 5300 --step 2h", "1m, 5m, 15m");
    row("dvm nobody --step 2h", "64 hex");
    row("collect --relay http://relay.example", "wss://");
    row("collect --for 0s", "--for");
    row("collect --for 9999w", "--for");
    row("collect --since someday", "--since");
    row("collect --proxy ftp://proxy:1", "--proxy");
    row("collect --proxy socks5://me:secret@proxy:1", "user name or password");
    row("collect --tor here", "--tor");
    row("backfill --relay wss://relay.example --since 1d --proxy proxy:1080", "--proxy");
    row("relays check wss://relay.example --tor http://127.0.0.1:9050", "--tor");
    row("demo --listen 70000", "--listen");
    row("demo --jobs 0", "--jobs");
    row("demo --jobs many", "--jobs");
    row("demo --speed 0", "--speed");
    row("demo --speed nan", "--speed");
    row("demo --seed -1", "--seed");
    row("--db", "--db");
}

void UsageTest::wrongUsage()
{
    QFETCH(QString, arguments);
    QFETCH(QString, told);
    const ProgramResult result = m_folder.run(arguments.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(result.code, 2);
    QVERIFY(result.out.isEmpty());
    QVERIFY2(result.err.contains(told.toUtf8()), result.err.constData());
    QVERIFY(result.err.startsWith("dvmdash-cli: "));
    QVERIFY2(result.err.contains("--help"), result.err.constData()); // where to read more
    QCOMPARE(result.err.count('\n'), 1);
}

void UsageTest::failures_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString missing = m_folder.path(QStringLiteral("missing.sqlite"));
    const QString text =
        m_folder.write(QStringLiteral("text.sqlite"), "This is no database, and long enough to be "
                                                      "taken for the head of one if nobody looked. ");
    const QString id(64, u'a');
    for (const QString &file : {missing, text}) {
        const QByteArray name = QFileInfo(file).baseName().toUtf8();
        QTest::addRow("export %s", name.constData())
            << QStringList{QStringLiteral("export"), QStringLiteral("--db"), file};
        QTest::addRow("stats %s", name.constData())
            << QStringList{QStringLiteral("stats"), QStringLiteral("--db"), file};
        for (const char *board : {"dvms", "kinds", "users"})
            QTest::addRow("%s %s", board, name.constData())
                << QStringList{QString::fromLatin1(board), QStringLiteral("--db"), file};
        QTest::addRow("series %s", name.constData()) << QStringList{
            QStringLiteral("series"), QStringLiteral("requests"), QStringLiteral("--db"), file};
        QTest::addRow("dvm %s", name.constData())
            << QStringList{QStringLiteral("dvm"), id, QStringLiteral("--db"), file};
        QTest::addRow("kind %s", name.constData())
            << QStringList{QStringLiteral("kind"), QStringLiteral("5300"), QStringLiteral("--db"), file};
        QTest::addRow("relays %s", name.constData())
            << QStringList{QStringLiteral("relays"), QStringLiteral("--db"), file};
        QTest::addRow("event %s", name.constData())
            << QStringList{QStringLiteral("event"), id, QStringLiteral("--db"), file};
    }
    QTest::newRow("import into text")
        << QStringList{QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--db"), text};
    QTest::newRow("import into nowhere")
        << QStringList{QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--db"),
                       m_folder.path(QStringLiteral("no/such/folder/x.sqlite"))};
    QTest::newRow("demo into nowhere")
        << QStringList{QStringLiteral("demo"), QStringLiteral("--jobs"), QStringLiteral("1"),
                       QStringLiteral("--out"), m_folder.path(QStringLiteral("no/such/folder/x.jsonl"))};
}

void UsageTest::failures()
{
    QFETCH(QStringList, arguments);
    for (const bool json : {false, true}) {
        const ProgramResult result =
            m_folder.run(json ? QStringList(arguments) << QStringLiteral("--json") : arguments);
        QCOMPARE(result.code, 1);
        QVERIFY2(result.out.isEmpty(), result.out.constData());
        QVERIFY(result.err.startsWith("dvmdash-cli: "));
        QCOMPARE(result.err.count('\n'), 1);
        QVERIFY(result.err.size() > 40); // says what to do, not just "error"
    }
    QVERIFY(!QFileInfo::exists(m_folder.path(QStringLiteral("missing.sqlite")))); // looking makes nothing
}

void UsageTest::commonOptionsStandAnywhere()
{
    const QString db = QStringLiteral("--db");
    const QString json = QStringLiteral("--json");
    const QString stats = QStringLiteral("stats");
    QCOMPARE(m_folder.withDatabase({QStringLiteral("import"), QStringLiteral("-")}).code, 0);
    const QString file = m_folder.database();
    for (const QStringList &arguments :
         {QStringList{db, file, json, stats}, QStringList{stats, db, file, json},
          QStringList{db, file, stats, json}, QStringList{json, stats, db, file},
          QStringList{QStringLiteral("--db=") + file, stats, json}}) {
        const ProgramResult result = m_folder.run(arguments);
        QCOMPARE(result.code, 0);
        COMPARE_JSON(result.json().at("requests"), 0);
    }
}

void UsageTest::defaultDatabase()
{
    QCOMPARE(m_folder.run({QStringLiteral("import"), QStringLiteral("-")}).code, 0);
    QCOMPARE(m_folder.run({QStringLiteral("stats")}).code, 0);
#if defined(Q_OS_LINUX)
    // The same file that the desktop opens.
    QVERIFY(QFileInfo::exists(m_folder.path(QStringLiteral("data/DVMDash/dvmdash/dvmdash.sqlite"))));
#endif
}

DVMDASH_TEST(UsageTest)

} // namespace dvmdash::test

#include "usage_test.moc"
