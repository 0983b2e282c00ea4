// SPDX-License-Identifier: GPL-3.0-or-later
// What its author deleted, what has expired and what was replaced is marked, or hidden where the reader wants
// so.
#include "nostr/message.h"
#include "support/signed_events.h"
#include "support/test_main.h"
#include "ui/inspector/event_view.h"
#include "ui/inspector/flag_list.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/text_pane.h"
#include "ui/live/event_model.h"
#include "ui/live/live_page.h"
#include "ui/storage/storage_page.h"
#include "window_fixture.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::signedEvent;
using test::WindowFixture;

namespace
{

constexpr int patienceMs = 20'000;

/// An event of now, by so many seconds.
nostr::Event recent(unsigned char author, int kind, std::int64_t seconds, const nostr::Tags &tags,
                    const std::string &content = {})
{
    return signedEvent(author, kind, QDateTime::currentSecsSinceEpoch() - test::start + seconds, tags,
                       content);
}

} // namespace

class LifecycleWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_deleted = recent(1, 5100, -100, {}, "deleted");
        m_deletion = recent(1, 5, -90, {{"e", m_deleted.id.hex()}}, "a mistake");
        m_strangers = recent(2, 5100, -100, {}, "of somebody else");
        m_older = recent(3, 31990, -100, {{"d", "x"}, {"k", "5100"}}, "{\"name\":\"older\"}");
        m_newer = recent(3, 31990, -50, {{"d", "x"}, {"k", "5100"}}, "{\"name\":\"newer\"}");
        QVERIFY(m_fixture->import({m_deleted, m_deletion, m_strangers, m_older, m_newer,
                                   recent(1, 5, -80, {{"e", m_strangers.id.hex()}})}));
        m_fixture->open();
        m_fixture->window().showPage(QStringLiteral("live"));
        QVERIFY(QTest::qWaitFor([this] { return model().rowCount() == 6; }, patienceMs));
    }
    void cleanup() { m_fixture.reset(); }

    void theListMarksThem()
    {
        QCOMPARE(marksOf(m_deleted), QStringLiteral("deleted"));
        QCOMPARE(marksOf(m_strangers), QString());
        QCOMPARE(marksOf(m_older), QStringLiteral("replaced"));
        QCOMPARE(marksOf(m_newer), QString());
        QCOMPARE(marksOf(m_deletion), QString());
    }

    /// Also of what is in the list already, and of what was deleted before it came.
    void itMarksThemAsItComes()
    {
        add(recent(2, 5, -10, {{"e", m_strangers.id.hex()}}));
        QVERIFY(marksBecome(m_strangers, QStringLiteral("deleted")));
        add(recent(3, 31990, -5, {{"d", "x"}, {"k", "5100"}}, "{\"name\":\"newest\"}"));
        QVERIFY(marksBecome(m_newer, QStringLiteral("replaced")));
        const auto late = recent(4, 5100, -20, {}, "late");
        add(recent(4, 5, -10, {{"e", late.id.hex()}}));
        add(late);
        QVERIFY(marksBecome(late, QStringLiteral("deleted")));
        const auto passing = recent(
            5, 5100, 0, {{"expiration", std::to_string(QDateTime::currentSecsSinceEpoch() + 2)}}, "passing");
        add(passing);
        QVERIFY(marksBecome(passing, QStringLiteral("expired since")));
    }

    void theyAreHiddenWhenTheReaderWantsSo()
    {
        auto *choice = m_fixture->child<QCheckBox>("storage.hidesGone");
        QVERIFY(!choice->isChecked());
        choice->click();
        QVERIFY(QTest::qWaitFor([this] { return model().rowCount() == 5; }, patienceMs));
        QCOMPARE(model().rowOf(m_deleted.id), -1);
        QVERIFY(model().rowOf(m_older.id) >= 0); // replaced is not gone
        add(recent(2, 5, -10, {{"e", m_strangers.id.hex()}}));
        QVERIFY(QTest::qWaitFor([this] { return model().rowOf(m_strangers.id) < 0; }, patienceMs));
        // What the reader filters by holds beside it.
        m_fixture->window().live().applySearch(QStringLiteral("kind:5100"));
        QVERIFY(QTest::qWaitFor([this] { return model().rowCount() == 0; }, patienceMs));
        m_fixture->window().live().applySearch({});
        // It is remembered, and can be taken back; whoever looks for it finds it.
        m_fixture->close();
        m_fixture->open();
        choice = m_fixture->child<QCheckBox>("storage.hidesGone");
        QVERIFY(choice->isChecked());
        m_fixture->window().showPage(QStringLiteral("live"));
        QVERIFY(QTest::qWaitFor([this] { return model().rowOf(m_newer.id) >= 0; }, patienceMs));
        QCOMPARE(model().rowOf(m_deleted.id), -1);
        inspect(m_deleted.id);
        choice->click();
        QVERIFY(QTest::qWaitFor([this] { return model().rowOf(m_deleted.id) >= 0; }, patienceMs));
    }

    void theInspectorSaysWhy()
    {
        inspect(m_deleted.id);
        QVERIFY2(flagText().contains(QStringLiteral("\u201ca mistake\u201d")), qPrintable(flagText()));
        QCOMPARE(view().content().text(), QStringLiteral("deleted")); // it can be read as before
        button(QStringLiteral("Show the deletion"))->click();
        QVERIFY(QTest::qWaitFor([this] { return isShown(m_deletion.id); }, patienceMs));
        inspect(m_older.id);
        button(QStringLiteral("Show the newest version"))->click();
        QVERIFY(QTest::qWaitFor([this] { return isShown(m_newer.id); }, patienceMs));
        inspect(m_strangers.id);
        QVERIFY(!flagText().contains(QStringLiteral("deletion")));
    }

