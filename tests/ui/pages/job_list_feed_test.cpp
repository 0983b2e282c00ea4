// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/jobs/job_list_feed.h"

#include <QSignalSpy>

#include <set>

using namespace dvmdash;

namespace
{

constexpr int jobs = 2 * ui::JobListFeed::rowsOfPart + 40;
constexpr int jobsOfASecond = 7; ///< so that parts end within a second

/// Every third fails, by the word of its DVM.
std::vector<nostr::Event> network()
{
    std::vector<nostr::Event> events;
    const std::int64_t began = test::recently() - 3'600;
    for (int i = 0; i < jobs; ++i) {
        const std::int64_t at = began + i / jobsOfASecond;
        const nostr::Event request = test::signedEvent(1, 5100, {{"i", std::to_string(i), "text"}}, "", at);
        events.push_back(request);
        const bool fails = i % 3 == 0;
        nostr::Tags tags{{"e", request.id.hex()}, {"p", request.pubkey.hex()}};
        if (fails)
            tags.push_back({"status", "error"});
        events.push_back(test::signedEvent(2, fails ? 7000 : 6100, tags, "done", at + 1));
    }
    return events;
}

std::vector<nostr::EventId> idsOf(const engine::Jobs &list)
{
    std::vector<nostr::EventId> ids;
    for (const engine::JobRow &row : list.rows)
        ids.push_back(row.request);
    return ids;
}

} // namespace

class JobListFeedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<test::PageFixture>(network());
        QVERIFY(m_fixture->isReady());
        m_fixture->window().setSpan(ui::WindowChoice::Span::All);
    }
    void cleanupTestCase() { m_fixture.reset(); }

    void partsMakeTheWhole_data()
    {
        QTest::addColumn<bool>("failedFirst");
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("parts"); // that are told of: the last one is the answer
        QTest::newRow("all, newest first") << false << 2'000 << 2;
        QTest::newRow("all, failed first") << true << 2'000 << 2;
        QTest::newRow("as many as are wanted") << false << ui::JobListFeed::rowsOfPart + 10 << 1;
        QTest::newRow("as many as are wanted, failed first") << true << ui::JobListFeed::rowsOfPart + 10 << 1;
        QTest::newRow("one part") << false << 20 << 0;
    }
    void partsMakeTheWhole()
    {
        QFETCH(const bool, failedFirst);
        QFETCH(const int, limit);
        QFETCH(const int, parts);
        const auto question = [&](const engine::TimeWindow &window) {
            engine::JobsQuestion made;
            made.window = window;
            made.failed_first = failedFirst;
            made.limit = limit;
            made.chains = true;
            return made;
        };
        std::optional<engine::Jobs> atOnce;
        const auto window = m_fixture->window().window(test::recently() + 60);
        const engine::Ask ask = m_fixture->engine().ask(
            question(window), this, [&](const engine::Result<engine::Jobs> &result) { atOnce = *result; });
        QTRY_VERIFY(atOnce);

        ui::JobListFeed feed(m_fixture->engine(), m_fixture->window(), question, 50);
        QSignalSpy partCame(&feed, &ui::JobListFeed::partCame);
        std::size_t shown = 0;
        connect(&feed, &ui::JobListFeed::partCame, this, [&] {
            // What has come is the beginning of the list, and ever more of it.
            const auto soFar = idsOf(feed.soFar());
            const auto all = idsOf(*atOnce);
            QVERIFY(soFar.size() > shown && soFar.size() < all.size());
            QVERIFY(std::equal(soFar.begin(), soFar.end(), all.begin()));
            shown = soFar.size();
            // The next part is under way, and may have been read already.
            const int share = static_cast<int>(1'000 * soFar.size() / all.size());
            QVERIFY(feed.permille() >= share && feed.permille() <= 1'000);
        });
        feed.setActive(true);
        QTRY_VERIFY(feed.latest());
        QCOMPARE(partCame.size(), parts);
        QVERIFY(feed.latest()->rows == atOnce->rows);
        QCOMPARE(feed.latest()->rows.size(), static_cast<std::size_t>(std::min(limit, jobs)));
        QCOMPARE(feed.latest()->matching, std::int64_t{jobs});
        QCOMPARE(feed.latest()->failed, atOnce->failed);
    }

    /// A question that takes the place of one of which a part has come begins anew.
    void beginsAnew()
    {
        int limit = 2'000;
        const auto question = [&](const engine::TimeWindow &window) {
            engine::JobsQuestion made;
            made.window = window;
            made.limit = limit;
            return made;
        };
        ui::JobListFeed feed(m_fixture->engine(), m_fixture->window(), question, 50);
        connect(&feed, &ui::JobListFeed::partCame, this, [&] {
            if (std::exchange(limit, 30) != 30)
                feed.refresh();
        });
        feed.setActive(true);
        QTRY_VERIFY(feed.latest());
        QCOMPARE(feed.latest()->rows.size(), std::size_t{30});
        const auto ids = idsOf(*feed.latest());
        QCOMPARE(std::set<nostr::EventId>(ids.begin(), ids.end()).size(), ids.size());
    }

private:
    std::unique_ptr<test::PageFixture> m_fixture;
};

DVMDASH_TEST(JobListFeedTest)
#include "job_list_feed_test.moc"
