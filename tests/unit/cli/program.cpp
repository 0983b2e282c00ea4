// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QtTest/QTest>

#include <algorithm>

namespace dvmdash::test
{

namespace
{

constexpr int longestRunMs = 120'000;

} // namespace

nlohmann::json ProgramResult::json() const
{
    auto parsed = nlohmann::json::parse(out.toStdString(), nullptr, false);
    if (parsed.is_discarded()) {
        const QByteArray text = "no JSON on standard output: " + out + err;
        QTest::qFail(text.constData(), __FILE__, __LINE__);
        return nullptr;
    }
    return parsed;
}

QList<QByteArray> ProgramResult::lines() const
{
    QList<QByteArray> list = out.split('\n');
    if (list.last().isEmpty())
        list.removeLast();
    return list;
}

QString programPath()
{
    QString folder = qEnvironmentVariable("DVMDASH_BIN_DIR");
    if (folder.isEmpty())
        folder = QCoreApplication::applicationDirPath();
#ifdef Q_OS_WIN
    return QDir(folder).filePath(QStringLiteral("dvmdash-cli.exe"));
#else
    return QDir(folder).filePath(QStringLiteral("dvmdash-cli"));
#endif
}

void ProgramFolder::prepare(QProcess &process, const QStringList &arguments) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // The user's own data is never touched.
    environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("data")));
    environment.insert(QStringLiteral("HOME"), path(QStringLiteral("home")));
    process.setProcessEnvironment(environment);
    process.setProgram(programPath());
    process.setArguments(arguments);
}

ProgramResult finished(QProcess &process)
{
    ProgramResult result;
    // Not waitForFinished(): a test may serve the process from its own event loop.
    const auto hasEnded = [&process] { return process.state() == QProcess::NotRunning; };
    if (!QTest::qWaitFor(hasEnded, longestRunMs)) {
        QTest::qFail("the program did not end", __FILE__, __LINE__);
        process.kill();
        process.waitForFinished();
        return result;
    }
    if (process.error() != QProcess::FailedToStart && process.exitStatus() == QProcess::NormalExit)
        result.code = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

ProgramResult ProgramFolder::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    prepare(process, arguments);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    return finished(process);
}

ProgramResult ProgramFolder::withDatabase(QStringList arguments, const QByteArray &input) const
{
    arguments << QStringLiteral("--db") << database();
    return run(arguments, input);
}

nlohmann::json ProgramFolder::importDemo(int jobs, int seed) const
{
    const QString capture = path(QStringLiteral("demo.jsonl"));
    const ProgramResult made =
        run({QStringLiteral("demo"), QStringLiteral("--jobs"), QString::number(jobs),
             QStringLiteral("--seed"), QString::number(seed), QStringLiteral("--out"), capture});
    QFile truth(capture + QStringLiteral(".truth.json"));
    if (made.code != 0 || withDatabase({QStringLiteral("import"), capture}).code != 0 ||
        !truth.open(QIODevice::ReadOnly)) {
        QTest::qFail("a simulated network could not be made and imported", __FILE__, __LINE__);
        return nullptr;
    }
    return nlohmann::json::parse(truth.readAll().toStdString());
}

QString ProgramFolder::write(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        QTest::qFail("cannot write a test file", __FILE__, __LINE__);
    return file.fileName();
}

bool compareJson(const nlohmann::json &actual, const nlohmann::json &expected, const char *what,
                 const char *file, int line)
{
    if (actual == expected)
        return true;
    const std::string text = std::string(what) + " is " + actual.dump() + ", not " + expected.dump();
    QTest::qFail(text.c_str(), file, line);
    return false;
}

QByteArray toLines(const std::vector<nostr::Event> &events)
{
    std::string lines;
    for (const auto &event : events)
        lines += nostr::toJson(event) + '\n';
    return QByteArray::fromStdString(lines);
}

void sortAsExported(std::vector<nostr::Event> &events)
{
    std::sort(events.begin(), events.end(), [](const nostr::Event &a, const nostr::Event &b) {
        return a.created_at != b.created_at ? a.created_at < b.created_at : a.id < b.id;
    });
}

std::vector<nostr::Event> demoEvents(int jobs, std::uint64_t seed)
{
    demo::ScenarioSettings settings;
    settings.seed = seed;
    settings.jobs = jobs;
    constexpr int hoursAgo = 5;
    settings.start = QDateTime::currentSecsSinceEpoch() - hoursAgo * 3600;
    const demo::Scenario scenario = demo::makeScenario(settings);
    std::vector<nostr::Event> events;
    for (const auto &timed : scenario.events)
        events.push_back(timed.event);
    sortAsExported(events);
    events.erase(std::unique(events.begin(), events.end()), events.end());
    return events;
}

} // namespace dvmdash::test
