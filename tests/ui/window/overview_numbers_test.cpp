// SPDX-License-Identifier: GPL-3.0-or-later
#include "event_count.h"
#include "support/test_main.h"
#include "ui/charts/time_series_chart.h"
#include "ui/overview/activity_card.h"
#include "ui/overview/leader_row.h"
#include "ui/overview/leaders_card.h"
#include "ui/overview/overview_cards.h"
#include "ui/overview/overview_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/stat_card.h"

#include <QAbstractButton>
#include <QDateTime>
#include <QLabel>
#include <QSignalSpy>

#include <algorithm>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::Counted;
using test::countIn;
using test::WindowFixture;

namespace
{

QString id(const char *text)
{
    return QString::fromLatin1(text);
}

/// Jobs of a time as they stand in the file: delivered ones, and all that were seen.
struct CountedJobs {
    qint64 delivered = 0;
    qint64 seen = 0;
};

} // namespace

/// Two scenarios, one in the last hour and one in the hour before, against the raw rows of the file.
class OverviewNumbersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void changesAreAgainstTheWindowBefore();
    void completionEqualsTheJobs();
    void satsAreOfOneTier();
    void chartEqualsTheEventsOfEachBucket_data();
    void chartEqualsTheEventsOfEachBucket();
    void runningTotalEndsWithTheCard();
    void actorsHaveNoRunningTotal();
    void whatIsShownIsExported();
    void tooltipsHoldDefinitionSampleAndFreshness();
    void basisSaysWhatItRestsOn();
    void errorIsToldAndGoes();

private:
    OverviewPage &page() const { return m_fixture->window().overview(); }
    const engine::Overview &shown() const { return *page().feed()->latest(); }
    CountedJobs jobsIn(const engine::TimeWindow &window) const;
    qint64 paid(int tier, const engine::TimeWindow &window) const;

    std::unique_ptr<WindowFixture> m_fixture;
};

void OverviewNumbersTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    std::vector<nostr::Event> events = test::recentEvents();
    const auto before = test::eventsAround(QDateTime::currentSecsSinceEpoch() - 6600, 11, 120);
    events.insert(events.end(), before.begin(), before.end());
    QVERIFY(m_fixture->import(events));
    m_fixture->open();
    QTRY_VERIFY_WITH_TIMEOUT(page().feed()->latest().has_value(), 20'000);
}

void OverviewNumbersTest::cleanup()
{
    m_fixture.reset();
}

CountedJobs OverviewNumbersTest::jobsIn(const engine::TimeWindow &window) const
{
    CountedJobs counted;
    for (const auto &row : m_fixture->rows("SELECT created_at, state FROM job")) {
        if (row[0] < window.since || row[0] >= window.until || row[1] == 13)
            continue;
        ++counted.seen;
        counted.delivered += row[1] == 5 ? 1 : 0;
    }
    return counted;
}

qint64 OverviewNumbersTest::paid(int tier, const engine::TimeWindow &window) const
{
    qint64 sum = 0;
    for (const auto &row :
         m_fixture->rows("SELECT created_at, tier, msat FROM payment WHERE counted = 1 AND purpose = 1"))
        if (row[0] >= window.since && row[0] < window.until && row[1] == tier)
            sum += row[2];
    return sum;
}

void OverviewNumbersTest::changesAreAgainstTheWindowBefore()
{
    const engine::TimeWindow window = shown().window;
    const engine::TimeWindow before{window.since - window.length(), window.since};
    const auto events = m_fixture->storedEvents();
    const Counted now = countIn(events, window);
    const Counted then = countIn(events, before);
    QVERIFY(then.requests > 50 && then.requests != now.requests);
    const auto check = [&](OverviewCards::Number number, qint64 count, qint64 countBefore) {
        const StatCard *card = page().cards()->card(number);
        QCOMPARE(card->figure(), format::count(count));
        const QString words = format::change(count, countBefore).text;
        QVERIFY2(card->accessibleName().endsWith(words), qPrintable(card->accessibleName()));
        QVERIFY(card->toolTip().contains(format::count(countBefore) + id(" in the window of equal length")));
    };
    check(OverviewCards::Requests, now.requests, then.requests);
    check(OverviewCards::Results, now.results, then.results);
    check(OverviewCards::Feedback, now.feedback, then.feedback);
    check(OverviewCards::Users, qint64(now.users.size()), qint64(then.users.size()));
    check(OverviewCards::Dvms, qint64(now.dvms.size()), qint64(then.dvms.size()));
    check(OverviewCards::Kinds, qint64(now.kinds.size()), qint64(then.kinds.size()));
}