private:
    EventModel &model() { return m_fixture->window().live().model(); }
    EventView &view() { return *m_fixture->window().inspector().findChild<EventView *>(); }
    bool isShown(const nostr::EventId &id)
    {
        return view().detail() && view().detail()->event.id == id && view().detail()->known;
    }
    void inspect(const nostr::EventId &id)
    {
        m_fixture->window().inspect(id);
        QVERIFY(QTest::qWaitFor([&] { return isShown(id); }, patienceMs));
    }
    QString flagText()
    {
        QStringList words;
        for (const auto *label : view().findChild<FlagList *>()->findChildren<QLabel *>())
            words.append(label->text());
        return words.join(u' ');
    }
    QPushButton *button(const QString &text)
    {
        for (auto *one : view().findChild<FlagList *>()->findChildren<QPushButton *>())
            if (one->text() == text)
                return one;
        qFatal("there is no such button");
    }
    QString marksOf(const nostr::Event &event)
    {
        const int row = model().rowOf(event.id);
        return row < 0 ? QStringLiteral("not there")
                       : model().index(row, EventModel::MarksColumn).data().toString();
    }
    bool marksBecome(const nostr::Event &event, const QString &marks)
    {
        return QTest::qWaitFor([&] { return marksOf(event) == marks; }, patienceMs);
    }
    void add(const nostr::Event &event)
    {
        QVERIFY(m_fixture->engine().addEvents(QStringLiteral("test"), {nostr::toJson(event)}, this, {}));
        QVERIFY(QTest::qWaitFor([&] { return isStored(event); }, patienceMs));
    }
    bool isStored(const nostr::Event &event) const
    {
        return m_fixture->number(
                   qPrintable(QStringLiteral("SELECT count(*) FROM event WHERE hex(id24) = upper('%1')")
                                  .arg(QString::fromStdString(event.id.hex()).mid(16)))) == 1;
    }

    std::unique_ptr<WindowFixture> m_fixture;
    nostr::Event m_deleted;
    nostr::Event m_deletion;
    nostr::Event m_strangers;
    nostr::Event m_older;
    nostr::Event m_newer;
};

DVMDASH_TEST(LifecycleWindowTest)
#include "lifecycle_window_test.moc"
