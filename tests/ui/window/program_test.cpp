// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"
#include "support/test_main.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace dvmdash;

namespace
{

desktop::ParsedOptions parse(QStringList arguments)
{
    arguments.prepend(QStringLiteral("dvmdash"));
    return desktop::parseOptions(arguments);
}

QString program()
{
    const QString folder = qEnvironmentVariable("DVMDASH_BIN_DIR", QCoreApplication::applicationDirPath());
    return folder + QStringLiteral("/dvmdash");
}

struct Run {
    int code = -1;
    QString out;
    QString err;
};

/// Runs the program without a screen and waits for its end.
Run run(const QStringList &arguments, int withinMs = 90'000)
{
    QProcess process;
    process.start(program(), arguments);
    Run result;
    if (!process.waitForFinished(withinMs)) {
        process.kill();
        process.waitForFinished();
        return result;
    }
    result.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.out = QString::fromLocal8Bit(process.readAllStandardOutput());
    result.err = QString::fromLocal8Bit(process.readAllStandardError());
    return result;
}

} // namespace

class ProgramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsOptions();
    void refusesOptions_data();
    void refusesOptions();
    void tellsVersionAndHelp();
    void usageErrorIsTwo();
    void demoWritesAScreenshot();
    void stopsCleanlyWhenAsked();
    void brokenFileIsOne();
    void listLiesBesideTheSettings();
};

void ProgramTest::readsOptions()
{
    const auto parsed = parse(
        {QStringLiteral("--db"), QStringLiteral("x.sqlite"), QStringLiteral("--relay"),
         QStringLiteral("Relay.Example"), QStringLiteral("--relay"), QStringLiteral("ws://127.0.0.1:7000/"),
         QStringLiteral("--theme"), QStringLiteral("dark"), QStringLiteral("--page"), QStringLiteral("jobs"),
         QStringLiteral("--size"), QStringLiteral("1280x720"), QStringLiteral("--screenshot"),
         QStringLiteral("a.png"), QStringLiteral("--after"), QStringLiteral("0.5")});
    QVERIFY2(parsed.options, qPrintable(parsed.text));
    QCOMPARE(parsed.options->database, QStringLiteral("x.sqlite"));
    QCOMPARE(parsed.options->relays,
             (QStringList{QStringLiteral("wss://relay.example"), QStringLiteral("ws://127.0.0.1:7000")}));
    QCOMPARE(*parsed.options->theme, ui::Theme::Mode::Dark);
    QCOMPARE(parsed.options->page, QStringLiteral("jobs"));
    QCOMPARE(parsed.options->size, QSize(1280, 720));
    QCOMPARE(parsed.options->screenshot, QStringLiteral("a.png"));
    QCOMPARE(parsed.options->screenshotAfter, 0.5);
    QVERIFY(!parsed.options->demo);

    const QString link =
        QStringLiteral("nostr:npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6");
    QCOMPARE(parse({link}).options->open, link);
    const QString file = QCoreApplication::applicationFilePath();
    QCOMPARE(parse({file, QStringLiteral("--demo")}).options->open, file);

    const auto demo =
        parse({QStringLiteral("--demo"), QStringLiteral("--seed"), QStringLiteral("18446744073709551615"),
               QStringLiteral("--speed"), QStringLiteral("2.5")});
    QVERIFY(demo.options && demo.options->demo);
    QCOMPARE(demo.options->seed, std::numeric_limits<std::uint64_t>::max());
    QCOMPARE(demo.options->speed, 2.5);
}

void ProgramTest::refusesOptions_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const QString &text) {
        QTest::newRow(name) << text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    row("unknown", QStringLiteral("--frobnicate"));
    row("positional", QStringLiteral("something"));
    row("two files", QCoreApplication::applicationFilePath() + QStringLiteral(" other"));
    row("a secret", QStringLiteral("nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5"));
    row("theme", QStringLiteral("--theme pink"));
    row("page", QStringLiteral("--page nowhere"));
    row("size", QStringLiteral("--size 12"));
    row("size words", QStringLiteral("--size axb"));
    row("relay", QStringLiteral("--relay https://relay.example"));
    row("speed", QStringLiteral("--demo --speed 0"));
    row("speed words", QStringLiteral("--demo --speed fast"));
    row("seed", QStringLiteral("--demo --seed -1"));
    row("seed alone", QStringLiteral("--seed 3"));
    row("demo and relay", QStringLiteral("--demo --relay wss://relay.example"));
    row("after", QStringLiteral("--after never"));
    row("compare alone", QStringLiteral("--compare similar"));
    row("compare", QStringLiteral("--chain failed --compare nothing"));
    row("no value", QStringLiteral("--db"));
}

