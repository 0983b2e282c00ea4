// SPDX-License-Identifier: GPL-3.0-or-later
// The tabs of the inspector that speak of the job: Summary, Money, In and out.
#include "inspector_fixture.h"
#include "support/test_main.h"
#include "ui/inspector/event_view.h"
#include "ui/inspector/job_in_out.h"
#include "ui/inspector/job_money.h"
#include "ui/inspector/job_panel.h"
#include "ui/inspector/job_summary.h"
#include "ui/inspector/section.h"
#include "ui/inspector/text_pane.h"
#include "ui/widgets/segmented_control.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

#include <algorithm>

using namespace dvmdash;
using nostr::Event;
using Tab = ui::Inspector::Tab;

namespace
{

/// A chain of two, of which the first fails; a job with money; one that is encrypted and leaks.
struct Network {
    std::int64_t at = test::recently() - 1'000;
    Event first = make(1, 5000, {{"i", "https://example.org/talk.mp3", "url"}, target(2)}, "", 0);
    Event broken = make(2, 7000, about(first, {{"status", "error", "model crashed"}}), "out of memory", 5);
    Event second = make(1, 5001, {{"i", first.id.hex(), "job", "talk"}, target(3)}, "", 6);
    Event vague = make(3, 7000, about(second, {{"status", "processing"}, {"amount", "ten"}}), "", 8);
    Event paid = make(1, 5100,
                      {{"i", "a cat", "text"},
                       {"i", "on a mat", "text", "", "background"},
                       {"param", "size", "512", "512"},
                       {"output", "image/png"},
                       {"bid", "50000"},
                       target(2)},
                      "please", 10);
    Event ask = make(2, 7000, about(paid, {{"status", "payment-required"}, {"amount", "21000"}}), "", 12);
    Event odd = make(2, 7000, about(paid, {{"status", "processing"}, {"amount", "100_000"}}), "", 13);
    Event nutzap = make(1, 9321,
                        {{"proof", R"({"amount":21,"id":"00","secret":"s","C":"02"})"},
                         {"u", "https://mint.example"},
                         {"e", ask.id.hex()},
                         target(2)},
                        "", 14);
    Event picture = make(2, 6100, about(paid, {}), R"({"url":"https://example.org/cat.png"})", 17);
    Event hidden = make(1, 5202, {{"encrypted"}, target(2)}, "AkVFa2pym6jGYKCS", 20);
    Event leaking =
        make(2, 6202, about(hidden, {{"encrypted"}, {"request", R"({"i":"my secret"})"}}), "c2VjcmV0", 25);
    Event profile = make(2, 0, {}, R"({"name":"Painter"})", 1);

    static nostr::Tag target(int who) { return {"p", test::person(who).publicKey().hex()}; }
    static nostr::Tags about(const Event &request, nostr::Tags extra)
    {
        extra.push_back({"e", request.id.hex()});
        extra.push_back({"p", request.pubkey.hex()});
        return extra;
    }
    Event make(int who, int kind, nostr::Tags tags, std::string content, std::int64_t after) const
    {
        return test::signedEvent(who, kind, std::move(tags), std::move(content), at + after);
    }
    std::vector<Event> all() const
    {
        return {first, broken, second, vague, paid, ask, odd, nutzap, picture, hidden, leaking, profile};
    }
};

/// Everything that can be read on it.
QString words(const QWidget &widget)
{
    QStringList lines;
    for (const auto *label : widget.findChildren<QLabel *>())
        if (label->isVisibleTo(&widget))
            lines.append(label->text());
    for (const auto *row : widget.findChildren<ui::LinkRow *>())
        if (row->isVisibleTo(&widget))
            lines.append(row->content().primary + QLatin1Char('|') + row->content().secondary);
    for (const auto *pane : widget.findChildren<ui::TextPane *>())
        if (pane->isVisibleTo(&widget))
            lines.append(pane->shownText());
    return lines.join(QLatin1Char('\n'));
}

ui::LinkRow *rowThatSays(const QWidget &widget, const QString &text)
{
    const auto rows = widget.findChildren<ui::LinkRow *>();
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const ui::LinkRow *row) {
        return row->isVisibleTo(&widget) && row->content().primary.contains(text);
    });
    return at == rows.end() ? nullptr : *at;
}

} // namespace

