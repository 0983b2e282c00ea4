// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/state_chip.h"

#include <QApplication>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace dvmdash::ui;

class BannerAndStatesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bannerIsHiddenUntilItSaysSomething();
    void bannerAction();
    void bannerCanBeHidden();
    void chipSaysItsWord();
    void chipHasAShape();
    void emptyStateHasOneButtonOrNone();
    void skeletonDrawsBars();
    void cardReplacesItsContent();
    void cardActions();
    void relativeTimeStaysTrue();
    void relativeTimeOfNever();
    void themeSwitchRepaintsAll();
};

void BannerAndStatesTest::bannerIsHiddenUntilItSaysSomething()
{
    QWidget window;
    Banner banner(&window);
    window.show();
    QVERIFY(!banner.isVisible());
    banner.showMessage(Tone::Failed, QStringLiteral("The disk is full; what was stored is kept."));
    QVERIFY(banner.isVisible());
    QCOMPARE(banner.text(), QStringLiteral("The disk is full; what was stored is kept."));
    QCOMPARE(banner.accessibleName(), banner.text());
    QCOMPARE(banner.tone(), Tone::Failed);
    QVERIFY(!banner.findChild<QPushButton *>()->isVisible());
}

void BannerAndStatesTest::bannerAction()
{
    Banner banner;
    banner.showMessage(Tone::Suspect, QStringLiteral("x"), QStringLiteral("Show relays"));
    QSignalSpy triggered(&banner, &Banner::actionTriggered);
    auto *button = banner.findChild<QPushButton *>();
    QVERIFY(button->isVisible());
    button->click();
    QCOMPARE(triggered.count(), 1);
}

void BannerAndStatesTest::bannerCanBeHidden()
{
    Banner banner;
    banner.setDismissible(true);
    banner.showMessage(Tone::Suspect, QStringLiteral("x"));
    QSignalSpy dismissed(&banner, &Banner::dismissed);
    auto *close = banner.findChild<QToolButton *>();
    QVERIFY(!close->accessibleName().isEmpty());
    close->click();
    QCOMPARE(dismissed.count(), 1);
    QVERIFY(!banner.isVisible());
}

void BannerAndStatesTest::chipSaysItsWord()
{
    StateChip chip(Tone::Failed, QStringLiteral("failed"));
    QCOMPARE(chip.accessibleName(), QStringLiteral("failed"));
    chip.setState(Tone::Delivered, QStringLiteral("delivered late"));
    QCOMPARE(chip.word(), QStringLiteral("delivered late"));
    QVERIFY(chip.sizeHint().width() > chip.minimumSizeHint().width());
}

void BannerAndStatesTest::chipHasAShape()
{
    // With the colours taken away two tones with one word still look different.
    StateChip chip(Tone::Failed, QStringLiteral("state"));
    chip.resize(chip.sizeHint());
    const auto grey = [&chip] {
        return chip.grab().toImage().convertToFormat(QImage::Format_Mono, Qt::ThresholdDither);
    };
    const QImage failed = grey();
    chip.setState(Tone::Delivered, QStringLiteral("state"));
    QVERIFY(grey() != failed);
}

void BannerAndStatesTest::emptyStateHasOneButtonOrNone()
{
    EmptyState state;
    state.setContent(Icon::Live, QStringLiteral("Nothing heard yet"),
                     QStringLiteral("No relay is connected."));
    state.show();
    auto *button = state.findChild<QPushButton *>();
    QVERIFY(!button->isVisible());
    state.setContent(Icon::Live, QStringLiteral("Nothing"), QStringLiteral("why"),
                     QStringLiteral("Add a relay"));
    QVERIFY(button->isVisible());
    QSignalSpy clicked(&state, &EmptyState::buttonClicked);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(state.accessibleName(), QStringLiteral("Nothing"));
    QCOMPARE(state.accessibleDescription(), QStringLiteral("why"));
}

void BannerAndStatesTest::skeletonDrawsBars()
{
    Theme theme;
    Skeleton skeleton;
    theme.attach(skeleton);
    skeleton.resize(200, 120);
    const QImage image = skeleton.grab().toImage();
    int bars = 0;
    bool inside = false;
    for (int y = 0; y < image.height(); ++y) {
        const bool bar = image.pixelColor(40, y) == theme.colors().skeleton;
        bars += bar && !inside ? 1 : 0;
        inside = bar;
    }
    QVERIFY2(bars >= 3, qPrintable(QString::number(bars)));
}

void BannerAndStatesTest::cardReplacesItsContent()
{
    Card card(QStringLiteral("Months"));
    QPointer<QLabel> first = new QLabel(QStringLiteral("one"));
    card.setContent(first);
    QCOMPARE(card.content(), first.data());
    auto *second = new QLabel(QStringLiteral("two"));
    card.setContent(second, true);
    QVERIFY(first.isNull());
    QCOMPARE(card.content(), second);
    QCOMPARE(card.accessibleName(), QStringLiteral("Months"));
}

void BannerAndStatesTest::cardActions()
{
    Card card(QStringLiteral("Months"));
    auto *button = card.addAction(Theme::of(&card).icon(Icon::Export), QStringLiteral("Export CSV"));
    QCOMPARE(button->accessibleName(), QStringLiteral("Export CSV"));
    QCOMPARE(button->toolTip(), QStringLiteral("Export CSV"));
    QVERIFY(!button->icon().isNull());
    card.setNote(QStringLiteral("5 of 6 relays"));
    card.show();
    QVERIFY(button->isVisible());
}

void BannerAndStatesTest::relativeTimeStaysTrue()
{
    qint64 now = 1'709'650'000'000;
    RelativeTimeLabel label;
    label.setClock([&now] { return now; });
    label.setTimeMs(now - 12'000);
    QCOMPARE(label.text(), QStringLiteral("12 s ago"));
    QVERIFY(label.toolTip().startsWith(QLatin1String("2024-03-05T14:46:28Z")));
    label.show();
    now += 60'000;
    QTRY_COMPARE(label.text(), QStringLiteral("1 min ago"));
}

void BannerAndStatesTest::relativeTimeOfNever()
{
    RelativeTimeLabel label;
    label.setTimeMs(-1, QStringLiteral("never"));
    QCOMPARE(label.text(), QStringLiteral("never"));
    QVERIFY(label.toolTip().isEmpty());
}

void BannerAndStatesTest::themeSwitchRepaintsAll()
{
    Theme theme;
    theme.install(*qApp);
    theme.setMode(Theme::Mode::Light);
    Card card(QStringLiteral("Months"));
    auto *empty = new EmptyState;
    empty->setContent(Icon::Live, QStringLiteral("Nothing"), QStringLiteral("why"));
    card.setContent(empty);
    card.setNote(QStringLiteral("note"));
    card.resize(300, 300);
    card.show();
    const QImage light = card.grab().toImage();
    QCOMPARE(light.pixelColor(20, 280), lightColors().card);
    theme.setMode(Theme::Mode::Dark);
    const QImage dark = card.grab().toImage();
    QCOMPARE(dark.pixelColor(20, 280), darkColors().card);
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(card.grab().toImage(), light);
}

DVMDASH_TEST(BannerAndStatesTest)
#include "banner_and_states_test.moc"