void OverviewNumbersTest::completionEqualsTheJobs()
{
    const engine::TimeWindow window = shown().window;
    const CountedJobs now = jobsIn(window);
    const CountedJobs before = jobsIn({window.since - window.length(), window.since});
    QVERIFY(now.seen > 100 && now.delivered > 0 && now.delivered < now.seen && before.seen > 50);
    const StatCard *card = page().cards()->card(OverviewCards::Completion);
    QCOMPARE(card->figure(), *format::percent(now.delivered, now.seen));
    const QString tip = card->toolTip();
    QVERIFY2(tip.contains(
                 id("n = %1 jobs: %2 delivered").arg(format::count(now.seen), format::count(now.delivered))),
             qPrintable(tip));
    QVERIFY(tip.contains(*format::percent(before.delivered, before.seen)));
    const auto change = format::pointsChange(now.delivered, now.seen, before.delivered, before.seen);
    QVERIFY(card->accessibleName().endsWith(change->text));
}

void OverviewNumbersTest::satsAreOfOneTier()
{
    const engine::TimeWindow window = shown().window;
    const qint64 claimed = paid(3, window);
    const qint64 confirmed = paid(4, window);
    QVERIFY(claimed > 0);
    const bool isConfirmed = confirmed > 0; // by redeemed nutzaps: nobody was asked over HTTP
    const StatCard *card = page().cards()->card(OverviewCards::Sats);
    QCOMPARE(card->caption(), isConfirmed ? id("Sats confirmed") : id("Sats claimed"));
    QCOMPARE(card->figure(), format::satsNumber(isConfirmed ? confirmed : claimed));
    for (const auto *tier : {"Confirmed: ", "Claimed: ", "Inferred: ", "Requested: ", "n = "})
        QVERIFY2(card->toolTip().contains(id(tier)), tier);
    QVERIFY(card->toolTip().contains(id("Confirmed: ") + format::sats(confirmed)));
    QVERIFY(card->toolTip().contains(id("Claimed: ") + format::sats(claimed)));
    QVERIFY(card->toolTip().contains(id("Requested: ") + format::sats(shown().totals.money.requested)));

    // As soon as anything is confirmed that is the figure, and the claims are not added to it.
    engine::Overview other = shown();
    other.totals.money.confirmed = 0;
    page().cards()->show(other, true);
    QCOMPARE(card->caption(), id("Sats claimed"));
    QCOMPARE(card->figure(), format::satsNumber(claimed));
    other.totals.money.confirmed = 21'000;
    other.previous.money.confirmed = 42'000;
    page().cards()->show(other, true);
    QCOMPARE(card->caption(), id("Sats confirmed"));
    QCOMPARE(card->figure(), id("21"));
    QVERIFY(card->accessibleName().endsWith(id("50 % less")));
    other.totals.money = {};
    page().cards()->show(other, true);
    QCOMPARE(card->caption(), id("Sats"));
    QVERIFY(card->accessibleName().endsWith(id("none paid")));
}

void OverviewNumbersTest::chartEqualsTheEventsOfEachBucket_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("style");
    for (const auto *subject : {"jobs", "actors"})
        for (const auto *style : {"lines", "bars"})
            QTest::addRow("%s as %s", subject, style) << id(subject) << id(style);
}