class JobPanelTest : public test::InspectorFixture
{
    Q_OBJECT
public:
    JobPanelTest()
        : InspectorFixture(900)
    {
    }

private Q_SLOTS:
    void anEventOpensAsOneAndAJobAsOne()
    {
        m_inspector->open(m_net.picture.id);
        QTRY_VERIFY(view().detail());
        QVERIFY(m_inspector->tab() == Tab::Event);
        QVERIFY(view().isVisible() && !panel().isVisible());
        QVERIFY(tabs().isVisible());
        m_inspector->openJob(m_net.paid.id);
        QTRY_VERIFY(panel().summary().isVisible());
        QVERIFY(m_inspector->tab() == Tab::Summary);
        QTRY_VERIFY(words(panel()).contains(QStringLiteral("Image generation")));
        // Each sort keeps its own tab.
        tabs().setCurrent(QStringLiteral("money"));
        m_inspector->open(m_net.broken.id);
        QVERIFY(m_inspector->tab() == Tab::Event);
        m_inspector->openJob(m_net.first.id);
        QVERIFY(m_inspector->tab() == Tab::Money);
        // The way back remembers how each was opened.
        m_inspector->back();
        QVERIFY(m_inspector->tab() == Tab::Event);
    }

    void whatBelongsToNoJobHasNoTabs()
    {
        m_inspector->openJob(m_net.profile.id);
        QTRY_VERIFY(view().detail());
        QVERIFY(view().isVisible() && !tabs().isVisible() && !panel().isVisible());
        // And those come back with the next job.
        m_inspector->openJob(m_net.paid.id);
        QTRY_VERIFY(tabs().isVisible() && panel().isVisible());
    }

    void theSummaryNamesWhoBrokeIt()
    {
        m_inspector->openJob(m_net.first.id);
        QTRY_COMPARE(panel().summary().causes().rows().size(), 1);
        const ui::LinkContent cause = panel().summary().causes().rows().front();
        QCOMPARE(cause.primary, QStringLiteral("Text extraction at Painter"));
        QVERIFY(cause.secondary.startsWith(QStringLiteral("said that it failed")));
        QVERIFY(cause.current); // it is this job
        QCOMPARE(panel().summary().events().rows().size(), 2);
        QCOMPARE(panel().summary().events().rows().at(1).trailing, QStringLiteral("+5 s"));
        // A job without a failure has none, also when it comes after one that failed.
        m_inspector->openJob(m_net.paid.id);
        QTRY_VERIFY(words(panel()).contains(QStringLiteral("A result of the right kind was seen.")));
        QVERIFY(panel().summary().causes().rows().isEmpty());
    }

    void anEventOfTheListOpensAsAnEvent()
    {
        m_inspector->openJob(m_net.first.id);
        QTRY_COMPARE(panel().summary().events().widgets().size(), std::size_t(2));
        QTest::mouseClick(panel().summary().events().widgets().back(), Qt::LeftButton);
        QCOMPARE(*m_inspector->current(), m_net.broken.id);
        QVERIFY(m_inspector->tab() == Tab::Event);
        QTRY_VERIFY(view().isVisible());
    }

    void moneyStandsInTiers()
    {
        m_inspector->openJob(m_net.paid.id);
        m_inspector->setTab(Tab::Money);
        ui::JobMoney &money = panel().money();
        QTRY_COMPARE(money.receipts().rows().size(), 1);
        QCOMPARE(money.receipts().rows().front().primary, QStringLiteral("21 sats claimed"));
        QVERIFY(
            money.receipts().rows().front().secondary.endsWith(QStringLiteral("to Painter · for the work")));
        QCOMPARE(money.asks().rows().size(), 2);
        QCOMPARE(money.asks().rows().at(0).primary, QStringLiteral("21 sats"));
        QVERIFY(money.asks().rows().at(1).primary.contains(QStringLiteral("100_000")));
        QVERIFY(money.asks().rows().at(1).secondary.contains(QStringLiteral("counts nowhere")));
        QCOMPARE(money.dvms().rows().size(), 1);
        QCOMPARE(money.dvms().rows().front().secondary, QStringLiteral("asked 21 sats · claimed 21 sats"));
        QVERIFY(words(money).contains(QStringLiteral("The customer bid 50 sats")));
        QTest::mouseClick(money.receipts().widgets().front(), Qt::LeftButton);
        QCOMPARE(*m_inspector->current(), m_net.nutzap.id);
    }

    void noMoneyIsNotUnpaid()
    {
        m_inspector->openJob(m_net.first.id);
        m_inspector->setTab(Tab::Money);
        QTRY_VERIFY(words(panel().money()).contains(QStringLiteral("does not say that nothing was paid")));
        QVERIFY(panel().money().receipts().rows().isEmpty());
    }

    /// An amount that is none is no payment that was asked for, but something was said of money.
    void anAmountThatIsNoneIsNotSilence()
    {
        m_inspector->openJob(m_net.second.id);
        m_inspector->setTab(Tab::Money);
        QTRY_COMPARE(panel().money().asks().rows().size(), 1);
        QVERIFY(words(panel().money()).contains(QStringLiteral("not so that it counts as asked for")));
        QVERIFY(!words(panel().money()).contains(QStringLiteral("No payment was asked for")));
    }