void ProgramTest::refusesOptions()
{
    QFETCH(const QStringList, arguments);
    const auto parsed = parse(arguments);
    QVERIFY(!parsed.options);
    QCOMPARE(parsed.exitCode, 2);
    QVERIFY(parsed.text.contains(QLatin1String("--help")));
}

void ProgramTest::tellsVersionAndHelp()
{
    const Run version = run({QStringLiteral("--version")});
    QCOMPARE(version.code, 0);
    QCOMPARE(version.out.trimmed(), QStringLiteral("dvmdash " DVMDASH_VERSION));
    const Run help = run({QStringLiteral("--help")});
    QCOMPARE(help.code, 0);
    for (const char *option : {"--db", "--demo", "--relay", "--seed", "--speed", "--theme", "--page",
                               "--screenshot", "--after", "--settings"})
        QVERIFY2(help.out.contains(QLatin1String(option)), option);
}

void ProgramTest::usageErrorIsTwo()
{
    const Run wrong = run({QStringLiteral("--theme"), QStringLiteral("pink")});
    QCOMPARE(wrong.code, 2);
    QVERIFY(wrong.err.contains(QLatin1String("--theme")));
    QVERIFY(wrong.out.isEmpty());
}

void ProgramTest::demoWritesAScreenshot()
{
    QTemporaryDir folder;
    const QString picture = folder.filePath(QStringLiteral("picture.png"));
    const Run shot =
        run({QStringLiteral("--demo"), QStringLiteral("--settings"), folder.filePath(QStringLiteral("s.ini")),
             QStringLiteral("--theme"), QStringLiteral("dark"), QStringLiteral("--size"),
             QStringLiteral("1280x720"), QStringLiteral("--screenshot"), picture, QStringLiteral("--after"),
             QStringLiteral("1")});
    QVERIFY2(shot.code == 0, qPrintable(shot.err));
    QCOMPARE(QImage(picture).size(), QSize(1280, 720));

    const Run refused =
        run({QStringLiteral("--db"), folder.filePath(QStringLiteral("e.sqlite")), QStringLiteral("--demo"),
             QStringLiteral("--settings"), folder.filePath(QStringLiteral("s.ini")),
             QStringLiteral("--screenshot"), folder.filePath(QStringLiteral("no/such/folder.png")),
             QStringLiteral("--after"), QStringLiteral("0.1")});
    QCOMPARE(refused.code, 1);
    QVERIFY(refused.err.contains(QLatin1String("folder.png")));
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("e.sqlite"))));
}

void ProgramTest::stopsCleanlyWhenAsked()
{
#ifndef Q_OS_WIN // terminate() asks a console program nothing there
    QTemporaryDir folder;
    const QString database = folder.filePath(QStringLiteral("events.sqlite"));
    QProcess process;
    process.start(program(), {QStringLiteral("--demo"), QStringLiteral("--db"), database,
                              QStringLiteral("--settings"), folder.filePath(QStringLiteral("s.ini"))});
    QVERIFY(process.waitForStarted());
    // It is up once it wrote something.
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(database + QStringLiteral("-wal")), 60'000);
    process.terminate();
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(!QFile::exists(database + QStringLiteral(".lock")));
#endif
}

void ProgramTest::brokenFileIsOne()
{
    QTemporaryDir folder;
    const QString database = folder.filePath(QStringLiteral("broken.sqlite"));
    QFile file(database);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(20'000, 'x'));
    file.close();
    const Run broken =
        run({QStringLiteral("--db"), database, QStringLiteral("--settings"),
             folder.filePath(QStringLiteral("s.ini")), QStringLiteral("--screenshot"),
             folder.filePath(QStringLiteral("p.png")), QStringLiteral("--after"), QStringLiteral("2")});
    QCOMPARE(broken.code, 1);
    QVERIFY(!broken.err.isEmpty());
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("p.png")))); // the window said so too
}

void ProgramTest::listLiesBesideTheSettings()
{
    QTemporaryDir folder;
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QFile list(folder.filePath(QStringLiteral("relays.json")));
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write(QStringLiteral("[\"ws://127.0.0.1:%1\"]").arg(server.serverPort()).toUtf8());
    list.close();
    QProcess process;
    process.start(program(), {QStringLiteral("--db"), folder.filePath(QStringLiteral("e.sqlite")),
                              QStringLiteral("--settings"), folder.filePath(QStringLiteral("s.ini"))});
    QTRY_VERIFY_WITH_TIMEOUT(server.hasPendingConnections(), 60'000);
    process.kill();
    QVERIFY(process.waitForFinished(60'000));
}

DVMDASH_TEST(ProgramTest)
#include "program_test.moc"
