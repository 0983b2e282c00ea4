// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of events that stand no longer, outside of Live.
#include "inspector_fixture.h"
#include "support/test_main.h"
#include "ui/inspector/event_view.h"
#include "ui/inspector/job_panel.h"
#include "ui/inspector/job_summary.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/widgets/data_table.h"

using namespace dvmdash;
using nostr::Event;

namespace
{

/// A job that was done and then taken back by its customer, its answer let stand for a while; and one that is
/// as it was.
struct Network {
    std::int64_t at = test::recently() - 1'000;
    Event request = make(1, 5100, {{"i", "a cat", "text"}}, 0);
    Event result = make(
        2, 6100,
        {{"e", request.id.hex()}, {"p", request.pubkey.hex()}, {"expiration", std::to_string(at + 500)}}, 5);
    Event deletion = make(1, 5, {{"e", request.id.hex()}, {"k", "5100"}}, 100);
    Event other = make(1, 5001, {{"i", "a text", "text"}}, 200);
    Event otherResult = make(2, 6001, {{"e", other.id.hex()}, {"p", other.pubkey.hex()}}, 205);

    Event make(int who, int kind, nostr::Tags tags, std::int64_t after) const
    {
        return test::signedEvent(who, kind, std::move(tags), "", at + after);
    }
    std::vector<Event> all() const { return {request, result, deletion, other, otherResult}; }
};

/// The words of the marks of the row that leads there; "no row" when there is none.
QString marksOn(const QWidget &widget, const Event &event)
{
    for (const auto *row : widget.findChildren<ui::LinkRow *>()) {
        if (row->content().target != event.id)
            continue;
        QStringList words;
        for (const ui::Mark &mark : row->content().marks)
            words.append(mark.word);
        return words.join(QLatin1Char(' '));
    }
    return QStringLiteral("no row");
}

} // namespace

class StandingTest : public test::InspectorFixture
{
    Q_OBJECT
public:
    StandingTest()
        : InspectorFixture(900)
    {
    }

private:
    std::vector<Event> events() const override { return m_net.all(); }

    const Network m_net;

private Q_SLOTS:
    void eventsOfAJob()
    {
        m_inspector->openJob(m_net.request.id);
        const ui::JobSummary &summary = m_inspector->job().summary();
        QTRY_COMPARE(marksOn(summary, m_net.deletion), QString());
        QCOMPARE(marksOn(summary, m_net.request), QStringLiteral("deleted"));
        // The attempt leads to the result, too, so it comes first.
        bool isMarked = false;
        for (const auto *row : summary.findChildren<ui::LinkRow *>())
            isMarked =
                isMarked || (row->content().target == m_net.result.id && !row->content().marks.isEmpty());
        QVERIFY(isMarked);
        m_inspector->openJob(m_net.other.id);
        QTRY_COMPARE(marksOn(summary, m_net.other), QString());
    }

    void whatAnEventRefersTo()
    {
        m_inspector->open(m_net.result.id);
        QTRY_COMPARE(marksOn(view(), m_net.request), QStringLiteral("deleted"));
        m_inspector->open(m_net.request.id);
        QTRY_COMPARE(marksOn(view(), m_net.result), QStringLiteral("expired since"));
        for (const auto *row : view().findChildren<ui::LinkRow *>())
            if (row->content().target == m_net.result.id)
                QVERIFY(row->accessibleName().contains(QStringLiteral("expired since")) &&
                        row->toolTip().contains(QStringLiteral("a time that is over by now")));
    }

    void theJobsPage()
    {
        ui::JobsPage page(m_fixture->context(), nullptr);
        page.resize(1280, 720);
        page.show();
        const auto *model = page.findChild<ui::JobModel *>();
        QTRY_COMPARE(model->rowCount(), 2);
        const auto at = [&](const Event &request, int role) {
            return model->index(model->rowOf(request.id), ui::JobModel::MarksColumn).data(role);
        };
        QCOMPARE(model->job(model->rowOf(m_net.request.id)).state, dvm::State::Delivered);
        QCOMPARE(at(m_net.request, Qt::DisplayRole).toString(), QStringLiteral("deleted"));
        QCOMPARE(at(m_net.request, ui::MarksRole).value<ui::Marks>().size(), 1);
        QVERIFY(
            at(m_net.request, Qt::ToolTipRole).toString().contains(QStringLiteral("asked for its deletion")));
        QCOMPARE(at(m_net.other, Qt::DisplayRole).toString(), QString());
        QVERIFY(at(m_net.other, ui::MarksRole).value<ui::Marks>().isEmpty());
    }
};

DVMDASH_TEST(StandingTest)
#include "standing_test.moc"