void OverviewNumbersTest::chartEqualsTheEventsOfEachBucket()
{
    QFETCH(QString, subject);
    QFETCH(QString, style);
    ActivityCard *card = page().activity();
    card->subject()->findChild<QAbstractButton *>(subject)->click();
    card->drawing()->findChild<QAbstractButton *>(style)->click();
    QCOMPARE(int(card->chart()->style()),
             int(style == id("bars") ? ChartStyle::GroupedBars : ChartStyle::Lines));
    const ChartData &data = card->chart()->data();
    const engine::TimeWindow window = shown().window;
    const auto events = m_fixture->storedEvents();
    QCOMPARE(data.series.size(), 2);
    const bool isJobs = subject == id("jobs");
    QCOMPARE(data.series.at(0).id, id(isJobs ? "requests" : "users"));
    QVERIFY(data.bucketCount() >= 59);
    const std::optional<qint64> none;
    qint64 sum = 0;
    for (qint64 i = 0; i < data.bucketCount(); ++i) {
        const qint64 bucket = data.bucketAt(i);
        const Counted counted = countIn(events, {bucket, qMin<qint64>(data.bucketEnd(bucket), window.until)});
        const qint64 first = isJobs ? counted.requests : qint64(counted.users.size());
        const qint64 second = isJobs ? counted.results : qint64(counted.dvms.size());
        // No zero is claimed for what was not observed.
        const bool isGap = data.isGap(bucket);
        QCOMPARE(data.valueAt(data.series.at(0), bucket), isGap && first == 0 ? none : std::optional(first));
        QCOMPARE(data.valueAt(data.series.at(1), bucket),
                 isGap && second == 0 ? none : std::optional(second));
        sum += first;
    }
    QVERIFY(sum > 0);
    QVERIFY(card->chart()->accessibleName().startsWith(id(isJobs ? "Requests" : "Users")));
}

void OverviewNumbersTest::runningTotalEndsWithTheCard()
{
    ActivityCard *card = page().activity();
    card->drawing()->findChild<QAbstractButton *>(id("total"))->click();
    const ChartData &data = card->chart()->data();
    const auto events = m_fixture->storedEvents();
    const engine::TimeWindow window = shown().window;
    for (qint64 i = 0; i < data.bucketCount(); ++i) {
        const qint64 bucket = data.bucketAt(i);
        const Counted soFar =
            countIn(events, {window.since, qMin<qint64>(data.bucketEnd(bucket), window.until)});
        QCOMPARE(data.valueAt(data.series.at(0), bucket), std::optional<qint64>(soFar.requests));
        QCOMPARE(data.valueAt(data.series.at(1), bucket), std::optional<qint64>(soFar.results));
    }
    QCOMPARE(format::count(data.series.at(0).points.back().value),
             page().cards()->card(OverviewCards::Requests)->figure());
}

void OverviewNumbersTest::actorsHaveNoRunningTotal()
{
    ActivityCard *card = page().activity();
    auto *total = card->drawing()->findChild<QAbstractButton *>(id("total"));
    total->click();
    card->subject()->findChild<QAbstractButton *>(id("actors"))->click();
    QVERIFY(!total->isEnabled());
    QVERIFY2(total->toolTip().contains(id("cannot be added up")), qPrintable(total->toolTip()));
    QCOMPARE(card->drawing()->current(), id("lines"));
    QCOMPARE(card->chart()->data().series.at(0).id, id("users"));
    // The choice is kept for jobs.
    card->subject()->findChild<QAbstractButton *>(id("jobs"))->click();
    QCOMPARE(card->drawing()->current(), id("total"));
    QCOMPARE(card->chart()->data().series.at(0).id, id("requests_running_total"));
    QCOMPARE(m_fixture->viewState().value(id("overview/chart")), QByteArray("total"));
}

