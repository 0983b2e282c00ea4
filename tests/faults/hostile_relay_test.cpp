// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture.h"
#include "hostile_relay.h"
#include "nostr/message.h"
#include "relay_rig.h"
#include "support/relay_thread.h"
#include "support/signed_events.h"
#include "support/test_main.h"
#include "tricks.h"

#include <QDateTime>

#include <algorithm>

namespace dvmdash::test
{
namespace
{

using relay::LinkState;

constexpr int patience_ms = 60'000;
constexpr std::int64_t mostGrown = 200LL * 1024 * 1024;
/// Of each of three relays, and what the workers hold.
constexpr std::int64_t mostQueued = 4 * 4096;
/// Of the ten thousands that it sends.
constexpr int mostNotices = 1'000;
/// A megabyte of tags must not become thousands of rows.
constexpr int mostReferred = 200;

std::set<std::string> together(std::set<std::string> one, const std::set<std::string> &other)
{
    one.insert(other.begin(), other.end());
    return one;
}

std::int64_t nowSinceStart()
{
    return QDateTime::currentSecsSinceEpoch() - start;
}

/// Signed as it should be, of a kind that nobody asked for.
nostr::Event ofAnotherKind()
{
    return signedEvent(3, 1, nowSinceStart(), {}, "not asked for");
}

nostr::Event withTags(const nostr::Tag &tag, int count)
{
    return signedEvent(3, 5050, nowSinceStart(), nostr::Tags(static_cast<std::size_t>(count), tag));
}

/// Each tag with another id as its value.
nostr::Event withIds(nostr::Tag tag, int count)
{
    nostr::Tags tags;
    for (int i = 0; i < count; ++i) {
        tag[1] = QByteArray::number(i, 16).rightJustified(8, '0').toStdString() + std::string(56, 'a');
        tags.push_back(tag);
    }
    return signedEvent(3, 5050, nowSinceStart(), tags);
}

/// As storedSignatures() tells them.
std::set<std::string> signaturesOf(std::initializer_list<std::vector<nostr::Event>> lists)
{
    std::set<std::string> signatures;
    for (const auto &events : lists)
        for (const auto &event : events)
            signatures.insert(event.id.hex() + ' ' + event.sig.hex());
    return signatures;
}

std::vector<QByteArray> textsOf(const std::vector<nostr::Event> &events)
{
    std::vector<QByteArray> texts;
    for (const auto &event : events)
        texts.push_back(eventText(event));
    return texts;
}

} // namespace

/// A relay that misbehaves stands between two good ones. These keep delivering, memory stays bounded, nothing
/// wrong is stored, and the relay is quarantined with a reason until it behaves.
class HostileRelayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void isQuarantined_data();
    void isQuarantined();
    void isBorne_data();
    void isBorne();
    void goodRelaysAreServedBesideAFlood_data();
    void goodRelaysAreServedBesideAFlood();

private:
    void addTrick(const char *name, const TrickMaker &trick, const char *words);

    // Signed once: before the relays deliver them, forgeries of `m_live` go round.
    std::vector<nostr::Event> m_kept;
    std::vector<nostr::Event> m_live;
    std::vector<nostr::Event> m_own; ///< what the hostile relay has to give once it behaves
};

} // namespace dvmdash::test

Q_DECLARE_METATYPE(dvmdash::test::TrickMaker)

