// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector_fixture.h"
#include "support/test_main.h"
#include "ui/inspector/event_view.h"
#include "ui/inspector/flag_words.h"
#include "ui/inspector/headline.h"
#include "ui/inspector/job_panel.h"
#include "ui/inspector/job_summary.h"
#include "ui/inspector/link_row.h"
#include "ui/inspector/section.h"
#include "ui/inspector/tag_model.h"
#include "ui/inspector/text_pane.h"
#include "ui/models/columns.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/state_chip.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include <algorithm>

using namespace dvmdash;
using nostr::Event;
using namespace std::string_literals;

namespace
{

/// A job with everything, and some events that are odd.
struct Network {
    std::int64_t at = test::recently() - 1000;
    Event request = make(1, 5100, {{"i", "a cat", "text"}, {"p", test::person(2).publicKey().hex()}}, "", 0);
    Event processing = make(2, 7000, answer({{"status", "processing"}}), "", 2);
    Event result = make(2, 6100, answer({}), R"({"url":"https://example.org/cat.png","size":[1024,768]})", 7);
    Event follower = make(1, 5001, {{"i", request.id.hex(), "job"}}, "", 9);
    nostr::EventId ghost = test::idOf(77);
    Event orphan = make(3, 6100, {{"e", ghost.hex()}, {"p", test::person(1).publicKey().hex()}}, "lost", 20);
    Event hostile = make(4, 5050, {{"i", "<img src=x onerror=alert(1)>\0\xe2\x80\xae"s, "text"}},
                         "<h1>big</h1><script>steal()</script>\xe2\x80\xaetxt.exe\x1b[31m", 30);
    Event leaking =
        make(2, 6100, {{"request", "{\"i\":\"my secret\"}"}, {"e", request.id.hex()}}, "leak", 40);

    nostr::Tags answer(nostr::Tags extra) const
    {
        extra.push_back({"e", request.id.hex()});
        extra.push_back({"p", test::person(1).publicKey().hex()});
        return extra;
    }
    Event make(int who, int kind, nostr::Tags tags, std::string content, std::int64_t after) const
    {
        return test::signedEvent(who, kind, std::move(tags), std::move(content), at + after);
    }
    std::vector<Event> all() const
    {
        return {request, processing, result,  follower,
                orphan,  hostile,    leaking, make(2, 0, {}, R"({"name":"Painter"})", 1)};
    }
};

QString words(const QWidget &widget)
{
    QString text;
    for (const auto *label : widget.findChildren<QLabel *>())
        if (label->isVisibleTo(&widget))
            text += label->text() + QLatin1Char('\n');
    for (const auto *chip : widget.findChildren<ui::StateChip *>())
        if (chip->isVisibleTo(&widget))
            text += chip->word() + QLatin1Char('\n');
    return text;
}

QString links(const ui::LinkList &list)
{
    QStringList lines;
    for (const ui::LinkContent &row : list.rows())
        lines.append(row.primary + (row.ghost ? QStringLiteral(" [ghost]") : QString()));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

class InspectorTest : public test::InspectorFixture
{
    Q_OBJECT
public:
    InspectorTest()
        : InspectorFixture(800)
    {
    }

private Q_SLOTS:
    void showsARequestWithItsJob()
    {
        openAndWait(m_net.request.id);
        QTRY_VERIFY(words(view()).contains(QStringLiteral("delivered")));
        const QString text = words(view());
        QVERIFY(text.contains(QStringLiteral("Image generation")));
        QVERIFY(text.contains(QStringLiteral("Request · kind 5100")));
        QVERIFY(text.contains(QStringLiteral("signature checked")));
        QVERIFY(text.contains(QStringLiteral("received ")));
        QVERIFY(view().refersTo().rows().isEmpty());
        // Both answers, the job that takes its output, and the leaking result.
        QCOMPARE(view().referredBy().rows().size(), 4);
        QVERIFY(links(view().referredBy()).contains(QStringLiteral("Output taken by Summarization")));
        QVERIFY(links(view().referredBy()).contains(QStringLiteral("Answered by Image generation")));
        QTRY_VERIFY(hasAttempt(QStringLiteral("Painter"), ui::Tone::Delivered));
        QCOMPARE(view().relayTable().model()->rowCount(), 1);
    }

    void followsLinksAndComesBack()
    {
        QSignalSpy current(m_inspector.get(), &ui::Inspector::currentChanged);
        openAndWait(m_net.result.id);
        QVERIFY(!m_inspector->canGoBack());
        auto *row = view().refersTo().widgets().front();
        QTest::keyClick(row, Qt::Key_Return);
        QCOMPARE(*m_inspector->current(), m_net.request.id);
        QTRY_COMPARE(view().detail()->event.id, m_net.request.id);
        QVERIFY(m_inspector->canGoBack() && !m_inspector->canGoForward());
        m_inspector->back();
        QCOMPARE(*m_inspector->current(), m_net.result.id);
        QTRY_COMPARE(view().detail()->event.id, m_net.result.id);
        QVERIFY(m_inspector->canGoForward());
        m_inspector->forward();
        QCOMPARE(*m_inspector->current(), m_net.request.id);
        m_inspector->back();
        // A new way forgets the old one.
        m_inspector->open(m_net.follower.id);
        QVERIFY(!m_inspector->canGoForward());
        QCOMPARE(current.size(), 6);
        // The same again is no new place.
        m_inspector->open(m_net.follower.id);
        QCOMPARE(current.size(), 6);
    }

    void keysGoBackAndClose()
    {
        openAndWait(m_net.result.id);
        m_inspector->open(m_net.request.id);
        m_inspector->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_inspector.get()));
        QTest::keyClick(m_inspector.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(*m_inspector->current(), m_net.result.id);
        QTest::keyClick(m_inspector.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(*m_inspector->current(), m_net.request.id);
        QSignalSpy closed(m_inspector.get(), &ui::Inspector::closed);
        QTRY_VERIFY(!view().referredBy().widgets().empty());
        view().referredBy().widgets().front()->setFocus();
        QTest::keyClick(m_inspector->focusWidget() ? m_inspector->focusWidget() : m_inspector.get(),
                        Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
    }

    void ghostIsADesignedState()
    {
        openAndWait(m_net.ghost);
        const QString text = words(view());
        QVERIFY(text.contains(QStringLiteral("Never seen")));
        QVERIFY(text.contains(QStringLiteral("Events that refer to it: 1")));
        QVERIFY(!text.contains(QStringLiteral("signature checked")));
        QCOMPARE(view().referredBy().rows().size(), 1);
        QVERIFY(!view().rawSection().isVisible());
        QVERIFY(!view().tagTable().isVisible());
        // Its job is known from the answer.
        QTRY_VERIFY(words(view()).contains(QStringLiteral("never seen")));
        m_inspector->open(m_net.orphan.id);
        QTRY_COMPARE(view().detail()->event.id, m_net.orphan.id);
        QVERIFY(links(view().refersTo()).endsWith(QStringLiteral("[ghost]")));
        QVERIFY(view().rawSection().isVisible());
    }

    void nobodyKnowsIt()
    {
        openAndWait(test::idOf(12345));
        QVERIFY(words(view()).contains(QStringLiteral("No event that is stored refers to it")));
    }

    void everyFlagIsExplained_data()
    {
        QTest::addColumn<int>("bit");
        for (int bit = 0; (ui::allFlags >> bit) != 0; ++bit)
            QTest::addRow("%s", std::string(dvm::flagNames(1u << bit).front()).c_str()) << bit;
    }
    void everyFlagIsExplained()
    {
        QFETCH(int, bit);
        engine::EventDetail detail;
        detail.known = true;
        detail.event = m_net.result;
        detail.row = test::eventRow(1, 6100);
        detail.row.id = m_net.result.id;
        detail.row.flags = 1u << bit;
        view().showDetail(detail);
        const auto flag = ui::flagWords(1u << bit).front();
        QVERIFY(words(view()).contains(flag.word));
        QVERIFY(words(view()).contains(flag.meaning));
        QCOMPARE(view().isRedacted(), (1u << bit) == dvm::FlagBadRequestTag);
        // Another event without flags takes them away.
        detail.event = m_net.request;
        detail.row.flags = 0;
        view().showDetail(detail);
        QVERIFY(!words(view()).contains(flag.meaning));
    }

    void leakIsHiddenUntilWanted()
    {
        openAndWait(m_net.leaking.id);
        QVERIFY(view().isRedacted());
        view().rawSection().setExpanded(true);
        const auto everything = [this] {
            QString text =
                words(view()) + view().raw().shownText() + view().raw().text() + view().content().text();
            for (int row = 0; row < view().tags().rowCount(); ++row)
                for (int column = 0; column < view().tags().columnCount(); ++column)
                    text += ui::rawText(view().tags().index(row, column));
            return text;
        };
        QVERIFY(!everything().contains(QStringLiteral("secret")));
        QPushButton *show = nullptr;
        for (auto *button : view().findChildren<QPushButton *>())
            if (button->text() == QStringLiteral("Show it anyway"))
                show = button;
        QVERIFY(show && show->isVisible());
        QTest::mouseClick(show, Qt::LeftButton);
        QVERIFY(!view().isRedacted());
        QVERIFY(view().raw().text().contains(QStringLiteral("secret")));
        QVERIFY(ui::rawText(view().tags().index(0, ui::TagModel::Value)).contains(QStringLiteral("secret")));
        QVERIFY(!show->isVisible());
    }

    void hostileTextIsOnlyText()
    {
        openAndWait(m_net.hostile.id);
        view().rawSection().setExpanded(true);
        const QString content = view().content().shownText();
        QVERIFY(content.startsWith(QStringLiteral("<h1>big</h1><script>steal()</script>")));
        QVERIFY(content.contains(QStringLiteral("U+202E")) && content.contains(QStringLiteral("U+001B")));
        for (const auto *label : m_inspector->findChildren<QLabel *>())
            QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
        for (const auto *row : m_inspector->findChildren<ui::LinkRow *>())
            QVERIFY(!row->accessibleName().contains(QChar(0x202E)));
        QVERIFY(words(view()).contains(QStringLiteral("control text")));
        QVERIFY(words(view()).contains(QStringLiteral("markup")));
    }

    void jsonIsIndentedAndRawIsExact()
    {
        openAndWait(m_net.result.id);
        QVERIFY(view().content().shownText().contains(QStringLiteral("\n  \"size\": [\n    1024,")));
        view().content().copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(m_net.result.content));
        QVERIFY(!view().rawSection().isExpanded());
        QVERIFY(view().raw().text().isEmpty()); // not built before it is looked at
        view().rawSection().setExpanded(true);
        QCOMPARE(view().raw().text(), QString::fromStdString(nostr::toJson(m_net.result)));
    }

    void hugeEventsDoNotBlock()
    {
        nostr::Tags tags;
        for (int i = 0; i < 10'000; ++i)
            tags.push_back({"t", "tag " + std::to_string(i), "x"});
        tags.push_back({"e", m_net.request.id.hex()});
        engine::EventDetail detail;
        detail.known = true;
        detail.event = test::signedEvent(5, 5100, tags, std::string(1'000'000, 'y'), test::recently());
        detail.row = test::eventRow(1);
        detail.row.id = detail.event.id;
        view().rawSection().setExpanded(true);
        QElapsedTimer clock;
        clock.start();
        view().showDetail(detail);
        QCoreApplication::processEvents();
        qInfo("an event with 10,001 tags and 1 MB of content: shown in %lld ms", clock.elapsed());
        QCOMPARE(view().tags().rowCount(), 10'001);
        QVERIFY(!view().content().isComplete());
        QVERIFY(view().tagTable().height() < 400);
        QVERIFY(view().content().height() < 500);
        QCOMPARE(view().content().text().size(), 1'000'000);
    }

    void tagsLeadToEvents()
    {
        openAndWait(m_net.follower.id);
        QVERIFY(view().tags().eventAt(0));
        auto *table = view().tagTable().view();
        const QModelIndex cell = table->model()->index(0, ui::TagModel::Value);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
        QCOMPARE(*m_inspector->current(), m_net.request.id);
    }

    void followsWhatComesIn()
    {
        test::PageFixture fixture({m_net.request});
        QVERIFY(fixture.isReady());
        ui::Inspector inspector(fixture.context());
        inspector.resize(420, 800);
        inspector.show();
        inspector.open(m_net.request.id);
        QTRY_VERIFY(inspector.view().detail());
        QVERIFY(inspector.view().referredBy().rows().isEmpty());
        // Nothing new: what is shown is not touched.
        QSignalSpy tagsReset(&inspector.view().tags(), &QAbstractItemModel::modelReset);
        fixture.tell({test::eventRow(900)});
        QTest::qWait(0);
        QCOMPARE(tagsReset.size(), 0);
        // An answer that the store knows, told while the inspector is open.
        engine::EventDetail detail = *inspector.view().detail();
        engine::EventRow answer = test::eventRow(901, 6100);
        answer.role = dvm::Role::Result;
        detail.referred_by.push_back({answer.id, store::Relation::Event, answer});
        detail.sightings.push_back({"wss://late.example", detail.row.received_ms + 500});
        inspector.view().showDetail(detail);
        QCOMPARE(inspector.view().referredBy().rows().size(), 1);
        QCOMPARE(inspector.view().relayTable().model()->rowCount(), 2);
        QCOMPARE(tagsReset.size(), 0);
        // Within a second it is asked again, and the store knows of no answer.
        fixture.tell({test::eventRow(902)});
        QTRY_VERIFY(inspector.view().referredBy().rows().isEmpty());
        QCOMPARE(tagsReset.size(), 0);
    }

    void exportsTags()
    {
        openAndWait(m_net.request.id);
        QSignalSpy finished(&view().tagTable(), &ui::DataTable::exportFinished);
        view().tagTable().exportCsv();
        QTRY_COMPARE(finished.size(), 1);
        const QList<QByteArray> lines = m_fixture->exported().trimmed().split('\n');
        QCOMPARE(lines.at(0).trimmed(), QByteArrayLiteral("name,value,rest"));
        QCOMPARE(lines.at(1).trimmed(), QByteArrayLiteral("i,a cat,\"[\"\"text\"\"]\""));
        QCOMPARE(lines.size(), 3);
    }

    void exportsRelays()
    {
        openAndWait(m_net.request.id);
        QSignalSpy finished(&view().relayTable(), &ui::DataTable::exportFinished);
        view().relayTable().exportCsv();
        QTRY_COMPARE(finished.size(), 1);
        const QList<QByteArray> lines = m_fixture->exported().trimmed().split('\n');
        QCOMPARE(lines.at(0).trimmed(), QByteArrayLiteral("relay,first_seen_at,behind_ms"));
        QVERIFY(lines.at(1).startsWith("file:events.jsonl,2"));
    }

    void sectionsRememberWhetherTheyAreOpen()
    {
        openAndWait(m_net.request.id);
        view().rawSection().setExpanded(true);
        ui::Inspector other(m_fixture->context());
        QVERIFY(other.view().rawSection().isExpanded());
        view().rawSection().setExpanded(false);
        ui::Inspector third(m_fixture->context());
        QVERIFY(!third.view().rawSection().isExpanded());
    }

    void longListsOpenOnDemand()
    {
        ui::LinkList list;
        QVector<ui::LinkContent> rows;
        for (int i = 0; i < 300; ++i) {
            ui::LinkContent row;
            row.target = test::idOf(i);
            row.primary = QString::number(i);
            rows.append(row);
        }
        list.setRows(rows);
        list.resize(400, 400);
        list.show();
        QVERIFY(list.widgets().size() < 20);
        auto *first = list.widgets().front();
        auto *more = list.findChild<QPushButton *>();
        QVERIFY(more->isVisible());
        QTest::mouseClick(more, Qt::LeftButton);
        QCOMPARE(list.widgets().size(), std::size_t(300));
        rows.removeFirst();
        list.setRows(rows);
        QCOMPARE(list.widgets().front(), first); // the widgets stay
        QSignalSpy activated(&list, &ui::LinkList::activated);
        QTest::keyClick(list.widgets().at(5), Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).value<nostr::EventId>(), test::idOf(6));
    }

private:
    std::vector<Event> events() const override { return m_net.all(); }
    bool hasAttempt(const QString &dvm, ui::Tone tone)
    {
        const auto rows = m_inspector->job().summary().attempts().rows();
        return std::any_of(rows.begin(), rows.end(), [&](const ui::LinkContent &row) {
            return row.primary == dvm && row.tone == tone;
        });
    }
    void openAndWait(const nostr::EventId &id)
    {
        m_inspector->open(id);
        QTRY_VERIFY(view().detail() && view().detail()->event.id == id);
    }

    Network m_net;
};

DVMDASH_TEST(InspectorTest)

#include "inspector_test.moc"
