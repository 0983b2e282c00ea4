// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/missing_events.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using engine::MissingEvents;

namespace
{

nostr::EventId idOf(int number)
{
    std::string hex = QByteArray::number(number).rightJustified(64, '0').toStdString();
    return nostr::EventId::fromHex(hex).value();
}

} // namespace

class MissingEventsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void askedOnceNewestFirst()
    {
        MissingEvents missing;
        QVERIFY(!missing.takeChange());
        missing.name(idOf(1), 0);
        missing.name(idOf(2), 10);
        missing.name(idOf(1), 20);
        QVERIFY(missing.takeChange());
        QVERIFY(!missing.takeChange());
        const std::vector<nostr::EventId> expected{idOf(2), idOf(1)};
        QVERIFY(missing.wanted() == expected);
    }

    void whatCameIsNotAskedForAgain()
    {
        MissingEvents missing;
        missing.name(idOf(1), 0);
        missing.name(idOf(2), 0);
        missing.takeChange();
        missing.seen(idOf(1));
        missing.seen(idOf(77));
        QVERIFY(!missing.takeChange()); // the other is still asked for
        QCOMPARE(missing.wanted().size(), std::size_t(1));
        missing.seen(idOf(2));
        QVERIFY(missing.takeChange());
        missing.name(idOf(1), 100);
        QVERIFY(missing.wanted().empty());
    }

    void givenUpAfterAWhile()
    {
        MissingEvents missing;
        missing.name(idOf(1), 0);
        missing.name(idOf(2), 50'000);
        missing.takeChange();
        missing.expire(MissingEvents::askedForMs - 1);
        QCOMPARE(missing.wanted().size(), std::size_t(2));
        missing.expire(MissingEvents::askedForMs);
        QCOMPARE(missing.wanted().size(), std::size_t(1));
        missing.expire(MissingEvents::askedForMs + 50'000);
        QVERIFY(missing.wanted().empty());
        QVERIFY(missing.takeChange());
    }

    void neverMoreThanRelaysTake()
    {
        MissingEvents missing;
        for (int i = 0; i < 30'000; ++i)
            missing.name(idOf(i), i);
        QCOMPARE(missing.wanted().size(), MissingEvents::mostAsked);
        QVERIFY(missing.wanted().front() == idOf(29'999));
    }
};

DVMDASH_TEST(MissingEventsTest)
#include "missing_events_test.moc"
