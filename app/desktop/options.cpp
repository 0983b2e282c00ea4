// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"

#include "engine/identifiers.h"
#include "engine/relay_list.h"
#include "ui/bundle/meaning.h"
#include "ui/main_window.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace dvmdash::desktop
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("options", text);
}

struct Definitions {
    QCommandLineOption db{QStringLiteral("db"), tr("Database file; made when missing."),
                          QStringLiteral("FILE")};
    QCommandLineOption settings{QStringLiteral("settings"),
                                tr("Keep settings in this file, and the list of relays in "
                                   "relays.json beside it."),
                                QStringLiteral("FILE")};
    QCommandLineOption relay{QStringLiteral("relay"),
                             tr("Also listen to this relay, in this session. May be repeated."),
                             QStringLiteral("URL")};
    QCommandLineOption demo{QStringLiteral("demo"), tr("Show a simulated network; needs no internet.")};
    QCommandLineOption seed{QStringLiteral("seed"), tr("Which simulated network (--demo). Default 1."),
                            QStringLiteral("N")};
    QCommandLineOption speed{QStringLiteral("speed"),
                             tr("How fast jobs arrive (--demo), or the capture plays (--replay). Default 1."),
                             QStringLiteral("X")};
    QCommandLineOption replay{QStringLiteral("replay"),
                              tr("Replay this capture, or file of events, in place of collecting."),
                              QStringLiteral("FILE")};
    QCommandLineOption at{QStringLiteral("at"),
                          tr("Begin the replay at this moment, such as 2026-11-22T10:15:00Z or 40%, paused."),
                          QStringLiteral("MOMENT")};
    QCommandLineOption theme{QStringLiteral("theme"), tr("light, dark or system."), QStringLiteral("NAME")};
    QCommandLineOption page{QStringLiteral("page"), tr("Begin with this page: %1."), QStringLiteral("NAME")};
    QCommandLineOption search{QStringLiteral("search"),
                              tr("Begin with this in the search field: id, npub, note, nevent, "
                                 "kind or words."),
                              QStringLiteral("TEXT")};
    QCommandLineOption chain{
        QStringLiteral("chain"),
        tr("Begin with the chain of this job: an id, note or nevent, or 'failed' for the "
           "failed job of the longest chain."),
        QStringLiteral("JOB")};
    QCommandLineOption compare{
        QStringLiteral("compare"),
        tr("With --chain: what is different from the chain of this job: an id, note or nevent, or 'similar' "
           "for a delivered one like it."),
        QStringLiteral("JOB")};
    QCommandLineOption size{QStringLiteral("size"), tr("Size of the window, such as 1440x900."),
                            QStringLiteral("WxH")};
    QCommandLineOption screenshot{QStringLiteral("screenshot"),
                                  tr("Write the window as PNG to this file, then end."),
                                  QStringLiteral("FILE")};
    QCommandLineOption select{QStringLiteral("select"),
                              tr("Inspect this row of the page on the screenshot, from 1."),
                              QStringLiteral("ROW")};
    QCommandLineOption after{QStringLiteral("after"), tr("Seconds until the screenshot. Default 3."),
                             QStringLiteral("SECONDS")};

    Definitions()
    {
        page.setDescription(page.description().arg(ui::MainWindow::pageIds().join(QStringLiteral(", "))));
    }
};

/// Collects what is wrong: the first problem is told.
class Reader
{
public:
    explicit Reader(const QCommandLineParser &parser)
        : m_parser(parser)
    {
    }

    QString problem() const { return m_problem; }

