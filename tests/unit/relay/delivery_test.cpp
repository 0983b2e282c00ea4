// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/delivery.h"
#include "support/test_main.h"

using namespace dvmdash;
using nostr::Filter;
using relay::Delivery;

namespace
{

/// JSON written with ' for ", which the Qt moc reads more reliably than raw strings inside macros.
QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

Filter since(std::int64_t from)
{
    Filter filter;
    filter.since = from;
    return filter;
}

/// "from..until" or "none".
QString text(const Delivery &delivery)
{
    const auto span = delivery.span();
    return span ? QStringLiteral("%1..%2").arg(span->from).arg(span->until) : QStringLiteral("none");
}

void store(Delivery &delivery, int count, std::int64_t newest)
{
    for (int i = 0; i < count; ++i)
        delivery.stored(newest - i);
}

} // namespace

class DeliveryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsSureBeforeEose()
    {
        Delivery delivery;
        QCOMPARE(text(delivery), QStringLiteral("none"));
        delivery.asked({since(1000)});
        store(delivery, 3, 1500);
        delivery.proven(1600);
        QCOMPARE(text(delivery), QStringLiteral("none"));
    }

    void underTheCapAllSinceSinceCame()
    {
        Delivery delivery;
        delivery.asked({since(1000)});
        store(delivery, 499, 1900);
        delivery.endOfStored(2000, 500);
        QCOMPARE(text(delivery), QStringLiteral("1000..2000"));
    }

    /// The oldest second may have been cut in the middle.
    void atTheCapOnlyTheNewestCame()
    {
        Delivery delivery;
        delivery.asked({since(1000)});
        store(delivery, 500, 1999);
        delivery.endOfStored(2000, 500);
        QCOMPARE(text(delivery), QStringLiteral("1501..2000"));
    }

    /// Unless it is not the newest first: then anything may have been cut.
    void atTheCapDisorderProvesNothing()
    {
        Delivery delivery;
        delivery.asked({since(1000)});
        store(delivery, 499, 1998);
        delivery.stored(1999);
        delivery.endOfStored(2000, 500);
        delivery.proven(2001);
        QCOMPARE(text(delivery), QStringLiteral("2000..2001"));
    }

    void theLimitOfTheFilterIsACap()
    {
        Filter filter = since(1000);
        filter.limit = 10;
        Delivery delivery;
        delivery.asked({filter});
        store(delivery, 10, 1999);
        delivery.endOfStored(2000, 500);
        QCOMPARE(text(delivery), QStringLiteral("1991..2000"));

        filter.limit = 0; // live only
        delivery.asked({filter});
        delivery.endOfStored(3000, 500);
        QCOMPARE(text(delivery), QStringLiteral("none"));
        delivery.proven(3005);
        QCOMPARE(text(delivery), QStringLiteral("3000..3005"));
    }

    void withoutSinceItBeginsAtTheOldest()
    {
        Delivery delivery;
        delivery.asked({Filter{}});
        store(delivery, 2, 1900);
        delivery.endOfStored(2000, 500);
        QCOMPARE(text(delivery), QStringLiteral("1899..2000"));

        delivery.asked({Filter{}});
        delivery.endOfStored(3000, 500);
        delivery.proven(3001);
        QCOMPARE(text(delivery), QStringLiteral("3000..3001"));
    }

    void anUnreadableEventHidesTheOldest()
    {
        Delivery delivery;
        delivery.asked({since(1000)});
        store(delivery, 499, 1999);
        delivery.stored(std::nullopt);
        delivery.endOfStored(2000, 500);
        delivery.proven(2001);
        QCOMPARE(text(delivery), QStringLiteral("2000..2001"));
    }

    void withSeveralFiltersACutIsNowhereSure()
    {
        Delivery delivery;
        delivery.asked({since(1000), since(1200)});
        delivery.endOfStored(2000, 500);
        QCOMPARE(text(delivery), QStringLiteral("1200..2000"));

        delivery.asked({since(1000), since(1200)});
        store(delivery, 500, 1999);
        delivery.endOfStored(2000, 500);
        delivery.proven(2003);
        QCOMPARE(text(delivery), QStringLiteral("2000..2003"));

        delivery.asked({since(1000), Filter{}}); // one of them has no beginning
        store(delivery, 1, 1700);
        delivery.endOfStored(2000, 500);
        QCOMPARE(text(delivery), QStringLiteral("1700..2000"));
    }

    void growsWithSignsOfLifeAndNeverShrinks()
    {
        Delivery delivery;
        delivery.asked({since(1000)});
        delivery.endOfStored(2000, 500);
        delivery.proven(2010);
        delivery.proven(2005); // the clock went back
        QCOMPARE(text(delivery), QStringLiteral("1000..2010"));
        delivery.ended();
        delivery.proven(2020);
        QCOMPARE(text(delivery), QStringLiteral("1000..2010"));
    }

    void aSecondEoseSaysNothing()
    {
        Delivery delivery;
        delivery.asked({since(1000)});
        delivery.endOfStored(2000, 500);
        delivery.endOfStored(2500, 500);
        QCOMPARE(text(delivery), QStringLiteral("1000..2000"));
    }

    void untilEndsIt()
    {
        Filter filter = since(1000);
        filter.until = 1499;
        Delivery delivery;
        delivery.asked({filter});
        delivery.endOfStored(2000, 500);
        delivery.proven(2010);
        QCOMPARE(text(delivery), QStringLiteral("1000..1500"));
    }

    void resumesAMinuteBeforeTheEnd()
    {
        Delivery delivery;
        const std::vector<Filter> filters = {since(1000), Filter{}, since(5000)};
        QCOMPARE(delivery.resume(filters), filters);
        delivery.asked(filters);
        store(delivery, 1, 1500);
        delivery.endOfStored(2000, 500);
        delivery.ended();
        const auto moved = delivery.resume(filters);
        QCOMPARE(moved.size(), 3U);
        QCOMPARE(moved[0].since, std::optional<std::int64_t>(1940));
        QCOMPARE(moved[1].since, std::optional<std::int64_t>(1940));
        QCOMPARE(moved[2].since, std::optional<std::int64_t>(5000)); // never back

        // A second loss before EOSE asks from the same place.
        delivery.asked(moved);
        delivery.ended();
        QCOMPARE(delivery.resume(filters), moved);
        delivery.forget();
        QCOMPARE(delivery.resume(filters), filters);
    }

    void aFilterWithUntilIsAskedAsItIs()
    {
        Filter filter = since(1000);
        filter.until = 3000;
        Delivery delivery;
        delivery.asked({filter});
        delivery.endOfStored(2000, 500);
        delivery.ended();
        QCOMPARE(delivery.resume({filter}).front(), filter);
    }

    void peeksCreatedAt_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<qint64>("expected"); // -1: none
        QTest::newRow("plain") << quoted("['EVENT','s',{'id':'x','created_at':1700000000,'kind':1}]")
                               << qint64{1700000000};
        QTest::newRow("last member") << quoted("['EVENT','s',{'created_at' : 7}]") << qint64{7};
        QTest::newRow("inside the content")
            << quoted("['EVENT','s',{'content':'{\\'created_at\\':1}','created_at':2,'kind':1}]")
            << qint64{2};
        QTest::newRow("as a tag") << QByteArray(
                                         quoted("['EVENT','s',{'tags':[['created_at','1']],'created_at':3}]"))
                                  << qint64{3};
        QTest::newRow("absent") << quoted("['EVENT','s',{'id':'x'}]") << qint64{-1};
        QTest::newRow("a string") << quoted("['EVENT','s',{'created_at':'5'}]") << qint64{-1};
        QTest::newRow("a fraction") << quoted("['EVENT','s',{'created_at':5.5}]") << qint64{-1};
        QTest::newRow("an exponent") << quoted("['EVENT','s',{'created_at':5e3}]") << qint64{-1};
        QTest::newRow("too large") << quoted("['EVENT','s',{'created_at':99999999999999999999}]")
                                   << qint64{-1};
        QTest::newRow("cut after the colon") << quoted("['EVENT','s',{'created_at':") << qint64{-1};
        QTest::newRow("cut in the number") << quoted("['EVENT','s',{'created_at':12") << qint64{-1};
        QTest::newRow("empty") << QByteArray() << qint64{-1};
    }
    void peeksCreatedAt()
    {
        QFETCH(QByteArray, frame);
        QFETCH(qint64, expected);
        QCOMPARE(relay::peekCreatedAt(frame.toStdString()).value_or(-1), expected);
    }
};
DVMDASH_TEST(DeliveryTest)

#include "delivery_test.moc"
