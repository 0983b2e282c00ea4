// SPDX-License-Identifier: GPL-3.0-or-later
#include "parties.h"

#include <QDir>
#include <QtTest/QTest>

namespace dvmdash::test
{

namespace
{

void end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished();
}

QStringList nameOf(ThirdPartyRelay::Software software)
{
    switch (software) {
    case ThirdPartyRelay::Software::NostrRelay:
        return {QStringLiteral("nostr-relay")};
    case ThirdPartyRelay::Software::Welshman:
        return {QStringLiteral("welshman")};
    }
    return {};
}

/// A whole line of standard output, without its end; empty when there will be none.
QByteArray lineOf(QProcess &process)
{
    const auto hasLineOrEnded = [&process] {
        return process.canReadLine() || process.state() == QProcess::NotRunning;
    };
    if (!QTest::qWaitFor(hasLineOrEnded, deadlineMs))
        QTest::qFail("a program says nothing", __FILE__, __LINE__);
    return process.canReadLine() ? process.readLine().chopped(1) : QByteArray();
}

} // namespace

NodeScript::NodeScript(const QString &name, const QStringList &arguments, const QByteArray &input)
{
    const QString folder = qEnvironmentVariable("DVMDASH_NODE_FOLDER");
    m_process.setProgram(qEnvironmentVariable("DVMDASH_NODE", QStringLiteral("node")));
    m_process.setArguments(QStringList{QDir(folder).filePath(name)} + arguments);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start();
    if (!m_process.waitForStarted(deadlineMs))
        QTest::qFail("Node.js cannot be started: run the tests by ctest, which says what is missing",
                     __FILE__, __LINE__);
    if (input.isEmpty())
        return;
    m_process.write(input);
    m_process.closeWriteChannel();
}

NodeScript::~NodeScript()
{
    end(m_process);
}

QByteArray NodeScript::nextLine()
{
    return lineOf(m_process);
}

void ThirdPartyRelay::addRows()
{
    QTest::addColumn<Software>("software");
    QTest::newRow("@nostr-relay/core") << Software::NostrRelay;
    QTest::newRow("@welshman/net") << Software::Welshman;
}

ThirdPartyRelay::ThirdPartyRelay(Software software, const QStringList &arguments)
    : m_script(QStringLiteral("relay.mjs"), nameOf(software) + arguments)
    , m_url(QString::fromUtf8(m_script.nextLine()))
{
    if (m_url.isEmpty())
        QTest::qFail("the third-party relay did not start", __FILE__, __LINE__);
}

std::set<std::string> ThirdPartyRelay::fill(const QString &path, const QString &file, unsigned seed)
{
    const nlohmann::json order{{"path", path.toStdString()}, {"file", file.toStdString()}, {"seed", seed}};
    m_script.writeLine(QByteArray::fromStdString(order.dump()));
    const auto held = nlohmann::json::parse(m_script.nextLine().toStdString(), nullptr, false);
    if (!held.is_array()) {
        QTest::qFail("the third-party relay could not be filled", __FILE__, __LINE__);
        return {};
    }
    return held.get<std::set<std::string>>();
}

bool ThirdPartyRelay::leave(Farewell farewell)
{
    switch (farewell) {
    case Farewell::Polite:
        m_script.closeInput();
        break;
    case Farewell::Abrupt:
        m_script.kill();
        break;
    }
    return QTest::qWaitFor([this] { return !m_script.isRunning(); }, deadlineMs);
}

CollectorProcess::CollectorProcess(const ProgramFolder &folder, const QString &relay,
                                   const QStringList &further)
    : m_folder(folder)
{
    folder.prepare(m_process,
                   QStringList{QStringLiteral("collect"), QStringLiteral("--db"), folder.database(),
                               QStringLiteral("--relay"), relay, QStringLiteral("--for"),
                               QStringLiteral("10m"), QStringLiteral("--json")} +
                       further);
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process,
                     [this] { m_told += m_process.readAllStandardError(); });
    m_process.start();
}

CollectorProcess::~CollectorProcess()
{
    end(m_process);
}

bool CollectorProcess::hasTold(const QByteArray &what, int times)
{
    const auto isTold = [&] { return m_told.count(what) >= times; };
    if (QTest::qWaitFor([&] { return isTold() || hasEnded(); }, deadlineMs) && isTold())
        return true;
    qWarning("the collector told only: %s", m_told.constData());
    return false;
}

bool CollectorProcess::hasStored(std::int64_t events)
{
    std::int64_t stored = -1;
    const auto enough = [&] {
        const ProgramResult stats =
            m_folder.withDatabase({QStringLiteral("stats"), QStringLiteral("--json")});
        stored = stats.code == 0 ? stats.json().at("events_total").get<std::int64_t>() : -1;
        return stored >= events;
    };
    if (QTest::qWaitFor([&] { return enough() || hasEnded(); }, deadlineMs) && stored >= events)
        return true;
    qWarning("%lld of %lld events are stored; the collector told: %s", static_cast<long long>(stored),
             static_cast<long long>(events), m_told.constData());
    return false;
}

ProgramResult CollectorProcess::stop()
{
    m_process.terminate();
    ProgramResult result = finished(m_process);
    m_told += result.err;
    if (result.code != 0)
        qWarning("the collector ended with %d: %s%s", result.code, m_told.constData(),
                 result.out.constData());
    return result;
}

DemoProcess::DemoProcess(const ProgramFolder &folder, const QStringList &further)
{
    folder.prepare(m_process, QStringList{QStringLiteral("demo"), QStringLiteral("--listen"),
                                          QStringLiteral("0"), QStringLiteral("--json")} +
                                  further);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start();
    const auto told = nlohmann::json::parse(lineOf(m_process).toStdString(), nullptr, false);
    if (!told.is_object()) {
        QTest::qFail("the demo network did not start", __FILE__, __LINE__);
        return;
    }
    url = QString::fromStdString(told.at("url").get<std::string>());
    historyEvents = told.at("history_events").get<std::int64_t>();
}

DemoProcess::~DemoProcess()
{
    end(m_process);
}

} // namespace dvmdash::test
