// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_log.h"
#include "support/test_main.h"

using namespace dvmdash;
using engine::RelayLog;
using relay::LinkState;

namespace
{

const QString url = QStringLiteral("wss://r.example");

relay::RelayStatus status(LinkState state, const QString &detail = {}, std::int64_t errors = 0)
{
    relay::RelayStatus status;
    status.url = url;
    status.state = state;
    status.detail = detail;
    status.error_count = errors;
    return status;
}

/// Newest first: "at state text", a notice with an exclamation mark.
QStringList linesOf(const RelayLog &log)
{
    QStringList lines;
    for (const auto &entry : log.entries(url))
        lines.append(QStringLiteral("%1 %2 %3%4")
                         .arg(entry.at_ms)
                         .arg(relay::linkStateName(entry.state), entry.text,
                              entry.is_notice ? QStringLiteral("!") : QString()));
    return lines;
}

} // namespace

class RelayLogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void changesAndErrorsAreNoted()
    {
        RelayLog log;
        log.note(status(LinkState::Connecting), 1);
        log.note(status(LinkState::Connecting), 2); // nothing new
        log.note(status(LinkState::Waiting, QStringLiteral("no way"), 1), 3);
        log.note(status(LinkState::Connecting, QStringLiteral("no way"), 1), 4); // not said again
        log.note(status(LinkState::Waiting, QStringLiteral("no way"), 2), 5);
        log.note(status(LinkState::Live, QString(), 2), 6);
        QCOMPARE(linesOf(log),
                 (QStringList{QStringLiteral("6 live "), QStringLiteral("5 waiting no way"),
                              QStringLiteral("4 connecting "), QStringLiteral("3 waiting no way"),
                              QStringLiteral("1 connecting ")}));
        QVERIFY(log.entries(QStringLiteral("wss://other.example")).isEmpty());
    }

    void whatConcernsAllIsNotedWithAllThatAreOn()
    {
        RelayLog log;
        log.note(status(LinkState::Live), 1);
        relay::RelayStatus off = status(LinkState::Disabled);
        off.url = QStringLiteral("wss://off.example");
        log.note(off, 1);
        log.noteForAll(QStringLiteral("it slept"), 2);
        QCOMPARE(linesOf(log), (QStringList{QStringLiteral("2 live it slept"), QStringLiteral("1 live ")}));
        QCOMPARE(log.entries(off.url).size(), 1);
    }

    /// Statuses are told some times a second: a connection may fail and be on its way again in between.
    void aFailureBetweenTwoStatusesIsNoted()
    {
        RelayLog log;
        log.note(status(LinkState::Connecting), 1);
        log.note(status(LinkState::Connecting, QStringLiteral("broken"), 1), 2);
        QCOMPARE(linesOf(log),
                 (QStringList{QStringLiteral("2 connecting broken"), QStringLiteral("1 connecting ")}));
    }

    void noticesAreNotedOnce()
    {
        const QString words = QStringLiteral("be nice");
        RelayLog before;
        before.note(status(LinkState::Live), 1);
        before.noteNotice(url, words, 2);
        before.note(status(LinkState::Live, words), 3);
        RelayLog after;
        after.note(status(LinkState::Live), 1);
        after.note(status(LinkState::Live, words), 2);
        after.noteNotice(url, words, 2);
        const QStringList lines{QStringLiteral("2 live be nice!"), QStringLiteral("1 live ")};
        QCOMPARE(linesOf(before), lines);
        QCOMPARE(linesOf(after), lines);
    }

    void theNewestStay()
    {
        RelayLog log;
        for (int i = 0; i < 1'000; ++i)
            log.noteNotice(url, QString::number(i), i);
        const auto entries = log.entries(url);
        QCOMPARE(entries.size(), qsizetype(RelayLog::mostEntries));
        QCOMPARE(entries.front().text, QStringLiteral("999"));
        QCOMPARE(entries.back().text, QStringLiteral("800"));
    }
};

DVMDASH_TEST(RelayLogTest)
#include "relay_log_test.moc"
