// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QLabel>
#include <QSet>
#include <QSignalSpy>

using namespace dvmdash::ui;

class ThemeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrast_data();
    void contrast();
    void valuesOfTheLookTable_data();
    void valuesOfTheLookTable();
    void knownContrastRatios();
    void detectsADarkPalette();
    void switchingModes();
    void systemModeFollowsThePlatform();
    void ofFindsTheNearest();
    void kindAndDvmColorsAreStable();
    void prefersAnInstalledFamilyToDejaVu();
    void digitsAlign();
    void spacesGrowInSteps();
    void motionIsShort();
};

void ThemeTest::contrast_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("surface");
    QTest::addColumn<double>("least");
    for (const bool dark : {false, true}) {
        const Colors &c = dark ? darkColors() : lightColors();
        const auto add = [dark](const QString &name, const QColor &ink, const QColor &surface, double least) {
            QTest::addRow("%s: %s", dark ? "dark" : "light", qPrintable(name)) << ink << surface << least;
        };
        const std::array<std::pair<const char *, QColor>, 2> surfaces{
            {{"window", c.window}, {"card", c.card}}};
        for (const auto &[place, surface] : surfaces) {
            for (int i = 0; i < toneCount; ++i)
                add(QStringLiteral("tone %1 on %2").arg(i).arg(QLatin1String(place)), c.tones[std::size_t(i)],
                    surface, 4.5);
            for (int i = 0; i < hueCount; ++i)
                add(QStringLiteral("hue %1 on %2").arg(i).arg(QLatin1String(place)), c.hues[std::size_t(i)],
                    surface, 4.5);
            add(QStringLiteral("text on ") + QLatin1String(place), c.text, surface, 7);
            add(QStringLiteral("muted on ") + QLatin1String(place), c.muted, surface, 4.5);
            add(QStringLiteral("accent on ") + QLatin1String(place), c.accent, surface, 4.5);
        }
        for (const auto &[place, surface] :
             {std::pair("hover", c.hover), std::pair("selected", c.selected)}) {
            add(QStringLiteral("text on ") + QLatin1String(place), c.text, surface, 4.5);
            add(QStringLiteral("muted on ") + QLatin1String(place), c.muted, surface, 4.5);
            // Shapes of states on a selected or hovered row: graphics need 3:1.
            for (int i = 0; i < toneCount; ++i)
                add(QStringLiteral("shape %1 on %2").arg(i).arg(QLatin1String(place)),
                    c.tones[std::size_t(i)], surface, 3);
        }
        add(QStringLiteral("primary button"), c.onAccent, c.accent, 4.5);
    }
}

void ThemeTest::contrast()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, surface);
    QFETCH(double, least);
    const double ratio = contrastRatio(ink, surface);
    QVERIFY2(ratio >= least,
             qPrintable(QStringLiteral("%1 on %2 is only %3").arg(ink.name(), surface.name()).arg(ratio)));
}

void ThemeTest::valuesOfTheLookTable_data()
{
    QTest::addColumn<int>("tone");
    QTest::addColumn<QString>("light");
    QTest::addColumn<QString>("dark");
    QTest::newRow("delivered") << int(Tone::Delivered) << "#00795a"
                               << "#3cc9a0";
    QTest::newRow("running") << int(Tone::Running) << "#0072b2"
                             << "#56b4e9";
    QTest::newRow("waiting") << int(Tone::Waiting) << "#6b7280"
                             << "#9aa3af";
    QTest::newRow("payment") << int(Tone::Payment) << "#9a6700"
                             << "#e6b450";
    QTest::newRow("failed") << int(Tone::Failed) << "#c4391d"
                            << "#ff8066";
    QTest::newRow("stalled") << int(Tone::Stalled) << "#8a4fa0"
                             << "#cf9be6";
    QTest::newRow("suspect") << int(Tone::Suspect) << "#8c5a00"
                             << "#f0c24b";
}

void ThemeTest::valuesOfTheLookTable()
{
    QFETCH(int, tone);
    QFETCH(QString, light);
    QFETCH(QString, dark);
    Theme theme;
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(theme.color(Tone(tone)).name(), light);
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(theme.color(Tone(tone)).name(), dark);
}

