// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QPainter>
#include <QSet>
#include <QSvgRenderer>

#include <memory>

using namespace dvmdash::ui;

namespace
{

/// Number of pixels that are drawn, and whether all of them have that colour.
std::pair<int, bool> drawn(const QImage &image, const QColor &color)
{
    int count = 0;
    bool same = true;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() == 0)
                continue;
            ++count;
            // Pixels at the edge of a stroke are rounded when they are premultiplied.
            if (pixel.alpha() == 255 && pixel.rgb() != color.rgb())
                same = false;
        }
    }
    return {count, same};
}

} // namespace

class IconsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachIcon_data();
    void eachIcon();
    void shapesOfTonesDiffer();
    void rendersAtTheDeviceRatio();
    void followsTheTheme();
    void disabledIsMuted();
    void outlivesItsTheme();
};

void IconsTest::eachIcon_data()
{
    QTest::addColumn<int>("icon");
    for (int i = 0; i < iconCount; ++i)
        QTest::newRow(qPrintable(iconName(Icon(i)))) << i;
}

void IconsTest::eachIcon()
{
    QFETCH(int, icon);
    const QColor color(0xC4, 0x39, 0x1D);
    const QImage image = iconPixmap(Icon(icon), color, 40, 1).toImage();
    QCOMPARE(image.size(), QSize(40, 40));
    const auto [count, same] = drawn(image, color);
    QVERIFY2(count > 40, "nothing is drawn");
    QVERIFY2(count < 1200, "a block is drawn");
    QVERIFY2(same, "another colour than the asked one");

    QFile file(QStringLiteral(":/icons/") + iconName(Icon(icon)) + QStringLiteral(".svg"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray source = file.readAll();
    QVERIFY(source.contains("viewBox=\"0 0 20 20\""));
    QVERIFY(source.contains("stroke-width=\"1.5\""));
    QVERIFY(source.contains("currentColor"));
    QVERIFY(QSvgRenderer(source).isValid());
}

void IconsTest::shapesOfTonesDiffer()
{
    QSet<int> shapes;
    for (int i = 0; i < toneCount; ++i)
        shapes.insert(int(toneIcon(Tone(i))));
    QCOMPARE(shapes.size(), toneCount);
}

void IconsTest::rendersAtTheDeviceRatio()
{
    const QPixmap pixmap = iconPixmap(Icon::Check, Qt::black, 16, 2);
    QCOMPARE(pixmap.size(), QSize(32, 32));
    QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(16, 16));
}

void IconsTest::followsTheTheme()
{
    Theme theme;
    theme.setMode(Theme::Mode::Light);
    const QIcon icon = theme.icon(Tone::Failed);
    QVERIFY(drawn(icon.pixmap(32, 32).toImage(), lightColors().tones[int(Tone::Failed)]).second);
    theme.setMode(Theme::Mode::Dark);
    const auto [count, same] = drawn(icon.pixmap(32, 32).toImage(), darkColors().tones[int(Tone::Failed)]);
    QVERIFY(count > 0);
    QVERIFY(same);
}

void IconsTest::disabledIsMuted()
{
    Theme theme;
    theme.setMode(Theme::Mode::Light);
    const QImage image = theme.icon(Icon::Add).pixmap(QSize(32, 32), 1, QIcon::Disabled).toImage();
    QVERIFY(drawn(image, lightColors().disabled).second);
}

void IconsTest::outlivesItsTheme()
{
    auto theme = std::make_unique<Theme>();
    const QIcon icon = theme->icon(Icon::Add);
    theme.reset();
    QVERIFY(icon.isNull());
    QImage canvas(16, 16, QImage::Format_ARGB32_Premultiplied);
    canvas.fill(Qt::transparent);
    QPainter painter(&canvas);
    icon.paint(&painter, canvas.rect());
    painter.end();
    QCOMPARE(drawn(canvas, Qt::black).first, 0);
}

DVMDASH_TEST(IconsTest)
#include "icons_test.moc"
