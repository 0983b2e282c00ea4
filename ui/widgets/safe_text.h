// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace dvmdash::ui
{

enum class LineBreaks {
    Keep,   ///< for multi-line views
    Inline, ///< shown as a return sign, for cells and labels
};

/// Text that strangers wrote, made safe to show. Whatever could hide, reorder or forge what the reader sees
/// is written out as "<U+202E>" (with angle marks U+27E8 and U+27E9): control characters (C0, DEL, C1, so
/// also the escape sequences of terminals), direction marks and overrides, zero-width spaces, invisible
/// operators, tag characters, line and paragraph separators, lone surrogates, non-characters. NUL is one of
/// them, so a text is never cut there. Joiners stay: emoji and several scripts need them. More than four
/// combining marks in a row are counted instead of drawn. Tabs become a space. The result is cut to `limit`
/// code units with an ellipsis when limit is positive, never inside a character.
QString safeText(QStringView text, LineBreaks breaks = LineBreaks::Inline, qsizetype limit = 0);

/// The same for a tool tip, which Qt would otherwise read as HTML when it looks like it. Long texts are cut.
QString safeToolTip(QStringView text);

} // namespace dvmdash::ui