void ThemeTest::knownContrastRatios()
{
    QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
    // The grey that WCAG names as the lightest one on white.
    QVERIFY(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
    QVERIFY(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
}

void ThemeTest::detectsADarkPalette()
{
    QVERIFY(Theme::looksDark(makePalette(darkColors())));
    QVERIFY(!Theme::looksDark(makePalette(lightColors())));
}

void ThemeTest::switchingModes()
{
    Theme theme;
    theme.install(*qApp);
    theme.setMode(Theme::Mode::Light);
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(changed.count(), 1);
    QVERIFY(theme.isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), darkColors().window);
    QLabel label;
    QCOMPARE(label.palette().color(QPalette::WindowText), darkColors().text);
    QVERIFY(qApp->styleSheet().contains(darkColors().card.name()));
    QVERIFY(!qApp->styleSheet().contains(QLatin1Char('$')));
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(changed.count(), 1);
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(label.palette().color(QPalette::WindowText), lightColors().text);
}

void ThemeTest::systemModeFollowsThePlatform()
{
    QApplication::setPalette(makePalette(darkColors()));
    Theme theme;
    QCOMPARE(theme.mode(), Theme::Mode::System);
    QVERIFY(theme.isDark());
    QApplication::setPalette(makePalette(lightColors()));
    Theme other;
    QVERIFY(!other.isDark());
}

void ThemeTest::ofFindsTheNearest()
{
    Theme application;
    application.attach(*qApp);
    Theme local;
    QWidget outside;
    QWidget scope;
    QWidget inside(&scope);
    local.attach(scope);
    QCOMPARE(&Theme::of(&outside), &application);
    QCOMPARE(&Theme::of(&inside), &local);
    QCOMPARE(&Theme::of(nullptr), &application);
}

void ThemeTest::kindAndDvmColorsAreStable()
{
    Theme theme;
    QCOMPARE(theme.kindColor(5050), theme.kindColor(5050));
    // A result has the colour of its request, neighbours differ.
    QCOMPARE(theme.kindColor(6050), theme.kindColor(5050));
    QSet<QRgb> neighbours;
    for (const int kind : {5000, 5001, 5002, 5050})
        neighbours.insert(theme.kindColor(kind).rgb());
    QCOMPARE(neighbours.size(), 4);

    QSet<QRgb> dvms;
    for (int i = 0; i < 64; ++i) {
        const QString key = QString::number(i, 16).rightJustified(64, QLatin1Char('0'));
        QCOMPARE(theme.dvmColor(key), theme.dvmColor(key));
        dvms.insert(theme.dvmColor(key).rgb());
    }
    QVERIFY(dvms.size() >= hueCount / 2);
}

void ThemeTest::prefersAnInstalledFamilyToDejaVu()
{
    const QStringList installed{QStringLiteral("Open Sans"), QStringLiteral("Noto Sans"),
                                QStringLiteral("DejaVu Sans")};
    QCOMPARE(preferredFamily(QStringLiteral("DejaVu Sans"), installed), QStringLiteral("Noto Sans"));
    QCOMPARE(preferredFamily(QStringLiteral("Cantarell"), installed), QStringLiteral("Cantarell"));
    QCOMPARE(preferredFamily(QStringLiteral("DejaVu Sans"), {}), QStringLiteral("DejaVu Sans"));
}

void ThemeTest::digitsAlign()
{
    Theme theme;
    for (const auto size : {TextSize::Caption, TextSize::Body, TextSize::Figure}) {
        const QFontMetricsF metrics(theme.numberFont(size));
        QCOMPARE(metrics.horizontalAdvance(QStringLiteral("1111")),
                 metrics.horizontalAdvance(QStringLiteral("8080")));
    }
    QVERIFY(theme.font(TextSize::Caption).pointSizeF() < theme.font().pointSizeF());
    QVERIFY(theme.font(TextSize::Figure).pointSizeF() > theme.font().pointSizeF());
}

void ThemeTest::spacesGrowInSteps()
{
    Theme theme;
    int last = 0;
    for (const auto step : {Space::Xs, Space::S, Space::M, Space::L, Space::Xl, Space::Xxl}) {
        QVERIFY(theme.space(step) > last);
        last = theme.space(step);
    }
    QCOMPARE(theme.space(Space::Xxl), qRound(theme.scaled(32)));
}

void ThemeTest::motionIsShort()
{
    Theme theme;
    QVERIFY(theme.motion() >= 0);
    QVERIFY(theme.motion() <= 150);
}

DVMDASH_TEST(ThemeTest)
#include "theme_test.moc"