    void positive(const QCommandLineOption &option, double &value)
    {
        constexpr double most = 1e6;
        bool isNumber = false;
        const double read = m_parser.value(option).toDouble(&isNumber);
        if (isNumber && read > 0 && read <= most)
            value = read;
        else if (m_parser.isSet(option))
            refuse(option, tr("a number above 0"));
    }
    void number(const QCommandLineOption &option, std::uint64_t &value)
    {
        bool isNumber = false;
        const auto read = m_parser.value(option).toULongLong(&isNumber);
        if (isNumber)
            value = read;
        else if (m_parser.isSet(option))
            refuse(option, tr("a whole number"));
    }
    void refuse(const QCommandLineOption &option, const QString &wanted)
    {
        if (m_problem.isEmpty())
            m_problem = tr("--%1 takes %2, not '%3'")
                            .arg(option.names().constFirst(), wanted, m_parser.value(option));
    }
    void complain(const QString &problem)
    {
        if (m_problem.isEmpty())
            m_problem = problem;
    }

private:
    const QCommandLineParser &m_parser;
    QString m_problem;
};

void readTheme(const QCommandLineParser &parser, const Definitions &d, Reader &reader, Options &options)
{
    if (!parser.isSet(d.theme))
        return;
    const QString name = parser.value(d.theme);
    if (name == QLatin1String("light"))
        options.theme = ui::Theme::Mode::Light;
    else if (name == QLatin1String("dark"))
        options.theme = ui::Theme::Mode::Dark;
    else if (name == QLatin1String("system"))
        options.theme = ui::Theme::Mode::System;
    else
        reader.refuse(d.theme, tr("light, dark or system"));
}

void readSize(const QCommandLineParser &parser, const Definitions &d, Reader &reader, Options &options)
{
    if (!parser.isSet(d.size))
        return;
    const QStringList sides = parser.value(d.size).split(QLatin1Char('x'));
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    constexpr int most = 16'384;
    if (sides.size() == 2 && size.width() > 0 && size.height() > 0 && size.width() <= most &&
        size.height() <= most)
        options.size = size;
    else
        reader.refuse(d.size, tr("a width and a height such as 1440x900"));
}

void readRelays(const QCommandLineParser &parser, const Definitions &d, Reader &reader, Options &options)
{
    const QStringList typed = parser.values(d.relay);
    for (const QString &text : typed) {
        QString error;
        if (const auto url = relay::normalizeRelayUrl(text, &error))
            options.relays.append(*url);
        else
            reader.complain(tr("--relay: %1").arg(error));
    }
}

/// What cannot be read or looked up is said here, before a window opens for nothing.
void readArgument(const QCommandLineParser &parser, Reader &reader, Options &options)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        return;
    if (arguments.size() > 1)
        reader.complain(tr("name one file or link at a time: '%1' is one too many").arg(arguments.at(1)));
    options.open = arguments.constFirst();
    if (QFileInfo::exists(options.open))
        return;
    const auto meaning = ui::meaningOfText(options.open);
    if (!std::holds_alternative<ui::LinkMeant>(meaning))
        reader.complain(tr("'%1' is neither a file nor a nostr: link").arg(options.open));
}

/// Nothing of it is collected, and nothing but a passing file is written.
void readReplay(const QCommandLineParser &parser, const Definitions &d, Reader &reader,
                const Options &options)
{
    if (options.demo || !options.relays.isEmpty() || parser.isSet(d.db) || parser.isSet(d.seed))
        reader.complain(
            tr("--replay needs no relays and no file: leave out --demo, --seed, --relay and --db"));
    if (!QFileInfo(options.replay).isFile())
        reader.complain(tr("--replay: there is no file '%1'").arg(options.replay));
    const bool isPart = options.at.endsWith(QLatin1Char('%'));
    bool isNumber = false;
    const double part = options.at.chopped(isPart ? 1 : 0).toDouble(&isNumber);
    const bool isMoment = isPart ? isNumber && part >= 0 && part <= 100
                                 : QDateTime::fromString(options.at, Qt::ISODate).isValid();
    if (parser.isSet(d.at) && !isMoment)
        reader.refuse(d.at, tr("a moment such as 2026-11-22T10:15:00Z, or a part such as 40%"));
}

