// SPDX-License-Identifier: GPL-3.0-or-later
#include "progress_line.h"

#include "console.h"

#include <QByteArray>

#include <algorithm>
#include <cstdio>

namespace dvmdash::cli
{

ProgressLine::ProgressLine()
    : m_onTerminal(stderrIsTerminal())
{
}

void ProgressLine::show(const QString &text)
{
    if (m_onTerminal)
        draw(text);
}

void ProgressLine::clear()
{
    if (m_width == 0)
        return;
    draw({});
    std::fputc('\r', stderr);
    std::fflush(stderr);
    m_width = 0;
}

void ProgressLine::draw(const QString &text)
{
    const QByteArray bytes = '\r' + text.leftJustified(m_width).toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
    std::fflush(stderr);
    m_width = std::max(m_width, text.size());
}

} // namespace dvmdash::cli
