// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/test_main.h"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace dvmdash::test
{

namespace
{

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList capture(const QString &path, int seed, int jobs)
{
    return {QStringLiteral("demo"),   QStringLiteral("--out"), path,
            QStringLiteral("--seed"), QString::number(seed),   QStringLiteral("--jobs"),
            QString::number(jobs)};
}

} // namespace

class DemoTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void captureIsRepeatableAndImports();
    void speedShortensTheCapture();
    void networkSaysWhereItListens();
    void takenPortIsSaid();
};

void DemoTest::captureIsRepeatableAndImports()
{
    const ProgramFolder folder;
    const QString one = folder.path(QStringLiteral("one.jsonl"));
    const QString two = folder.path(QStringLiteral("two.jsonl"));
    const QString other = folder.path(QStringLiteral("other.jsonl"));
    const ProgramResult made = folder.run(capture(one, 3, 60) << QStringLiteral("--json"));
    QCOMPARE(made.code, 0);
    QCOMPARE(folder.run(capture(two, 3, 60)).code, 0);
    QCOMPARE(folder.run(capture(other, 4, 60)).code, 0);
    QVERIFY(!content(one).isEmpty());
    QVERIFY(content(one) == content(two));
    QVERIFY(content(one) != content(other));
    const auto events = static_cast<std::int64_t>(content(one).count('\n'));
    COMPARE_JSON(made.json().at("events"), events);

    const auto truth = nlohmann::json::parse(content(one + QStringLiteral(".truth.json")).toStdString());
    COMPARE_JSON(truth.at("seed"), 3);
    COMPARE_JSON(made.json().at("jobs"), truth.at("jobs").size());
    const nlohmann::json imported =
        folder.withDatabase({QStringLiteral("import"), one, QStringLiteral("--json")}).json();
    COMPARE_JSON(imported.at("accepted"), events);
    COMPARE_JSON(imported.at("rejected"), nlohmann::json::object());
    // What the file says of a job is what the program judges.
    const auto &first = truth.at("jobs").at(0);
    const nlohmann::json event =
        folder
            .withDatabase({QStringLiteral("event"),
                           QString::fromStdString(first.at("request").get<std::string>()),
                           QStringLiteral("--json")})
            .json();
    COMPARE_JSON(event.at("job").at("state"), first.at("state"));
}

void DemoTest::speedShortensTheCapture()
{
    const ProgramFolder folder;
    const auto length = [&folder](const QString &speed) {
        const QString path = folder.path(QStringLiteral("capture.jsonl"));
        folder.run(capture(path, 1, 40) << QStringLiteral("--speed") << speed);
        const auto truth = nlohmann::json::parse(content(path + QStringLiteral(".truth.json")).toStdString());
        std::set<std::int64_t> times;
        std::set<std::string> requests;
        for (const auto &job : truth.at("jobs"))
            requests.insert(job.at("request"));
        const QList<QByteArray> lines = content(path).split('\n');
        for (const QByteArray &line : lines) {
            const auto event = nlohmann::json::parse(line.toStdString(), nullptr, false);
            if (event.is_object() && requests.contains(event.at("id")))
                times.insert(event.at("created_at").get<std::int64_t>());
        }
        return *times.rbegin() - *times.begin();
    };
    QVERIFY(length(QStringLiteral("10")) < length(QStringLiteral("1")));
}

void DemoTest::networkSaysWhereItListens()
{
    const ProgramFolder folder;
    QProcess demo;
    folder.prepare(demo, {QStringLiteral("demo"), QStringLiteral("--listen"), QStringLiteral("0"),
                          QStringLiteral("--speed"), QStringLiteral("50")});
    demo.start();
    QTRY_VERIFY_WITH_TIMEOUT(demo.canReadLine(), 60'000);
    const QUrl url(QString::fromUtf8(demo.readLine().trimmed()));
    QCOMPARE(url.scheme(), QStringLiteral("ws"));
    QCOMPARE(url.host(), QStringLiteral("127.0.0.1"));
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    QVERIFY(socket.waitForConnected());
#ifdef Q_OS_UNIX
    demo.terminate(); // SIGTERM
    const ProgramResult result = finished(demo);
    QCOMPARE(result.code, 0);
    QVERIFY2(result.err.isEmpty(), result.err.constData());
#else
    demo.kill();
    demo.waitForFinished();
#endif
}

void DemoTest::takenPortIsSaid()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const ProgramFolder folder;
    const ProgramResult result = folder.run(
        {QStringLiteral("demo"), QStringLiteral("--listen"), QString::number(server.serverPort())});
    QCOMPARE(result.code, 1);
    QVERIFY(result.out.isEmpty());
    QVERIFY(result.err.contains(QByteArray::number(server.serverPort())));
    QVERIFY(result.err.contains("--listen"));
}

DVMDASH_TEST(DemoTest)

} // namespace dvmdash::test

#include "demo_test.moc"