Options readAll(const QCommandLineParser &parser, const Definitions &d, Reader &reader)
{
    Options options;
    options.database = parser.value(d.db);
    options.settings = parser.value(d.settings);
    options.demo = parser.isSet(d.demo);
    options.replay = parser.value(d.replay);
    options.at = parser.value(d.at);
    options.search = parser.value(d.search);
    options.screenshot = parser.value(d.screenshot);
    options.page = parser.value(d.page);
    if (parser.isSet(d.page) && !ui::MainWindow::pageIds().contains(options.page))
        reader.refuse(d.page, ui::MainWindow::pageIds().join(QStringLiteral(", ")));
    options.chain = parser.value(d.chain);
    if (parser.isSet(d.chain) && options.chain != QLatin1String("failed") &&
        !nostr::nip19::eventIdFromText(options.chain.toStdString()))
        reader.refuse(d.chain, tr("an id, note or nevent, or 'failed'"));
    options.compare = parser.value(d.compare);
    if (parser.isSet(d.compare) && options.compare != QLatin1String("similar") &&
        !nostr::nip19::eventIdFromText(options.compare.toStdString()))
        reader.refuse(d.compare, tr("an id, note or nevent, or 'similar'"));
    if (parser.isSet(d.compare) && !parser.isSet(d.chain))
        reader.complain(tr("--compare belongs to --chain"));
    reader.number(d.seed, options.seed);
    reader.positive(d.speed, options.speed);
    reader.positive(d.after, options.screenshotAfter);
    reader.number(d.select, options.select);
    readTheme(parser, d, reader, options);
    readSize(parser, d, reader, options);
    readRelays(parser, d, reader, options);
    const bool isReplay = !options.replay.isEmpty();
    if (!options.demo && !isReplay && (parser.isSet(d.seed) || parser.isSet(d.speed)))
        reader.complain(tr("--seed and --speed belong to --demo"));
    if (isReplay)
        readReplay(parser, d, reader, options);
    else if (parser.isSet(d.at))
        reader.complain(tr("--at belongs to --replay"));
    if (options.demo && !options.relays.isEmpty())
        reader.complain(tr("--demo listens to its own relay only: leave out --relay"));
    readArgument(parser, reader, options);
    return options;
}

} // namespace

ParsedOptions parseOptions(const QStringList &arguments)
{
    const Definitions d;
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("See what happens between a Nostr job request and its result.\n\n"
                                        "Exit codes: 0 done, 1 failed, 2 wrong usage."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("what"),
        tr("A bundle (NAME.dvmchain.json) or a file of events to open, or a nostr: link, id, npub, note, "
           "nevent or nprofile to look up."),
        QStringLiteral("[FILE | LINK]"));
    parser.addOptions({d.db, d.settings, d.relay, d.demo, d.seed, d.speed, d.replay, d.at, d.theme, d.page,
                       d.search, d.chain, d.compare, d.size, d.screenshot, d.after, d.select});

    ParsedOptions parsed;
    const auto wrong = [&parsed](const QString &problem) {
        parsed.text = tr("dvmdash: %1. See 'dvmdash --help'.").arg(problem) + QLatin1Char('\n');
        parsed.exitCode = 2;
    };
    if (!parser.parse(arguments)) {
        QString problem = parser.errorText();
        if (problem.endsWith(QLatin1Char('.')))
            problem.chop(1);
        wrong(problem);
    } else if (parser.isSet(help)) {
        parsed.text = parser.helpText();
    } else if (parser.isSet(version)) {
        parsed.text = QStringLiteral("dvmdash ") + QCoreApplication::applicationVersion() + QLatin1Char('\n');
    } else {
        Reader reader(parser);
        const Options options = readAll(parser, d, reader);
        if (reader.problem().isEmpty())
            parsed.options = options;
        else
            wrong(reader.problem());
    }
    return parsed;
}

bool wantsOnlyText(const QStringList &arguments)
{
    for (const QString &argument : arguments.mid(1))
        if (argument == QLatin1String("--help") || argument == QLatin1String("-h") ||
            argument == QLatin1String("--help-all") || argument == QLatin1String("--version") ||
            argument == QLatin1String("-v"))
            return true;
    return false;
}

} // namespace dvmdash::desktop
