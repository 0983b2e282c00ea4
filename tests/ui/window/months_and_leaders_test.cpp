// SPDX-License-Identifier: GPL-3.0-or-later
#include "event_count.h"
#include "support/test_main.h"
#include "ui/charts/time_series_chart.h"
#include "ui/overview/activity_card.h"
#include "ui/overview/best_model.h"
#include "ui/overview/leader_row.h"
#include "ui/overview/leaders_card.h"
#include "ui/overview/months_card.h"
#include "ui/overview/months_model.h"
#include "ui/overview/overview_cards.h"
#include "ui/overview/overview_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/stat_card.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QTimeZone>

#include <algorithm>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::Counted;
using test::countIn;
using test::WindowFixture;

namespace
{

constexpr qint64 day = 86'400;

QString id(const char *text)
{
    return QString::fromLatin1(text);
}

/// The month of UTC that holds the time, by the calendar of Qt.
engine::TimeWindow monthOf(qint64 time)
{
    const QDate date = QDateTime::fromSecsSinceEpoch(time, Qt::UTC).date();
    const QDate first(date.year(), date.month(), 1);
    return {first.startOfDay(Qt::UTC).toSecsSinceEpoch(),
            first.addMonths(1).startOfDay(Qt::UTC).toSecsSinceEpoch()};
}

/// Confirmed, then claimed: in this order they are compared.
using Paid = std::pair<std::int64_t, std::int64_t>;

void add(Paid &paid, std::int64_t tier, std::int64_t msat)
{
    (tier == 4 ? paid.first : paid.second) += msat;
}

Paid mostPaid(const std::map<std::int64_t, Paid> &all)
{
    Paid most;
    for (const auto &[key, paid] : all)
        most = std::max(most, paid);
    return most;
}

QString words(const Paid &paid)
{
    return paid.first > 0 ? format::sats(paid.first) + QStringLiteral(" confirmed")
                          : format::sats(paid.second) + QStringLiteral(" claimed");
}

} // namespace

/// Scenarios of four months over almost two years, with the same DVMs in each, against the raw rows.
class MonthsAndLeadersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void monthsEqualAnIndependentCount();
    void monthsAreExported();
    void monthsAreAskedRarely();
    void allIsDrawnInMonths();
    void leadersEqualAnIndependentCount();
    void fastestAndTopEarningOfEachKind();
    void cellsLeadToDvmAndKind();

private:
    OverviewPage &page() const { return m_fixture->window().overview(); }
    bool chooseAll() const;
    /// Of one kind: for each DVM the response times of its deliveries in seconds, ascending.
    std::map<std::int64_t, std::vector<std::int64_t>> responsesOf(int kind) const;
    std::int64_t pidOf(const nostr::PublicKey &key) const;

    std::unique_ptr<WindowFixture> m_fixture;
};

