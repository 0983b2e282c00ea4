// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop.h"
#include "options.h"
#include "shared/default_paths.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QTranslator>

#include <cstdio>
#include <memory>

namespace
{

using namespace dvmdash;

/// --help and --version need no screen.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    if (desktop::wantsOnlyText(arguments))
        return std::make_unique<QCoreApplication>(argc, argv);
    return std::make_unique<QApplication>(argc, argv);
}

/// Ours and Qt's own, where there are some for the language of the system.
void loadTranslations(QCoreApplication &application)
{
    const QLocale locale;
    auto *own = new QTranslator(&application);
    if (own->load(locale, QStringLiteral("dvmdash"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        application.installTranslator(own);
    auto *qt = new QTranslator(&application);
    if (qt->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                 QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application.installTranslator(qt);
}

void print(std::FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
}

} // namespace

int main(int argc, char **argv)
{
    const auto application = makeApplication(argc, argv);
    app::setIdentity();
    loadTranslations(*application);
    const desktop::ParsedOptions parsed = desktop::parseOptions(QCoreApplication::arguments());
    if (!parsed.options) {
        print(parsed.exitCode == 0 ? stdout : stderr, parsed.text);
        return parsed.exitCode;
    }
    int code = 0;
    QString error;
    {
        desktop::Desktop program(static_cast<QApplication &>(*application), *parsed.options);
        code = program.run();
        error = program.errorText();
    }
    if (!error.isEmpty())
        print(stderr, QStringLiteral("dvmdash: %1\n").arg(error));
    return code;
}
