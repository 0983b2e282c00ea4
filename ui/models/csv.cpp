// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/csv.h"

#include <QChar>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

bool isPlainNumber(QStringView text)
{
    if (text.startsWith(QLatin1Char('-')) || text.startsWith(QLatin1Char('+')))
        text = text.mid(1);
    const auto digit = [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); };
    const qsizetype dots = text.count(QLatin1Char('.'));
    return !text.isEmpty() && digit(text.front()) && digit(text.back()) && dots <= 1 &&
           std::all_of(text.begin(), text.end(), [&](QChar c) { return digit(c) || c == QLatin1Char('.'); });
}

bool needsQuotes(QStringView cell)
{
    const auto special = [](QChar c) {
        return c == QLatin1Char('"') || c == QLatin1Char(',') || c == QLatin1Char('\n') ||
               c == QLatin1Char('\r');
    };
    return !cell.isEmpty() && (cell.front().isSpace() || cell.back().isSpace() ||
                               std::any_of(cell.begin(), cell.end(), special));
}

QString written(const QString &cell, const CsvOptions &options)
{
    QString text = cell;
    if (options.guardFormulas && looksLikeFormula(cell))
        text.prepend(QLatin1Char('\''));
    if (!needsQuotes(text))
        return text;
    text.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

} // namespace

bool looksLikeFormula(QStringView cell)
{
    if (cell.isEmpty())
        return false;
    switch (cell.front().unicode()) {
    case u'=':
    case u'@':
    case u'\t':
    case u'\r':
    case u'\uFF1D': // full-width = + - @
    case u'\uFF0B':
    case u'\uFF0D':
    case u'\uFF20':
        return true;
    case u'+':
    case u'-':
        return !isPlainNumber(cell);
    default:
        return false;
    }
}

QByteArray csvLine(const QStringList &cells, const CsvOptions &options)
{
    QString line;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            line += QLatin1Char(',');
        line += written(cells.at(i), options);
    }
    // A line of one empty cell would read as no line at all.
    if (cells.size() == 1 && line.isEmpty())
        line = QStringLiteral("\"\"");
    line += options.crlf ? QLatin1String("\r\n") : QLatin1String("\n");
    return line.toUtf8();
}

QByteArray csvDocument(const CsvTable &table, const CsvOptions &options)
{
    QByteArray document = csvLine(table.header, options);
    for (const QStringList &row : table.rows)
        document += csvLine(row, options);
    return document;
}

} // namespace dvmdash::ui