void MonthsAndLeadersTest::initTestCase()
{
    m_fixture = std::make_unique<WindowFixture>();
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    std::vector<nostr::Event> events = test::recentEvents();
    std::uint64_t seed = 20;
    for (const qint64 days : {40, 75, 620}) {
        const auto earlier = test::eventsAround(now - days * day, ++seed, 80);
        events.insert(events.end(), earlier.begin(), earlier.end());
    }
    QVERIFY(m_fixture->import(events));
    m_fixture->open();
    QTRY_VERIFY_WITH_TIMEOUT(page().monthsFeed()->latest().has_value(), 20'000);
    QVERIFY(chooseAll());
}

void MonthsAndLeadersTest::cleanupTestCase()
{
    m_fixture.reset();
}

bool MonthsAndLeadersTest::chooseAll() const
{
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::All);
    const auto isAll = [](const engine::TimeWindow &window) { return window.length() > 600 * day; };
    return QTest::qWaitFor(
        [&] {
            return page().feed()->latest() && isAll(page().feed()->latest()->window) &&
                   page().bestFeed()->latest() && isAll(page().bestFeed()->latest()->freshness.window);
        },
        20'000);
}

void MonthsAndLeadersTest::monthsEqualAnIndependentCount()
{
    DataTable *table = page().months()->table();
    auto &model = static_cast<MonthsModel &>(*table->model());
    const QAbstractItemModelTester tester(&model);
    const auto events = m_fixture->storedEvents();
    QVERIFY(model.rowCount() >= 20);
    const auto jobs = m_fixture->rows("SELECT created_at, state FROM job WHERE state != 13");
    const auto payments = m_fixture->rows(
        "SELECT created_at, msat FROM payment WHERE counted = 1 AND purpose = 1 AND tier = 3");
    const auto answers = m_fixture->rows("SELECT job.created_at, attempt.response_s FROM attempt JOIN job "
                                         "USING(jid) WHERE attempt.response_s >= 0 ORDER BY 2");
    qint64 requests = 0;
    int filled = 0;
    qint64 expected = monthOf(QDateTime::currentSecsSinceEpoch()).since;
    for (int line = 0; line < model.rowCount(); ++line) {
        const auto raw = [&](int column) { return model.index(line, column).data(RawValueRole); };
        const engine::TimeWindow month = monthOf(model.row(line).month.start);
        QCOMPARE(month.since, expected); // newest first, none left out
        expected = monthOf(month.since - 1).since;
        const auto isIn = [&](const std::vector<std::int64_t> &row) {
            return row[0] >= month.since && row[0] < month.until;
        };
        const Counted counted = countIn(events, month);
        QCOMPARE(raw(MonthsModel::Requests).toLongLong(), counted.requests);
        QCOMPARE(raw(MonthsModel::Results).toLongLong(), counted.results);
        QCOMPARE(raw(MonthsModel::Feedback).toLongLong(), counted.feedback);
        QCOMPARE(raw(MonthsModel::Users).toLongLong(), qint64(counted.users.size()));
        QCOMPARE(raw(MonthsModel::Dvms).toLongLong(), qint64(counted.dvms.size()));
        const qint64 seen = std::count_if(jobs.begin(), jobs.end(), isIn);
        const qint64 delivered = std::count_if(jobs.begin(), jobs.end(),
                                               [&](const auto &row) { return isIn(row) && row[1] == 5; });
        QCOMPARE(model.index(line, MonthsModel::Completion).data().toString(),
                 format::percent(delivered, seen).value_or(QStringLiteral("\u2013")));
        QCOMPARE(raw(MonthsModel::Jobs).toLongLong(), seen);
        qint64 claimed = 0;
        for (const auto &row : payments)
            claimed += isIn(row) ? row[1] : 0;
        QCOMPARE(raw(MonthsModel::Claimed).toLongLong(), claimed);
        std::vector<std::int64_t> seconds;
        for (const auto &row : answers)
            if (isIn(row))
                seconds.push_back(row[1]);
        QCOMPARE(raw(MonthsModel::P50).isValid(), !seconds.empty());
        if (!seconds.empty())
            QCOMPARE(raw(MonthsModel::P50).toLongLong(), 1000 * seconds[(seconds.size() - 1) / 2]);
        const QString tip = model.index(line, MonthsModel::P50).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(id("n = %1 deliveries").arg(seconds.size())), qPrintable(tip));
        QVERIFY(
            model.index(line, MonthsModel::Requests).data(Qt::ToolTipRole).toString().contains(id("As of ")));
        const bool isGap = tip.contains(id("of this month no relay surely delivered everything"));
        QVERIFY(isGap); // the longest scenario is 40 minutes long
        requests += counted.requests;
        filled += counted.requests > 0 ? 1 : 0;
    }
    QVERIFY(filled >= 3);
    QCOMPARE(requests, countIn(events, {0, engine::TimeWindow::forever}).requests);
    QVERIFY(model.index(0, MonthsModel::Month).data().toString().endsWith(id("so far")));
}

void MonthsAndLeadersTest::monthsAreExported()
{
    page().months()->table()->exportCsv();
    const auto lines = m_fixture->exported();
    auto &model = static_cast<MonthsModel &>(*page().months()->table()->model());
    QCOMPARE(lines.size(), model.rowCount() + 1);
    QCOMPARE(lines.front().front(), id("month_utc"));
    QVERIFY(lines.front().contains(id("claimed_msat")));
    QCOMPARE(lines.at(1).front(), QDateTime::currentDateTimeUtc().toString(id("yyyy-MM")));
    QCOMPARE(lines.at(1).at(1), QString::number(model.row(0).month.figures.requests));
}