namespace dvmdash::test
{

void HostileRelayTest::initTestCase()
{
    m_kept = requestsNow(200, 1);
    m_live = requestsNow(200, 2);
    m_own = requestsNow(3, 3);
}

void HostileRelayTest::addTrick(const char *name, const TrickMaker &trick, const char *words)
{
    QTest::newRow(name) << trick << QString::fromUtf8(words);
}

void HostileRelayTest::isQuarantined_data()
{
    QTest::addColumn<TrickMaker>("trick");
    QTest::addColumn<QString>("words");
    const char *const tooLarge = "over the cap of 1024 KiB";
    const char *const refused = "were refused";
    const char *const repeats = "had sent before";
    const char *const chatter = "that are no events";
    addTrick("frame of 100 MB", hugeFrame(100'000'000), tooLarge);
    addTrick("frame without end", hugeFrame(quint64(1) << 62), tooLarge);
    addTrick("message without end", endlessMessage(10'000), tooLarge);
    addTrick("message of empty pieces", endlessMessage(0), "pieces");
    addTrick("million tags", sendsOnce({eventText(QByteArray("[\"t\"],").repeated(1'000'000))}), tooLarge);
    addTrick("deep events", floodsWith({deepEvent(requestsNow(1, 4)[0], 10'000)}), refused);
    addTrick("deep messages", floodsWith({deepMessage(400'000)}), chatter);
    addTrick("invalid UTF-8", invalidUtf8(), "no valid UTF-8");
    addTrick("kinds not asked for", floodsWith({eventText(ofAnotherKind())}), refused);
    addTrick("subscription not asked for",
             floodsWith({QByteArray::fromStdString(nostr::eventFrame("other", nostr::toJson(m_kept[0])))}),
             refused);
    addTrick("forged content", floodsWith(withForgedContent(m_live)), refused);
    addTrick("forged signatures", floodsWith(withForgedSignature(m_live)), refused);
    addTrick("one event again and again", floodsWith({eventText(m_own[0])}), repeats);
    addTrick("notices", floodsWith({QByteArrayLiteral("[\"NOTICE\",\"hear, hear\"]")}), chatter);
    addTrick("challenges", floodsWith({QByteArrayLiteral("[\"AUTH\",\"who is there\"]")}), chatter);
    addTrick("pings", pingFlood(), chatter);
    addTrick("slow drip", slowDrip(20), "was silent");
    addTrick("closing mid-frame", breaksMidFrame(), "4 times in a row");
    addTrick("reconnect storm", reconnectStorm(), "4 times in a row");
}

void HostileRelayTest::isQuarantined()
{
    QFETCH(TrickMaker, trick);
    QFETCH(QString, words);
    RelayThread first;
    RelayThread second;
    HostileRelay hostile(trick);
    first.publish(m_kept);
    RelayRig rig({first.url(), hostile.url(), second.url()}, impatientLimits());
    QTRY_VERIFY2_WITH_TIMEOUT(rig.wasSeen(hostile.url(), LinkState::Quarantined, words),
                              qPrintable(rig.seen(hostile.url())), patience_ms);
    second.publish(m_live);
    const auto good = together(idsOf(m_kept), idsOf(m_live));
    QTRY_VERIFY_WITH_TIMEOUT(rig.shows(good), patience_ms);

    hostile.become(sendsOnce(textsOf(m_own)));
    QTRY_VERIFY_WITH_TIMEOUT(rig.shows(idsOf(m_own)), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(rig.statusOf(hostile.url()).state == LinkState::Live, patience_ms);
    QVERIFY2(rig.mostQueued() <= mostQueued, qPrintable(QString::number(rig.mostQueued())));
    QVERIFY2(rig.mostGrown() < mostGrown, qPrintable(QString::number(rig.mostGrown())));
    rig.stop();
    QVERIFY(storedSignatures(rig.database()) == signaturesOf({m_kept, m_live, m_own}));
}

void HostileRelayTest::isBorne_data()
{
    QTest::addColumn<TrickMaker>("trick");
    QTest::addColumn<QString>("words");
    QTest::addColumn<std::vector<nostr::Event>>("gives");
    QTest::newRow("no EOSE") << saysNoEose(textsOf(m_own)) << QStringLiteral("No end of stored events")
                             << m_own;
    std::vector<nostr::Event> many;
    many.push_back(withTags({"t"}, 150'000));
    many.push_back(withIds({"e", {}}, 12'000));
    many.push_back(withIds({"p", {}}, 12'000));
    many.push_back(withIds({"i", {}, "job"}, 11'000));
    many.push_back(withIds({"i", {}, "event"}, 11'000));
    many.push_back(withTags({"relays", "wss://relay.example"}, 25'000));
    many.push_back(withTags({"param", "a", "b"}, 50'000));
    QTest::newRow("as many tags as fit") << sendsOnce(textsOf(many)) << QString() << many;
    std::vector<QByteArray> some = withForgedSignature(m_live);
    some.resize(50);
    const auto own = textsOf(m_own);
    some.insert(some.end(), own.begin(), own.end());
    QTest::newRow("a few forgeries") << sendsOnce(some) << QString() << m_own;
}

/// Faults that cost nobody anything.
void HostileRelayTest::isBorne()
{
    QFETCH(TrickMaker, trick);
    QFETCH(QString, words);
    QFETCH(std::vector<nostr::Event>, gives);
    RelayThread first;
    RelayThread second;
    HostileRelay hostile(trick);
    first.publish(m_kept);
    RelayRig rig({first.url(), hostile.url(), second.url()}, impatientLimits());
    QTRY_VERIFY_WITH_TIMEOUT(rig.wasSeen(hostile.url(), LinkState::Live, words), patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(hostile.isDone(), patience_ms);
    second.publish(m_live);
    const auto all = together(together(idsOf(m_kept), idsOf(m_live)), idsOf(gives));
    QTRY_VERIFY_WITH_TIMEOUT(rig.shows(all), patience_ms);
    QTest::qWait(3 * impatientLimits().conduct.window_ms); // its conduct has been looked at by then
    QVERIFY2(!rig.wasSeen(hostile.url(), LinkState::Quarantined, {}), qPrintable(rig.seen(hostile.url())));
    QVERIFY2(rig.mostGrown() < mostGrown, qPrintable(QString::number(rig.mostGrown())));
    rig.stop();
    QVERIFY(storedSignatures(rig.database()) == signaturesOf({m_kept, m_live, gives}));
    QVERIFY(mostReferences(rig.database()) <= mostReferred);
}

void HostileRelayTest::goodRelaysAreServedBesideAFlood_data()
{
    QTest::addColumn<TrickMaker>("trick");
    QTest::newRow("forged signatures") << floodsWith(withForgedSignature(m_live));
    QTest::newRow("notices") << floodsWith({QByteArrayLiteral("[\"NOTICE\",\"hear, hear\"]")});
    QTest::newRow("one event again and again") << floodsWith({eventText(m_own[0])});
}

/// Before it is known for a flood, and when each of its frames is right, nobody is starved by it.
void HostileRelayTest::goodRelaysAreServedBesideAFlood()
{
    QFETCH(TrickMaker, trick);
    RelayThread first;
    RelayThread second;
    HostileRelay hostile(trick);
    relay::RelayLimits limits = testLimits();
    relay::ConductLimits &conduct = limits.conduct;
    conduct.most_chatter = conduct.most_refused = conduct.most_repeats = 2'000'000'000;
    // With one worker the queue of a flood that has to be verified is always full.
    RelayRig rig({first.url(), hostile.url(), second.url()}, limits, 1);
    QTRY_VERIFY_WITH_TIMEOUT(hostile.sent() > 1'000'000, patience_ms); // it is under way
    first.publish(m_kept);
    second.publish(m_live);
    QTRY_VERIFY_WITH_TIMEOUT(rig.shows(together(idsOf(m_kept), idsOf(m_live))), patience_ms);
    const std::int64_t before = hostile.sent();
    QTRY_VERIFY_WITH_TIMEOUT(hostile.sent() > before, patience_ms); // and it went on
    QCOMPARE(hostile.connections(), 1);
    QVERIFY2(rig.notices() < mostNotices, qPrintable(QString::number(rig.notices())));
    QVERIFY2(rig.mostQueued() <= mostQueued, qPrintable(QString::number(rig.mostQueued())));
    QVERIFY2(rig.mostGrown() < mostGrown, qPrintable(QString::number(rig.mostGrown())));
}

DVMDASH_TEST(HostileRelayTest)

} // namespace dvmdash::test

#include "hostile_relay_test.moc"
