// SPDX-License-Identifier: GPL-3.0-or-later
#include "safe_text.h"

#include <QChar>
#include <QList>

namespace dvmdash::cli
{

namespace
{

constexpr char32_t zeroWidthNonJoiner = 0x200C;
constexpr char32_t zeroWidthJoiner = 0x200D;

/// Control characters, invisible formatting (bidi among it), line and paragraph separators, unpaired
/// surrogates.
bool isUnsafe(char32_t c)
{
    if (c == zeroWidthNonJoiner || c == zeroWidthJoiner)
        return false;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default: // the other two dozen categories are letters, marks, digits and the like
        return false;
    }
}

QString escaped(char32_t c)
{
    switch (c) {
    case U'\n':
        return QStringLiteral("\\n");
    case U'\r':
        return QStringLiteral("\\r");
    case U'\t':
        return QStringLiteral("\\t");
    }
    return QStringLiteral("\\u{%1}").arg(QString::number(static_cast<uint>(c), 16).toUpper(), 4,
                                         QLatin1Char('0'));
}

QString escapedWhere(const QString &text, bool keepLineEnds)
{
    QString safe;
    safe.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (!isUnsafe(c) || (keepLineEnds && c == U'\n'))
            safe += QString::fromUcs4(&c, 1);
        else
            safe += escaped(c);
    }
    return safe;
}

QString fromUtf8(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace

QString safeLine(const QString &text)
{
    return escapedWhere(text, false);
}

QString safeLine(std::string_view utf8)
{
    return safeLine(fromUtf8(utf8));
}

QString safeBlock(std::string_view utf8)
{
    return escapedWhere(fromUtf8(utf8), true);
}

std::string safeJson(std::string_view json)
{
    QString safe;
    safe.reserve(static_cast<qsizetype>(json.size()));
    for (const char32_t c : fromUtf8(json).toUcs4()) {
        // Below 0x20 only the line ends between values can stand here: inside strings JSON escapes them.
        if (c < 0x20 || !isUnsafe(c)) {
            safe += QString::fromUcs4(&c, 1);
            continue;
        }
        for (const QChar unit : QString::fromUcs4(&c, 1))
            safe += QStringLiteral("\\u%1").arg(static_cast<uint>(unit.unicode()), 4, 16, QLatin1Char('0'));
    }
    return safe.toStdString();
}

} // namespace dvmdash::cli