    void inputsAndOutputsAreShown()
    {
        m_inspector->openJob(m_net.paid.id);
        m_inspector->setTab(Tab::InOut);
        QTRY_VERIFY(words(panel().inOut()).contains(QStringLiteral("on a mat")));
        const QString text = words(panel().inOut());
        QVERIFY(text.contains(QStringLiteral("a cat")));
        QVERIFY(text.contains(QStringLiteral("text · marked “background”")));
        QVERIFY(text.contains(QStringLiteral("size = 512 | 512")));
        QVERIFY(text.contains(QStringLiteral("wanted: image/png")));
        QVERIFY(text.contains(QStringLiteral("please")));
        QVERIFY(text.contains(QStringLiteral("\"url\": \"https://example.org/cat.png\"")));
        QVERIFY(!text.contains(QStringLiteral("Encrypted")));
    }

    void aJobThatIsAnInputLeadsThere()
    {
        m_inspector->openJob(m_net.second.id);
        m_inspector->setTab(Tab::InOut);
        QTRY_VERIFY(rowThatSays(panel().inOut(), QStringLiteral("Text extraction")));
        QVERIFY(words(panel().inOut()).contains(QStringLiteral("job · marked “talk”")));
        QTRY_VERIFY(rowThatSays(panel().inOut(), QStringLiteral("Text extraction"))
                        ->content()
                        .secondary.startsWith(QStringLiteral("failed")));
        QTest::mouseClick(rowThatSays(panel().inOut(), QStringLiteral("Text extraction")), Qt::LeftButton);
        QCOMPARE(*m_inspector->current(), m_net.first.id);
        QVERIFY(m_inspector->tab() == Tab::InOut);
        // What came instead of a result, and who wanted to take it.
        QTRY_COMPARE(panel().inOut().takers().rows().size(), 1);
        QCOMPARE(panel().inOut().takers().rows().front().primary, QStringLiteral("Summarization"));
        // Another answer than that of the chain above.
        QTRY_VERIFY(words(panel().inOut()).contains(QStringLiteral("model crashed")));
        QVERIFY(words(panel().inOut()).contains(QStringLiteral("out of memory")));
    }

    void encryptedIsSaidAndLeaksAreHidden()
    {
        m_inspector->openJob(m_net.hidden.id);
        m_inspector->setTab(Tab::InOut);
        QTRY_VERIFY(
            words(panel().inOut()).contains(QStringLiteral("can be read by the customer and the DVM")));
        QString text = words(panel().inOut());
        QVERIFY(!text.contains(QStringLiteral("AkVFa2")) && !text.contains(QStringLiteral("c2VjcmV0")));
        QVERIFY(text.contains(QStringLiteral("it is hidden")));
        QVERIFY(!text.contains(QStringLiteral("my secret")));
        auto *show = panel().inOut().findChild<QPushButton *>(QStringLiteral("leak.show"));
        QVERIFY(show && show->isVisible());
        QTest::mouseClick(show, Qt::LeftButton);
        QTRY_VERIFY(words(panel().inOut()).contains(QStringLiteral("my secret")));
        // Another job and back: hidden again.
        m_inspector->openJob(m_net.paid.id);
        QTRY_VERIFY(words(panel().inOut()).contains(QStringLiteral("a cat")));
        m_inspector->openJob(m_net.hidden.id);
        QTRY_VERIFY(words(panel().inOut()).contains(QStringLiteral("it is hidden")));
        QVERIFY(!words(panel().inOut()).contains(QStringLiteral("my secret")));
    }

    void nothingFlickersWhileNothingIsNew()
    {
        m_inspector->openJob(m_net.second.id);
        m_inspector->setTab(Tab::InOut);
        QTRY_VERIFY(rowThatSays(panel().inOut(), QStringLiteral("Text extraction")));
        const auto *row = rowThatSays(panel().inOut(), QStringLiteral("Text extraction"));
        QSignalSpy answered(&panel(), &ui::JobPanel::detailChanged);
        panel().refresh();
        QTRY_COMPARE(answered.size(), 1);
        QTest::qWait(50);
        QCOMPARE(rowThatSays(panel().inOut(), QStringLiteral("Text extraction")), row);
    }

private:
    std::vector<Event> events() const override { return m_net.all(); }
    ui::JobPanel &panel() { return m_inspector->job(); }
    ui::SegmentedControl &tabs() { return *m_inspector->findChild<ui::SegmentedControl *>(); }

    Network m_net;
};

DVMDASH_TEST(JobPanelTest)
#include "job_panel_test.moc"