void MonthsAndLeadersTest::monthsAreAskedRarely()
{
    QSignalSpy answered(page().monthsFeed(), &FeedBase::answered);
    QSignalSpy overview(page().feed(), &FeedBase::answered);
    m_fixture->window().showPage(id("jobs"));
    m_fixture->window().showPage(id("overview"));
    page().feed()->refresh();
    QTRY_VERIFY(overview.count() > 0);
    QTest::qWait(50);
    QCOMPARE(answered.count(), 0);
    page().refresh(); // by the reader's hand it goes at once
    QTRY_COMPARE(answered.count(), 1);
}

void MonthsAndLeadersTest::allIsDrawnInMonths()
{
    QVERIFY(chooseAll());
    const ChartData &data = page().activity()->chart()->data();
    QCOMPARE(data.unit, id("events per month"));
    const auto events = m_fixture->storedEvents();
    QVERIFY(data.bucketCount() >= 20);
    qint64 sum = 0;
    for (qint64 i = 0; i < data.bucketCount(); ++i) {
        const qint64 bucket = data.bucketAt(i);
        const engine::TimeWindow month = monthOf(bucket);
        QCOMPARE(bucket, month.since);
        QCOMPARE(data.bucketEnd(bucket), month.until);
        const Counted counted = countIn(events, month);
        // Nobody listened in the months between: there is no value, and no claim that it was zero.
        const auto value = data.valueAt(data.series.at(0), bucket);
        QVERIFY(value.has_value() || data.isGap(bucket));
        QCOMPARE(value.value_or(0), counted.requests);
        sum += counted.requests;
    }
    QCOMPARE(format::count(sum), page().cards()->card(OverviewCards::Requests)->figure());
}

void MonthsAndLeadersTest::leadersEqualAnIndependentCount()
{
    QVERIFY(chooseAll());
    const engine::Overview &overview = *page().feed()->latest();
    const Counted counted = countIn(m_fixture->storedEvents(), overview.window);
    const auto &leaders = overview.leaders;
    const auto most = [](const auto &map, auto size) {
        std::int64_t highest = 0;
        for (const auto &[key, value] : map)
            highest = std::max(highest, size(value));
        return highest;
    };
    const auto plain = [](std::int64_t n) { return n; };
    const auto sized = [](const std::set<std::int64_t> &set) { return std::int64_t(set.size()); };
    const auto row = [&](LeadersCard::Leader leader) { return page().leaders()->row(leader)->content(); };

    QCOMPARE(leaders.popular_dvm->value, most(counted.resultsOfDvm, plain));
    QCOMPARE(counted.resultsOfDvm.at(pidOf(leaders.popular_dvm->dvm)), leaders.popular_dvm->value);
    QCOMPARE(row(LeadersCard::PopularDvm).figure, format::count(leaders.popular_dvm->value) + id(" results"));
    // Names come with a question of their own.
    QTRY_VERIFY(!row(LeadersCard::PopularDvm).name.startsWith(id("npub1")));

    QCOMPARE(counted.requestsOfKind.at(leaders.popular_kind->kind), most(counted.requestsOfKind, plain));
    QCOMPARE(row(LeadersCard::PopularKind).figure,
             format::count(leaders.popular_kind->value) + id(" requests"));
    QCOMPARE(row(LeadersCard::PopularKind).aside, id("kind %1").arg(leaders.popular_kind->kind));
    QCOMPARE(sized(counted.dvmsOfKind.at(leaders.competitive_kind->kind)), most(counted.dvmsOfKind, sized));
    QCOMPARE(row(LeadersCard::CompetitiveKind).figure,
             format::count(leaders.competitive_kind->value) + id(" DVMs"));

    std::map<std::int64_t, Paid> paidToDvm;
    std::map<std::int64_t, Paid> paidForKind;
    for (const auto &payment :
         m_fixture->rows("SELECT payee, kind, msat, tier FROM payment WHERE counted = 1 AND purpose = 1")) {
        add(paidToDvm[payment[0]], payment[3], payment[2]);
        add(paidForKind[payment[1]], payment[3], payment[2]);
    }
    const Paid dvm = mostPaid(paidToDvm);
    QVERIFY(dvm > Paid());
    QVERIFY(paidToDvm.at(pidOf(leaders.paid_dvm->dvm)) == dvm);
    QCOMPARE(row(LeadersCard::PaidDvm).figure, words(dvm));
    QCOMPARE(row(LeadersCard::PaidKind).figure, words(mostPaid(paidForKind)));
    QVERIFY(row(LeadersCard::PaidDvm).explanation.contains(id("Inferred: ")));
}

