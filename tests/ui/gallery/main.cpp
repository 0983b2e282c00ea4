// SPDX-License-Identifier: GPL-3.0-or-later
// ui_gallery [--dark] [--size WxH] [--screenshot FILE]: shows the building blocks, or writes a picture of
// them.
#include "gallery.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

#include <cstdio>

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption dark(QStringLiteral("dark"), QStringLiteral("dark appearance"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("size of the window"),
                                  QStringLiteral("WxH"), QStringLiteral("1440x900"));
    const QCommandLineOption shot(QStringLiteral("screenshot"), QStringLiteral("write a PNG and quit"),
                                  QStringLiteral("FILE"));
    parser.addOptions({dark, size, shot});
    parser.addHelpOption();
    parser.process(app);

    dvmdash::ui::Theme theme;
    theme.install(app);
    theme.setMode(parser.isSet(dark) ? dvmdash::ui::Theme::Mode::Dark : dvmdash::ui::Theme::Mode::Light);
    dvmdash::gallery::Gallery gallery;
    const QStringList sides = parser.value(size).split(QLatin1Char('x'));
    gallery.resize(sides.value(0).toInt(), sides.value(1).toInt());
    gallery.show();
    if (!parser.isSet(shot))
        return QApplication::exec();

    // After the first full layout and painting.
    QTimer::singleShot(300, &app, [&] {
        const bool saved = gallery.grab().save(parser.value(shot));
        if (!saved)
            std::fprintf(stderr, "cannot write %s\n", qPrintable(parser.value(shot)));
        QApplication::exit(saved ? 0 : 1);
    });
    return QApplication::exec();
}
