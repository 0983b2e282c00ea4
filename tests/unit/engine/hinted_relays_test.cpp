// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/hinted_relays.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <set>

using namespace dvmdash;
using engine::HintedRelays;

namespace
{

nostr::EventId idOf(int number)
{
    return nostr::EventId::fromHex(QByteArray::number(number).rightJustified(64, '0').toStdString()).value();
}

std::string url(int number)
{
    return "wss://r" + std::to_string(number) + ".example";
}

HintedRelays everywhere()
{
    return HintedRelays([](const QString &) { return true; });
}

constexpr std::int64_t soon = HintedRelays::firstAskOthersMs;

} // namespace

class HintedRelaysTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRelaysOnTheListAreAskedFirst()
    {
        auto hinted = everywhere();
        hinted.name(idOf(1), {url(1)}, 0);
        QVERIFY(!hinted.advance(soon - 1));
        QVERIFY(hinted.advance(soon));
        QCOMPARE(hinted.visits().size(), std::size_t(1));
        QCOMPARE(hinted.visits()[0].url, QStringLiteral("wss://r1.example"));
        QVERIFY(hinted.visits()[0].ids == std::vector<nostr::EventId>{idOf(1)});
        QVERIFY(!hinted.advance(soon + 1));
    }

    void whatCameInTimeNeedsNoVisit()
    {
        auto hinted = everywhere();
        hinted.name(idOf(1), {url(1)}, 0);
        hinted.seen(idOf(1));
        QVERIFY(!hinted.advance(soon));
        // And what came during one ends it.
        hinted.name(idOf(2), {url(1)}, soon);
        QVERIFY(hinted.advance(2 * soon));
        hinted.seen(idOf(2));
        QVERIFY(hinted.advance(2 * soon + 1));
        QVERIFY(hinted.visits().empty());
    }

    void oneVisitAsksForAllThatIsHintedThere()
    {
        auto hinted = everywhere();
        for (int i = 0; i < 80; ++i)
            hinted.name(idOf(i), {"WSS://R1.example/"}, i);
        QVERIFY(hinted.advance(soon));
        QCOMPARE(hinted.visits().size(), std::size_t(1));
        QCOMPARE(hinted.visits()[0].ids.size(), HintedRelays::mostIdsAVisit);
    }

    void visitsEndAndAreNotRepeated()
    {
        auto hinted = everywhere();
        hinted.name(idOf(1), {url(1)}, 0);
        hinted.advance(soon);
        QVERIFY(!hinted.advance(soon + HintedRelays::visitMs - 1));
        QVERIFY(hinted.advance(soon + HintedRelays::visitMs));
        QVERIFY(hinted.visits().empty());
        const std::int64_t later = soon + HintedRelays::visitMs + 1;
        hinted.name(idOf(2), {url(1)}, later);
        QVERIFY(!hinted.advance(later + soon));
        QVERIFY(hinted.advance(soon + HintedRelays::notAgainMs));
        QCOMPARE(hinted.visits().size(), std::size_t(1));
    }

    void theNextHintIsTriedWhenTheFirstHadNothing()
    {
        auto hinted = everywhere();
        hinted.name(idOf(1), {url(1), url(2)}, 0);
        hinted.advance(soon);
        QCOMPARE(hinted.visits()[0].url, QStringLiteral("wss://r1.example"));
        hinted.advance(soon + 1);
        QCOMPARE(hinted.visits().size(), std::size_t(2)); // beside it
        QCOMPARE(hinted.visits()[1].url, QStringLiteral("wss://r2.example"));
    }

    void fewAtOnceAndFewAnHour()
    {
        auto hinted = everywhere();
        std::int64_t now = 0;
        std::set<QString> visited;
        for (int i = 0; i < 300; ++i) {
            hinted.name(idOf(i), {url(i)}, now);
            now += 1'000;
            hinted.advance(now);
            QVERIFY(hinted.visits().size() <= HintedRelays::mostVisits);
            for (const auto &visit : hinted.visits())
                visited.insert(visit.url);
        }
        QVERIFY(visited.size() > 40);
        QVERIFY(visited.size() <= HintedRelays::mostAnHour);
    }

    void relaysOnTheListAndForbiddenOnesAreNotVisited()
    {
        HintedRelays hinted([](const QString &where) { return !where.contains(QLatin1String("r9")); });
        hinted.setKept({QStringLiteral("wss://r1.example")});
        hinted.name(idOf(1), {url(1)}, 0);
        hinted.name(idOf(2), {url(9)}, 0);
        hinted.name(idOf(3), {"no address at all", "http://r3.example"}, 0);
        QVERIFY(!hinted.advance(soon));
        // One that is put on the list is connected to anyway.
        hinted.name(idOf(4), {url(4)}, 0);
        QVERIFY(hinted.advance(soon));
        hinted.setKept({QStringLiteral("wss://r1.example"), QStringLiteral("wss://r4.example")});
        QVERIFY(hinted.advance(soon + 1));
        QVERIFY(hinted.visits().empty());
    }

    void allCanBeLeft()
    {
        auto hinted = everywhere();
        hinted.name(idOf(1), {url(1)}, 0);
        hinted.name(idOf(2), {url(2)}, soon);
        hinted.advance(soon);
        QCOMPARE(hinted.visits().size(), std::size_t(1));
        hinted.clear();
        QVERIFY(hinted.visits().empty());
        QVERIFY(!hinted.advance(3 * soon));
    }

    void nothingGrowsWithoutEnd()
    {
        auto hinted = everywhere();
        for (int i = 0; i < 5'000; ++i)
            hinted.name(idOf(i), {url(1)}, 0);
        hinted.advance(soon);
        // The oldest gave way: the visit asks for some of the newest 500.
        QVERIFY(hinted.visits()[0].ids.front() == idOf(4'500));
    }
};

DVMDASH_TEST(HintedRelaysTest)
#include "hinted_relays_test.moc"