std::map<std::int64_t, std::vector<std::int64_t>> MonthsAndLeadersTest::responsesOf(int kind) const
{
    std::map<std::int64_t, std::vector<std::int64_t>> seconds;
    for (const auto &row :
         m_fixture->rows("SELECT pid, attempt.response_s FROM attempt JOIN job USING(jid) WHERE "
                         "attempt.response_s >= 0 AND kind = " +
                         QByteArray::number(kind) + " ORDER BY 2"))
        seconds[row[0]].push_back(row[1]);
    return seconds;
}

std::int64_t MonthsAndLeadersTest::pidOf(const nostr::PublicKey &key) const
{
    const QByteArray hex = QByteArray::fromStdString(key.hex()).toUpper();
    return m_fixture->number(("SELECT pid FROM pubkey WHERE hex(pk) = '" + hex + '\'').constData());
}

void MonthsAndLeadersTest::fastestAndTopEarningOfEachKind()
{
    QVERIFY(chooseAll());
    auto &model = static_cast<BestModel &>(*page().leaders()->table()->model());
    const QAbstractItemModelTester tester(&model);
    QTRY_VERIFY(model.rowCount() > 5);
    int withFastest = 0;
    int withPaid = 0;
    for (const BestRow &row : model.rows()) {
        const auto responses = responsesOf(row.best.kind);
        const auto median = [](const std::vector<std::int64_t> &s) { return s[(s.size() - 1) / 2]; };
        std::optional<std::int64_t> lowest;
        for (const auto &[dvm, seconds] : responses)
            if (seconds.size() >= 3)
                lowest = std::min(lowest.value_or(median(seconds)), median(seconds));
        QCOMPARE(row.best.fastest.has_value(), lowest.has_value());
        if (lowest) {
            ++withFastest;
            const auto &own = responses.at(pidOf(*row.best.fastest));
            QCOMPARE(median(own), *lowest);
            QCOMPARE(*row.best.fastest_response.p50_ms, 1000 * *lowest);
            QCOMPARE(row.best.fastest_response.n, std::int64_t(own.size()));
        }
        std::map<std::int64_t, Paid> paid;
        for (const auto &payment :
             m_fixture->rows("SELECT payee, msat, tier FROM payment WHERE counted = 1 AND purpose = 1 "
                             "AND kind = " +
                             QByteArray::number(row.best.kind)))
            add(paid[payment[0]], payment[2], payment[1]);
        if (paid.empty())
            continue;
        ++withPaid;
        QVERIFY(row.best.top_earning.has_value());
        const auto &money = row.best.top_earning->money;
        QVERIFY((Paid{money.confirmed, money.claimed} == mostPaid(paid)));
        QVERIFY(paid.at(pidOf(row.best.top_earning->dvm)) == mostPaid(paid));
    }
    QVERIFY(withFastest > 0);
    QVERIFY(withPaid > 0);
    for (int line = 0; line < model.rowCount(); ++line)
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY(model.index(line, column).data(Qt::ToolTipRole).toString().contains(id("n = ")));
}

void MonthsAndLeadersTest::cellsLeadToDvmAndKind()
{
    LeadersCard *card = page().leaders();
    card->view()->findChild<QAbstractButton *>(id("kinds"))->click();
    QTRY_VERIFY(card->table()->isVisible());
    auto &model = static_cast<BestModel &>(*card->table()->model());
    QSignalSpy kinds(&page(), &OverviewPage::kindWanted);
    QSignalSpy dvms(&page(), &OverviewPage::dvmWanted);
    int line = 0;
    while (!model.row(line).best.fastest)
        ++line;
    auto *view = card->table()->view();
    Q_EMIT view->clicked(view->model()->index(line, BestModel::Kind));
    QCOMPARE(kinds.count(), 1);
    QCOMPARE(kinds.front().front().toInt(), model.row(line).best.kind);
    Q_EMIT view->clicked(view->model()->index(line, BestModel::Fastest));
    QCOMPARE(dvms.count(), 1);
    QVERIFY(dvms.front().front().value<nostr::PublicKey>() == *model.row(line).best.fastest);
    Q_EMIT view->clicked(view->model()->index(line, BestModel::P50)); // leads nowhere
    QCOMPARE(dvms.count() + kinds.count(), 2);
}

DVMDASH_TEST(MonthsAndLeadersTest)
#include "months_and_leaders_test.moc"
