// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace dvmdash::ui;

namespace
{

QString id(const char *text)
{
    return QLatin1String(text);
}

QAbstractButton *buttonNamed(const QWidget &parent, const char *start)
{
    const auto buttons = parent.findChildren<QAbstractButton *>();
    for (auto *button : buttons) {
        if (button->accessibleName().startsWith(QLatin1String(start)))
            return button;
    }
    return nullptr;
}

} // namespace

class ButtonsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void navigationMovesWithTheKeys();
    void navigationShortcutsReachFromElsewhere();
    void navigationBadgeIsSaid();
    void navigationCollapses();
    void segmentsMoveWithTheKeys();
    void segmentsKeepTheirWidth();
    void segmentClickedAgain();
    void segmentThatMakesNoSenseNow();
    void searchWaitsForAPause();
    void searchSubmitsAtOnce();
    void searchEscape();
    void searchKeysBringTheFocus();
    void copyLabelCopiesTheWholeId();
    void copyLabelShowsHostileTextSafely();
};

void ButtonsTest::navigationMovesWithTheKeys()
{
    NavigationBar bar;
    bar.addPage(id("overview"), Icon::Overview, id("Overview"));
    bar.addPage(id("live"), Icon::Live, id("Live"));
    bar.addPage(id("jobs"), Icon::Jobs, id("Jobs"));
    QCOMPARE(bar.current(), id("overview"));
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    QSignalSpy changed(&bar, &NavigationBar::currentChanged);
    auto *first = buttonNamed(bar, "Overview");
    first->setFocus();
    QTest::keyClick(first, Qt::Key_Down);
    QCOMPARE(bar.current(), id("live"));
    QTest::keyClick(bar.focusWidget(), Qt::Key_Down);
    QCOMPARE(bar.current(), id("jobs"));
    QTest::keyClick(bar.focusWidget(), Qt::Key_Up);
    QCOMPARE(bar.current(), id("live"));
    QCOMPARE(changed.count(), 3);
    bar.setCurrent(id("unknown"));
    QCOMPARE(bar.current(), id("live"));
    QTest::mouseClick(buttonNamed(bar, "Jobs"), Qt::LeftButton);
    QCOMPARE(bar.current(), id("jobs"));
}

void ButtonsTest::navigationShortcutsReachFromElsewhere()
{
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *bar = new NavigationBar;
    auto *line = new QLineEdit;
    layout->addWidget(bar);
    layout->addWidget(line);
    bar->addPage(id("overview"), Icon::Overview, id("Overview"));
    bar->addPage(id("live"), Icon::Live, id("Live"));
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    line->setFocus();
    QTest::keyClick(line, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(bar->current(), id("live"));
}

void ButtonsTest::navigationBadgeIsSaid()
{
    NavigationBar bar;
    bar.addPage(id("jobs"), Icon::Jobs, id("Jobs"));
    bar.setBadge(id("jobs"), 3, id("3 jobs failed"));
    auto *button = buttonNamed(bar, "Jobs");
    QCOMPARE(button->accessibleName(), id("Jobs, 3 jobs failed"));
    QVERIFY(button->toolTip().contains(id("3 jobs failed")));
    const QImage with = button->grab().toImage();
    bar.setBadge(id("jobs"), 0);
    QCOMPARE(button->accessibleName(), id("Jobs"));
    QVERIFY(button->grab().toImage() != with);
}

void ButtonsTest::navigationCollapses()
{
    NavigationBar bar;
    bar.addPage(id("jobs"), Icon::Jobs, id("Jobs"));
    const int wide = bar.sizeHint().width();
    bar.setCollapsed(true);
    QVERIFY(bar.sizeHint().width() < wide / 2);
    auto *button = buttonNamed(bar, "Jobs");
    QVERIFY(button->toolTip().startsWith(id("Jobs")));
    bar.setCollapsed(false);
    QCOMPARE(bar.sizeHint().width(), wide);
}

void ButtonsTest::segmentsMoveWithTheKeys()
{
    SegmentedControl control(id("Time window"));
    for (const char *text : {"1h", "24h", "7d"})
        control.addSegment(id(text), id(text));
    QCOMPARE(control.current(), id("1h"));
    control.show();
    QVERIFY(QTest::qWaitForWindowExposed(&control));
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);
    auto *first = buttonNamed(control, "1h");
    first->setFocus();
    QTest::keyClick(first, Qt::Key_Right);
    QCOMPARE(control.current(), id("24h"));
    QTest::keyClick(control.focusWidget(), Qt::Key_Left);
    QCOMPARE(control.current(), id("1h"));
    QCOMPARE(changed.count(), 2);
    control.setCurrent(id("7d"));
    QCOMPARE(changed.count(), 3);
    QCOMPARE(control.accessibleName(), id("Time window"));
}

