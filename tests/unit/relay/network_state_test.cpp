// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/network_state.h"
#include "relay/network_words.h"
#include "support/test_main.h"

#include <QDateTime>

using namespace dvmdash;
using relay::ClockChange;
using relay::ClockOffset;
using relay::LinkState;
using relay::LinkTrouble;
using relay::NetworkState;
using relay::NetworkWords;
using relay::RelayStatus;
using relay::SystemNetwork;

namespace
{

RelayStatus relayThat(LinkTrouble trouble, LinkState state = LinkState::Waiting)
{
    RelayStatus status;
    status.state = state;
    status.trouble = trouble;
    return status;
}

RelayStatus live()
{
    return relayThat(LinkTrouble::None, LinkState::Live);
}

NetworkState conclude(const std::vector<RelayStatus> &relays, const SystemNetwork &system = {})
{
    return relay::concludeNetwork(system, relays);
}

} // namespace

class NetworkStateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void offlineWhenNoneIsFound()
    {
        const auto unknown = relayThat(LinkTrouble::NameUnknown);
        const auto unreachable = relayThat(LinkTrouble::Unreachable, LinkState::Connecting);
        QVERIFY(conclude({unknown, unreachable, unknown}).offline);
        QVERIFY(!conclude({unknown}).offline); // its address may be wrong
        QVERIFY(!conclude({unknown, unreachable, live()}).offline);
        QVERIFY(!conclude({unknown, unreachable, relayThat(LinkTrouble::Other)}).offline);
        QVERIFY(!conclude({unknown, relayThat(LinkTrouble::None, LinkState::Connecting)}).offline);
        RelayStatus off = live();
        off.enabled = false;
        off.state = LinkState::Disabled;
        QVERIFY(conclude({unknown, unreachable, off}).offline); // one that is switched off says nothing
        QVERIFY(!conclude({}).offline);
    }

    void theSystemIsBelievedUntilARelayAnswers()
    {
        const SystemNetwork none{false, {}, 0};
        QVERIFY(conclude({relayThat(LinkTrouble::Other)}, none).offline);
        QVERIFY(!conclude({live()}, none).offline);
        QVERIFY(!conclude({relayThat(LinkTrouble::Other)}, {true, {}, 0}).offline);
        const SystemNetwork login{true, true, 0};
        QVERIFY(conclude({relayThat(LinkTrouble::Other)}, login).captive);
        QVERIFY(!conclude({live()}, login).captive);
    }

    void aLoginPageAnswersForSeveral()
    {
        const auto page = relayThat(LinkTrouble::Intercepted);
        QVERIFY(conclude({page, page}).captive);
        QVERIFY(!conclude({page, page}).offline);
        QVERIFY(!conclude({page}).captive);
        QVERIFY(!conclude({page, relayThat(LinkTrouble::Other)}).captive);
        QVERIFY(!conclude({page, page, live()}).captive);
    }

    void whatIsWrongWithTheWayIsCounted()
    {
        const NetworkState state =
            conclude({relayThat(LinkTrouble::Proxy), relayThat(LinkTrouble::Proxy), live(),
                      relayThat(LinkTrouble::NeedsTor), relayThat(LinkTrouble::CertificateTime)});
        QCOMPARE(state.behind_proxy, 2);
        QCOMPARE(state.needs_tor, 1);
        QCOMPARE(state.out_of_time, 0); // one may have forgotten to renew it
        QCOMPARE(conclude({relayThat(LinkTrouble::CertificateTime), relayThat(LinkTrouble::CertificateTime)})
                     .out_of_time,
                 2);
    }

    void clocksAreComparedByTheirMedian_data()
    {
        QTest::addColumn<QVector<qint64>>("told");
        QTest::addColumn<qint64>("ahead");
        QTest::addColumn<int>("relays");
        const auto row = [](const char *name, const QVector<qint64> &told, qint64 ahead, int relays) {
            QTest::addRow("%s", name) << told << ahead << relays;
        };
        row("nobody", {}, 0, 0);
        row("right", {0, 1, -1}, 0, 0);
        row("right to a minute", {60, 59, 60}, 0, 0);
        row("four agree", {420, 421, 419, 420}, 420, 4);
        row("behind", {-421, -420}, -421, 2);
        row("one relay alone", {420}, 420, 1);
        row("one of two", {420, 0}, 0, 0);
        row("one is wrong itself", {420, 421, -9'000}, 420, 2);
        row("one of many is wrong itself", {0, 1, 90'000}, 0, 0);
        row("all say something else", {100, 500, 900, 1'300}, 0, 0);
    }
    void clocksAreComparedByTheirMedian()
    {
        QFETCH(const QVector<qint64>, told);
        QFETCH(const qint64, ahead);
        QFETCH(const int, relays);
        const auto offset = relay::clockOffset({told.begin(), told.end()});
        QCOMPARE(offset.has_value(), relays > 0);
        if (offset)
            QCOMPARE(*offset, (ClockOffset{ahead, relays}));
    }

    void wordsSayWhatToDo()
    {
        QVERIFY(NetworkWords::troubles({}).isEmpty());
        QVERIFY(NetworkWords::inShort({}).isEmpty());
        NetworkState state;
        state.offline = true;
        QVERIFY(
            NetworkWords::troubles(state).constFirst().contains(QLatin1String("This computer is offline")));
        QCOMPARE(NetworkWords::inShort(state), QStringLiteral("offline"));
        state = {};
        state.captive = true;
        QVERIFY(
            NetworkWords::troubles(state).constFirst().contains(QLatin1String("Open a browser and log in")));
        state = {};
        state.clock_offset = ClockOffset{420, 4};
        QVERIFY(NetworkWords::troubles(state).constFirst().startsWith(
            QLatin1String("The clock of this computer is 7 min ahead of what 4 relays say.")));
        state.clock_offset = ClockOffset{-7'500, 1};
        QVERIFY(NetworkWords::troubles(state).constFirst().startsWith(
            QLatin1String("The clock of this computer is 2 h 5 min behind what a relay says.")));
        state = {};
        state.needs_tor = 1;
        state.behind_proxy = 3;
        QCOMPARE(NetworkWords::troubles(state).size(), 2);
        QVERIFY(NetworkWords::troubles(state).constFirst().contains(
            QLatin1String("3 relays are not reached through the proxy")));
        QVERIFY(NetworkWords::troubles(state).constLast().contains(QLatin1String("Tor")));
        QCOMPARE(NetworkWords::inShort(state), QStringLiteral("proxy fails"));
    }

    void changesOfTheClockAreSaid()
    {
        const std::int64_t until = QDateTime(QDate(2026, 11, 22), QTime(14, 20)).toMSecsSinceEpoch();
        const QString slept = NetworkWords::change({0, until, 2 * 3'600'000, 0});
        QVERIFY(slept.contains(QLatin1String("slept for 2 h")));
        QVERIFY(slept.contains(QLatin1String("14:20")));
        QVERIFY(slept.contains(QLatin1String("not covered")));
        const QString back = NetworkWords::change({0, until, 0, -420'000});
        QVERIFY(back.contains(QLatin1String("set back by 7 min")));
        QVERIFY(!back.contains(QLatin1String("slept")));
        QVERIFY(NetworkWords::change({0, until, 0, 3 * 86'400'000LL})
                    .contains(QLatin1String("set forward by 3 days")));
        const QString both = NetworkWords::change({0, until, 60'000, 5'000});
        QVERIFY(both.contains(QLatin1String("slept for 60 s")) &&
                both.contains(QLatin1String("set forward by 5 s")));
    }
};

DVMDASH_TEST(NetworkStateTest)
#include "network_state_test.moc"
