// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace dvmdash::cli
{

/// One line on a terminal's standard error, drawn over itself; nothing where standard error is no terminal.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    void show(const QString &text);
    void clear();

private:
    void draw(const QString &text);

    const bool m_onTerminal;
    qsizetype m_width = 0;
};

} // namespace dvmdash::cli
