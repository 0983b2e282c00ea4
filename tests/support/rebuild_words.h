// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rebuild.h"

namespace dvmdash::test
{

/// What a check or a rebuild complains of: why it failed, or a row a line that differs. Empty: nothing.
inline QString complaintsOf(const engine::RebuildReport &report)
{
    if (!report.ok)
        return report.error;
    QString text;
    for (const auto &table : report.tables)
        for (const auto &example : table.examples)
            text += QString::fromStdString(example) + QLatin1Char('\n');
    return text;
}

} // namespace dvmdash::test
