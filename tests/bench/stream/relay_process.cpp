// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/relay_process.h"

#include "common/measure.h"
#include "stream/run_until.h"

#include <QCoreApplication>

namespace dvmdash::bench
{
namespace
{

constexpr int startWithinMs = 60'000;
constexpr int askedWithinMs = 30'000;
constexpr int quietMs = 1'000;

} // namespace

RelayProcess::RelayProcess(const QString &eventsPath)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { readLines(); });
    m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--serve"), eventsPath});
    require(runUntil([this] { return m_port > 0; }, startWithinMs), "the relay does not start");
}

RelayProcess::~RelayProcess()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished();
}

QString RelayProcess::url() const
{
    return QStringLiteral("ws://127.0.0.1:%1").arg(m_port);
}

void RelayProcess::waitUntilAsked(const QString &subscription)
{
    const auto isQuiet = [&] { return m_asked.contains(subscription) && m_sinceAsked.elapsed() > quietMs; };
    require(runUntil(isQuiet, askedWithinMs), "the relay was not asked");
}

std::int64_t RelayProcess::prepare()
{
    m_ready = -1;
    order(QStringLiteral("prepare"));
    require(runUntil([this] { return m_ready >= 0; }, startWithinMs), "the relay is not ready");
    return m_ready;
}

void RelayProcess::flood()
{
    m_sent = false;
    order(QStringLiteral("flood"));
}

void RelayProcess::pace(int perSecond, std::int64_t from, std::int64_t count)
{
    m_sent = false;
    m_times.clear();
    order(QStringLiteral("pace %1 %2 %3").arg(perSecond).arg(from).arg(count));
}

void RelayProcess::order(const QString &line)
{
    m_process.write(line.toUtf8() + '\n');
}

void RelayProcess::readLines()
{
    while (m_process.canReadLine()) {
        const QList<QByteArray> words = m_process.readLine().trimmed().split(' ');
        if (words[0] == "port") {
            m_port = words[1].toInt();
        } else if (words[0] == "asked") {
            m_asked.append(QString::fromUtf8(words[1]));
            m_sinceAsked.start();
        } else if (words[0] == "ready") {
            m_ready = words[1].toLongLong();
        } else if (words[0] == "sent") {
            m_sentCpu = static_cast<double>(words[1].toLongLong()) / 1e6;
            m_sent = true;
        } else if (words[0] == "at") {
            m_times.emplace_back(words[1].toULongLong(), words[2].toLongLong());
        }
    }
}

} // namespace dvmdash::bench
