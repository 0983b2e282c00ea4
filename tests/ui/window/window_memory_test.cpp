// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/models/window_choice.h"
#include "ui/widgets/view_state.h"
#include "ui/window/window_memory.h"

#include <QGuiApplication>
#include <QScreen>
#include <QSignalSpy>
#include <QWidget>

using namespace dvmdash;
using namespace dvmdash::ui;

class WindowMemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void geometryComesBack();
    void geometryOfAScreenThatIsGone();
    void choiceComesBack_data();
    void choiceComesBack();
    void themeComesBack();
    void rubbishIsIgnored();
    void movingWindows();
    void customIsFixed();
};

void WindowMemoryTest::geometryComesBack()
{
    MemoryViewState state;
    WindowMemory memory(state);
    QWidget window;
    window.setGeometry(30, 40, 500, 400);
    memory.keepGeometry(window);
    QWidget other;
    memory.restoreGeometry(other);
    QCOMPARE(other.geometry(), QRect(30, 40, 500, 400));
}

void WindowMemoryTest::geometryOfAScreenThatIsGone()
{
    MemoryViewState state;
    state.setValue(QStringLiteral("window/geometry"), R"({"x":99999,"y":-7000,"width":800,"height":90000})");
    QWidget window;
    WindowMemory(state).restoreGeometry(window);
    QVERIFY(QGuiApplication::primaryScreen()->availableGeometry().contains(window.geometry()));
}

void WindowMemoryTest::choiceComesBack_data()
{
    QTest::addColumn<WindowChoice::Span>("span");
    QTest::newRow("hour") << WindowChoice::Span::Hour;
    QTest::newRow("day") << WindowChoice::Span::Day;
    QTest::newRow("week") << WindowChoice::Span::Week;
    QTest::newRow("month") << WindowChoice::Span::Month;
    QTest::newRow("quarter") << WindowChoice::Span::Quarter;
    QTest::newRow("all") << WindowChoice::Span::All;
    QTest::newRow("custom") << WindowChoice::Span::Custom;
}

void WindowMemoryTest::choiceComesBack()
{
    QFETCH(const WindowChoice::Span, span);
    MemoryViewState state;
    WindowMemory memory(state);
    WindowChoice left;
    if (span == WindowChoice::Span::Custom)
        left.setCustom({1'700'000'000, 1'700'003'600});
    else
        left.setSpan(span);
    memory.keepChoice(left);
    WindowChoice found;
    memory.restoreChoice(found);
    QCOMPARE(found.span(), span);
    QVERIFY(found.window(1'800'000'000) == left.window(1'800'000'000));
}

void WindowMemoryTest::themeComesBack()
{
    MemoryViewState state;
    WindowMemory memory(state);
    QCOMPARE(memory.themeMode(), Theme::Mode::System);
    for (const auto mode : {Theme::Mode::Dark, Theme::Mode::Light, Theme::Mode::System}) {
        memory.keepThemeMode(mode);
        QCOMPARE(memory.themeMode(), mode);
    }
}

void WindowMemoryTest::rubbishIsIgnored()
{
    MemoryViewState state;
    for (const char *key : {"window/geometry", "window/span", "window/theme", "window/page"})
        state.setValue(QString::fromLatin1(key), "\x00\xff]{not json");
    WindowMemory memory(state);
    QWidget window;
    memory.restoreGeometry(window);
    QVERIFY(window.width() > 0);
    WindowChoice choice;
    memory.restoreChoice(choice);
    QCOMPARE(choice.span(), WindowChoice::Span::Hour);
    QCOMPARE(memory.themeMode(), Theme::Mode::System);
}

void WindowMemoryTest::movingWindows()
{
    constexpr qint64 now = 1'700'000'000;
    WindowChoice choice;
    const std::pair<WindowChoice::Span, qint64> lengths[]{{WindowChoice::Span::Hour, 3600},
                                                          {WindowChoice::Span::Day, 86'400},
                                                          {WindowChoice::Span::Week, 604'800},
                                                          {WindowChoice::Span::Month, 2'592'000},
                                                          {WindowChoice::Span::Quarter, 7'776'000}};
    for (const auto &[span, length] : lengths) {
        choice.setSpan(span);
        QVERIFY(choice.isMoving());
        QCOMPARE(choice.window(now).length(), length);
        QCOMPARE(choice.window(now).until, now + 1); // the running second belongs to it
        QCOMPARE(choice.window(now + 10).since, choice.window(now).since + 10);
    }
    choice.setSpan(WindowChoice::Span::All);
    QCOMPARE(choice.window(now).since, 0);
}

void WindowMemoryTest::customIsFixed()
{
    WindowChoice choice;
    QSignalSpy changed(&choice, &WindowChoice::changed);
    choice.setCustom({100, 200});
    QCOMPARE(changed.count(), 1);
    choice.setCustom({100, 200});
    QCOMPARE(changed.count(), 1);
    QVERIFY(!choice.isMoving());
    const engine::TimeWindow expected{100, 200};
    QVERIFY(choice.window(5'000'000) == expected);
    choice.setSpan(WindowChoice::Span::Day);
    choice.setSpan(WindowChoice::Span::Custom); // the bounds are still known
    QVERIFY(choice.window(5'000'000) == expected);
    QCOMPARE(changed.count(), 3);
}

DVMDASH_TEST(WindowMemoryTest)
#include "window_memory_test.moc"
