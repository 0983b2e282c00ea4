// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/safe_text.h"

#include <QChar>

namespace dvmdash::ui
{

namespace
{

constexpr int mostMarks = 4;

bool isJoiner(char32_t c)
{
    return c == 0x200C || c == 0x200D;
}

/// Characters that are invisible, reorder text or are not characters at all.
bool isTreacherous(char32_t c)
{
    if (isJoiner(c))
        return false;
    const auto category = QChar::category(c);
    // Format holds the direction marks, the zero-width space, invisible operators and tag characters.
    const bool hidden = category == QChar::Other_Control || category == QChar::Other_Format ||
                        category == QChar::Other_Surrogate || category == QChar::Separator_Line ||
                        category == QChar::Separator_Paragraph;
    const bool blankLetter = c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x034F;
    return hidden || blankLetter || QChar::isNonCharacter(c);
}

bool isMark(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing;
}

QString writtenOut(char32_t c)
{
    return QChar(0x27E8) +
           QStringLiteral("U+%1").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0')).toUpper() +
           QChar(0x27E9);
}

/// Appends safe pieces and knows when the limit is reached.
class SafeWriter
{
public:
    SafeWriter(LineBreaks breaks, qsizetype limit)
        : m_breaks(breaks)
        , m_limit(limit)
    {
    }

    bool isFull() const { return m_full; }

    void put(char32_t c)
    {
        if (isMark(c) && c != 0x034F) {
            ++m_marks;
            if (m_marks <= mostMarks)
                append(QString::fromUcs4(&c, 1));
            return;
        }
        endMarks();
        if (c == U'\n')
            append(m_breaks == LineBreaks::Keep ? QStringLiteral("\n") : QStringLiteral(" \u23CE "));
        else if (c == U'\t')
            append(QStringLiteral(" "));
        else if (isTreacherous(c))
            append(writtenOut(c));
        else
            append(QString::fromUcs4(&c, 1));
    }

    QString finish()
    {
        endMarks();
        return m_result;
    }

private:
    void endMarks()
    {
        const int hidden = m_marks - mostMarks;
        m_marks = 0;
        if (hidden > 0)
            append(QChar(0x27E8) + QStringLiteral("+%1 marks").arg(hidden) + QChar(0x27E9));
    }

    void append(const QString &piece)
    {
        if (m_full)
            return;
        if (m_limit > 0 && m_result.size() + piece.size() > m_limit) {
            m_result += QChar(0x2026);
            m_full = true;
            return;
        }
        m_result += piece;
    }

    LineBreaks m_breaks;
    qsizetype m_limit;
    QString m_result;
    int m_marks = 0;
    bool m_full = false;
};

} // namespace

QString safeText(QStringView text, LineBreaks breaks, qsizetype limit)
{
    SafeWriter writer(breaks, limit);
    for (qsizetype i = 0; i < text.size() && !writer.isFull(); ++i) {
        const QChar unit = text.at(i);
        // A carriage return before a line feed is half of one line break.
        if (unit == QLatin1Char('\r') && i + 1 < text.size() && text.at(i + 1) == QLatin1Char('\n'))
            continue;
        if (unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            writer.put(QChar::surrogateToUcs4(unit, text.at(i + 1)));
            ++i;
        } else {
            writer.put(unit.unicode());
        }
    }
    return writer.finish();
}

QString safeToolTip(QStringView text)
{
    constexpr qsizetype longest = 1'200;
    const QString safe = safeText(text, LineBreaks::Keep, longest);
    return QStringLiteral("<p style='white-space: pre-wrap'>") + safe.toHtmlEscaped() +
           QStringLiteral("</p>");
}

} // namespace dvmdash::ui