void OverviewNumbersTest::whatIsShownIsExported()
{
    ActivityCard *card = page().activity();
    QSignalSpy finished(card->chart(), &TimeSeriesChart::exportFinished);
    const auto exported = [&] {
        // The file is there a moment before the exporter is ready for the next one.
        const auto before = finished.count();
        page().exportCsv();
        return QTest::qWaitFor([&] { return finished.count() > before; }, 20'000) ? m_fixture->exported()
                                                                                  : QVector<QStringList>();
    };
    card->subject()->findChild<QAbstractButton *>(id("actors"))->click();
    const auto lines = exported();
    QVERIFY(lines.size() > 59);
    QCOMPARE(lines.front(), (QStringList{id("time_utc"), id("users"), id("dvms"), id("not_observed_s")}));

    card->subject()->findChild<QAbstractButton *>(id("jobs"))->click();
    card->drawing()->findChild<QAbstractButton *>(id("total"))->click();
    const QString total = QString::number(shown().totals.requests);
    const auto totals = exported();
    QVERIFY(totals.size() > 59);
    QCOMPARE(totals.front().at(1), id("requests_running_total"));
    QCOMPARE(totals.back().at(1), total);

    const auto before = finished.count();
    card->chart()->exportPng();
    QTRY_VERIFY_WITH_TIMEOUT(finished.count() > before, 20'000);
    const QImage picture(m_fixture->exportPath());
    QVERIFY(picture.width() >= card->chart()->width());
}

void OverviewNumbersTest::tooltipsHoldDefinitionSampleAndFreshness()
{
    const QString asOf = id("As of ") + format::isoUtcMs(shown().freshness.as_of_ms);
    for (int number = 0; number < OverviewCards::count; ++number) {
        const StatCard *card = page().cards()->card(OverviewCards::Number(number));
        const QString tip = card->toolTip();
        QVERIFY2(tip.contains(id("n = ")), qPrintable(tip));
        QVERIFY2(tip.contains(id("Rests on ")), qPrintable(tip));
        QVERIFY2(tip.contains(asOf), qPrintable(tip));
    }
    QTRY_VERIFY(page().bestFeed()->latest().has_value());
    for (int leader = 0; leader < LeadersCard::count; ++leader) {
        const LeaderRow *row = page().leaders()->row(LeadersCard::Leader(leader));
        QVERIFY2(row->content().explanation.contains(id("n = ")), qPrintable(row->toolTip()));
        QVERIFY2(row->content().explanation.contains(id("As of ")), qPrintable(row->toolTip()));
    }
}

void OverviewNumbersTest::basisSaysWhatItRestsOn()
{
    const auto &fresh = shown().freshness;
    const auto *basis = m_fixture->child<QLabel>("header.basis");
    QTRY_VERIFY2(basis->text().contains(id("rests on ")), qPrintable(basis->text()));
    QVERIFY2(basis->text().contains(id("as of ")), qPrintable(basis->text()));
    QCOMPARE(basis->text().contains(id("partial: ")), fresh.isPartial());
}

void OverviewNumbersTest::errorIsToldAndGoes()
{
    auto *banner = page().findChild<Banner *>();
    const QString figure = page().cards()->card(OverviewCards::Requests)->figure();
    m_fixture->change("ALTER TABLE uniques RENAME TO elsewhere");
    const auto asksUntil = [&](bool isError) {
        return QTest::qWaitFor(
            [&] {
                page().refresh();
                QTest::qWait(300); // an equal question of the same second is answered from memory
                return (banner->isVisible() && banner->tone() == Tone::Failed) == isError;
            },
            20'000);
    };
    QVERIFY(asksUntil(true));
    QVERIFY2(banner->text().contains(id("could not be read")), qPrintable(banner->text()));
    QCOMPARE(page().cards()->card(OverviewCards::Requests)->figure(), figure); // the last one stays
    m_fixture->change("ALTER TABLE elsewhere RENAME TO uniques");
    QVERIFY(asksUntil(false));
}

DVMDASH_TEST(OverviewNumbersTest)
#include "overview_numbers_test.moc"
