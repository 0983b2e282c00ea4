// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/models/freshness_words.h"

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

constexpr std::int64_t asOfMs = 1'709'596'800'000;

/// An hour of five relays, of which `missing_s` were not covered.
metrics::Freshness hour(std::int64_t missing_s)
{
    metrics::Freshness fresh;
    fresh.as_of_ms = asOfMs;
    fresh.newest_event_at = asOfMs / 1000 - 5;
    fresh.newest_received_ms = asOfMs - 4'000;
    fresh.past_s = 3600;
    fresh.covered_s = 3600 - missing_s;
    fresh.relays = 5;
    if (missing_s > 0)
        fresh.partial.push_back(metrics::Partial::NotCovered);
    return fresh;
}

QString id(const char *text)
{
    return QString::fromLatin1(text);
}

} // namespace

class FreshnessWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void coverage();
    void basis();
    void toolTips();
    void whatIsMissing();
    void whenItIsSevere();
};

void FreshnessWordsTest::coverage()
{
    QCOMPARE(coverageWords(hour(0)), id("5 relays, 100 % covered"));
    QCOMPARE(coverageWords(hour(1)), id("5 relays, 99.9 % covered")); // 100 % means all
    metrics::Freshness none;
    QCOMPARE(coverageWords(none), id("0 relays")); // a window in the future has no past to cover
    none.relays = 1;
    none.past_s = 10;
    QCOMPARE(coverageWords(none), id("1 relay, 0 % covered"));
}

void FreshnessWordsTest::basis()
{
    const QString whole = basisWords(hour(0), asOfMs + 3'000);
    for (const auto *part : {"rests on 5 relays, 100 % covered", "as of 3 s ago", "newest event 8 s ago"})
        QVERIFY2(whole.contains(id(part)), qPrintable(whole));
    QVERIFY(!whole.contains(id("partial")));
    QVERIFY(basisWords(hour(34), asOfMs).contains(id("partial: 34 s not covered")));
}

void FreshnessWordsTest::toolTips()
{
    metrics::Freshness fresh = hour(0);
    fresh.late = 1200;
    const QString tip = freshnessWords(fresh);
    for (const auto *part :
         {"Rests on 5 relays, 100 % covered.", "1,200 of the events came over 15 minutes late",
          "As of 2024-03-05T00:00:00.000Z", "newest event 2024-03-04T23:59:55Z", "4 s since"})
        QVERIFY2(tip.contains(id(part)), qPrintable(tip));
    QVERIFY(freshnessWords({}).contains(id("no event is stored yet")));
    QVERIFY(freshnessWords(hour(60)).contains(partialWords(hour(60))));
}

void FreshnessWordsTest::whatIsMissing()
{
    QVERIFY(partialWords(hour(0)).isEmpty());
    QVERIFY(partialWords(hour(90)).startsWith(id("For 1 min 30 s of this window no relay")));
    metrics::Freshness fresh = hour(0);
    fresh.partial = {metrics::Partial::EventsPruned, metrics::Partial::HeldBack};
    const QString words = partialWords(fresh);
    QVERIFY(words.contains(id("deleted")) && words.contains(id("dated in the future")));
    QVERIFY(basisWords(fresh, asOfMs).contains(id("old events were deleted")));
}

void FreshnessWordsTest::whenItIsSevere()
{
    QVERIFY(!isSeverelyPartial(hour(0)));
    QVERIFY(!isSeverelyPartial(hour(360)));
    QVERIFY(isSeverelyPartial(hour(361)));
    metrics::Freshness fresh = hour(0);
    fresh.partial = {metrics::Partial::HeldBack};
    QVERIFY(!isSeverelyPartial(fresh));
    fresh.partial = {metrics::Partial::EventsPruned};
    QVERIFY(isSeverelyPartial(fresh));
}

DVMDASH_TEST(FreshnessWordsTest)
#include "freshness_words_test.moc"
