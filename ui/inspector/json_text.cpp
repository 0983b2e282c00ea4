// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/json_text.h"

#include <QJsonDocument>

namespace dvmdash::ui
{

namespace
{

constexpr int indentStep = 2;
constexpr int deepestIndent = 40;

bool isJsonSpace(QChar c)
{
    return c == QLatin1Char(' ') || c == QLatin1Char('\n') || c == QLatin1Char('\r') ||
           c == QLatin1Char('\t');
}

bool opens(QChar c)
{
    return c == QLatin1Char('{') || c == QLatin1Char('[');
}

bool closes(QChar c)
{
    return c == QLatin1Char('}') || c == QLatin1Char(']');
}

/// Writes valid JSON anew, token by token.
class Indenter
{
public:
    explicit Indenter(const QString &text)
        : m_text(text)
    {
    }

    QString run()
    {
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text.at(m_at);
            if (c == QLatin1Char('"'))
                copyString();
            else if (opens(c))
                open(c);
            else if (closes(c))
                close(c);
            else if (c == QLatin1Char(','))
                newLine(c);
            else if (c == QLatin1Char(':'))
                m_out += QStringLiteral(": ");
            else if (!isJsonSpace(c))
                m_out += c;
        }
        return m_out;
    }

private:
    void copyString()
    {
        const qsizetype from = m_at;
        for (++m_at; m_text.at(m_at) != QLatin1Char('"'); ++m_at)
            if (m_text.at(m_at) == QLatin1Char('\\'))
                ++m_at;
        m_out += QStringView(m_text).mid(from, m_at - from + 1);
    }

    void open(QChar c)
    {
        qsizetype next = m_at + 1;
        while (isJsonSpace(m_text.at(next)))
            ++next;
        if (closes(m_text.at(next))) { // empty: stays in its line
            m_out += c;
            m_out += m_text.at(next);
            m_at = next;
            return;
        }
        ++m_depth;
        newLine(c);
    }

    void close(QChar c)
    {
        --m_depth;
        newLine({});
        m_out += c;
    }

    void newLine(QChar before)
    {
        if (!before.isNull())
            m_out += before;
        m_out += QLatin1Char('\n');
        m_out += QString(qMin(m_depth, deepestIndent) * indentStep, QLatin1Char(' '));
    }

    const QString &m_text;
    QString m_out;
    qsizetype m_at = 0;
    int m_depth = 0;
};

} // namespace

std::optional<QString> prettyJson(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.size() > longestPrettyJson || !opens(trimmed.at(0)))
        return std::nullopt;
    if (QJsonDocument::fromJson(trimmed.toUtf8()).isNull())
        return std::nullopt;
    return Indenter(trimmed).run();
}

} // namespace dvmdash::ui
