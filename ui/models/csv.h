// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVector>

namespace dvmdash::ui
{

struct CsvOptions {
    /// RFC 4180 ends lines with CRLF; false writes LF.
    bool crlf = true;
    /// Texts in these tables come from strangers, and spreadsheets run a cell that begins with = + - @ (also
    /// a tab or a carriage return, or the full-width forms) as a formula, which can leak the sheet to a
    /// server. Such a cell gets an apostrophe in front, the spreadsheets' own mark for text. Plain numbers
    /// are left alone, ids and ISO times never begin so. Decision: on for every export from the window;
    /// whoever needs the exact bytes of an event takes them from `dvmdash-cli export`.
    bool guardFormulas = true;
};

/// Cells as they are written, without quotes.
struct CsvTable {
    QStringList header;
    QVector<QStringList> rows;
};

/// True for a text that a spreadsheet would run.
bool looksLikeFormula(QStringView cell);

/// One line after RFC 4180 in UTF-8, with its line end: cells with quotes, commas, line breaks, or spaces at
/// their ends are quoted, quotes doubled.
QByteArray csvLine(const QStringList &cells, const CsvOptions &options = {});

/// Header and rows.
QByteArray csvDocument(const CsvTable &table, const CsvOptions &options = {});

} // namespace dvmdash::ui
