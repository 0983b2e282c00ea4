// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QStringList>

namespace dvmdash::ui
{

/// The three sizes of the program.
enum class TextSize {
    Caption, ///< labels, column heads, axis ticks
    Body,
    Figure, ///< the number of a card, the title of a page
};

/// The two weights of the program.
enum class TextWeight { Regular, Strong };

/// The family to use where the platform resolves to DejaVu Sans (wide and heavy at interface sizes): the
/// first of Roboto, Noto Sans, Open Sans that is installed, else `resolved` itself.
QString preferredFamily(const QString &resolved, const QStringList &installed);

/// True when the ten digits of the font have one width, so that numbers align in columns.
bool hasTabularDigits(const QFont &font);

/// The body font: the platform's own, replaced after preferredFamily on Linux.
QFont chooseBodyFont(const QFont &platformFont);

/// `body` when its digits are tabular, otherwise the first installed family whose digits are.
QFont chooseNumberFont(const QFont &body);

/// The platform's fixed-pitch font with a body-like size.
QFont chooseMonoFont(const QFont &body);

} // namespace dvmdash::ui
