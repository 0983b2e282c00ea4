// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace dvmdash::desktop
{

/// What the command line asks for.
struct Options {
    QString database;   ///< empty: the usual file, or a passing one for a demo
    QString settings;   ///< empty: the usual place
    QStringList relays; ///< for this session, in their one spelling
    QString replay;     ///< capture to replay in place of collecting; empty: none
    QString at;         ///< moment at which the replay begins, ISO 8601 or a part such as "40%"
    bool demo = false;
    std::uint64_t seed = 1; ///< of the demo
    double speed = 1;       ///< of the demo, or of the replay
    std::optional<ui::Theme::Mode> theme;
    QString page;
    QString open;               ///< bundle, file of events or nostr: link to open at the start; empty: none
    QString search;             ///< put into the search field at the start
    QSize size;                 ///< of the window; invalid: as it was left
    QString screenshot;         ///< write the window as PNG to this file, then end; empty: no
    double screenshotAfter = 3; ///< seconds
    QString chain; ///< begin with the chain of this job, or with that of a "failed" one; empty: no
    QString
        compare; ///< with `chain`: compare it with the chain of this job, or with a "similar" one; empty: no
    std::uint64_t select = 0; ///< row of the page's table to inspect on the screenshot, from 1; 0: none
};

struct ParsedOptions {
    std::optional<Options> options; ///< nothing: print and end
    QString text;                   ///< help, version or what is wrong
    int exitCode = 0;               ///< 0 help or version, 2 wrong usage
};

/// Arguments with the name of the program first. Needs a QCoreApplication.
ParsedOptions parseOptions(const QStringList &arguments);

/// True for --help and --version, which are answered without a screen.
bool wantsOnlyText(const QStringList &arguments);

} // namespace dvmdash::desktop