void ButtonsTest::segmentsKeepTheirWidth()
{
    SegmentedControl control(id("Time window"));
    for (const char *text : {"1h", "24h", "Custom"})
        control.addSegment(id(text), id(text));
    const QSize before = control.sizeHint();
    control.setCurrent(id("Custom"));
    QCOMPARE(control.sizeHint(), before);
}

void ButtonsTest::segmentThatMakesNoSenseNow()
{
    SegmentedControl control(id("Drawn as"));
    control.addSegment(id("lines"), id("Lines"));
    control.addSegment(id("total"), id("Running total"), id("Added up over the window"));
    control.setSegmentEnabled(id("total"), false, id("Cannot be added up"));
    QVERIFY(!control.isSegmentEnabled(id("total")));
    QVERIFY(control.isSegmentEnabled(id("lines")));
    auto *total = control.findChild<QAbstractButton *>(id("total"));
    QCOMPARE(total->toolTip(), id("Cannot be added up"));
    control.show();
    QTest::mouseClick(total, Qt::LeftButton);
    QCOMPARE(control.current(), id("lines"));
    control.setSegmentEnabled(id("total"), true);
    QCOMPARE(total->toolTip(), id("Added up over the window"));
    QTest::mouseClick(total, Qt::LeftButton);
    QCOMPARE(control.current(), id("total"));
}

void ButtonsTest::segmentClickedAgain()
{
    SegmentedControl control(id("Time window"));
    control.addSegment(id("1h"), id("1h"));
    control.addSegment(id("custom"), id("Custom"));
    control.setCurrent(id("custom"));
    QSignalSpy clicked(&control, &SegmentedControl::clicked);
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);
    buttonNamed(control, "Custom")->click();
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(changed.count(), 0);
}

void ButtonsTest::searchWaitsForAPause()
{
    SearchField field(id("Filter"));
    QSignalSpy changed(&field, &SearchField::queryChanged);
    QTest::keyClicks(&field, id(" abc "));
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toString(), id("abc"));
    field.clear();
    QCOMPARE(changed.count(), 2); // at once
    QCOMPARE(changed.at(1).at(0).toString(), QString());
}

void ButtonsTest::searchSubmitsAtOnce()
{
    SearchField field(id("Search"));
    QSignalSpy changed(&field, &SearchField::queryChanged);
    QSignalSpy submitted(&field, &SearchField::submitted);
    QTest::keyClicks(&field, id("npub1"));
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(submitted.count(), 1);
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(changed.count(), 1); // the same query is not told twice
    QCOMPARE(submitted.count(), 2);
}

void ButtonsTest::searchEscape()
{
    SearchField field(id("Search"));
    QSignalSpy left(&field, &SearchField::left);
    QTest::keyClicks(&field, id("x"));
    QTest::keyClick(&field, Qt::Key_Escape);
    QCOMPARE(field.text(), QString());
    QCOMPARE(left.count(), 0);
    QTest::keyClick(&field, Qt::Key_Escape);
    QCOMPARE(left.count(), 1);
}

void ButtonsTest::searchKeysBringTheFocus()
{
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *field = new SearchField(id("Search"));
    field->setFocusKeys(QKeySequence(Qt::CTRL | Qt::Key_K));
    auto *other = new QLineEdit;
    layout->addWidget(field);
    layout->addWidget(other);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    field->setText(id("old"));
    other->setFocus();
    QTest::keyClick(other, Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(field->hasFocus());
    QCOMPARE(field->selectedText(), id("old"));
    QCOMPARE(field->accessibleDescription(), id("Ctrl+K"));
}

void ButtonsTest::copyLabelCopiesTheWholeId()
{
    const QString key(64, QLatin1Char('e'));
    CopyLabel label(key);
    label.setMeaning(id("event id"));
    label.resize(label.sizeHint());
    label.show();
    QVERIFY(QTest::qWaitForWindowExposed(&label));
    QSignalSpy copied(&label, &CopyLabel::copied);
    QTest::mouseClick(&label, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), key);
    for (const auto press : {Qt::Key_Return, Qt::Key_Space}) {
        QGuiApplication::clipboard()->clear();
        QTest::keyClick(&label, press);
        QCOMPARE(QGuiApplication::clipboard()->text(), key);
    }
    QCOMPARE(copied.count(), 3);
    QVERIFY(label.toolTip().contains(key));
    QCOMPARE(label.accessibleName(), QString(id("Copy event id ") + key));
    QVERIFY(label.sizeHint().width() < 200);
}

void ButtonsTest::copyLabelShowsHostileTextSafely()
{
    CopyLabel label(u"<b>\u202Eevil"_qs);
    QVERIFY(!label.toolTip().contains(id("<b>")));
    QVERIFY(!label.toolTip().contains(QChar(0x202E)));
    QVERIFY(!label.accessibleName().contains(QChar(0x202E)));
    label.click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"<b>\u202Eevil"_qs); // the copy is exact
}

DVMDASH_TEST(ButtonsTest)
#include "buttons_test.moc"
