// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>
#include <QString>
#include <QVariant>
#include <QVector>

namespace dvmdash::ui
{

/// Roles that the tables of this program understand, beside Qt's own.
enum Role {
    /// The exact value: integers, whole ids, Unix times (see CellKind), text as it was received. Sorting,
    /// copying
    /// and CSV use it; without it they fall back to Qt::DisplayRole.
    RawValueRole = Qt::UserRole + 0x100,
    /// Of a State cell: the Tone, as int.
    ToneRole,
    /// Of a Text cell: a colour for a small square before the text (kinds, DVMs), QColor.
    SwatchRole,
    /// Of a Text cell: true when a click on it leads somewhere; drawn in the colour of links.
    LeadsRole,
    /// Of a Text cell whose raw value is a key: the text that it is sorted by.
    SortTextRole,
    /// Of the first cell of a row: all words by which a search finds the row.
    SearchTextRole,
    /// Header roles, answered by columnHeader().
    CsvHeaderRole,
    ColumnIdRole,
    CellKindRole,
    ColumnWidthRole,
    ColumnHiddenRole,
    ColumnFlexibleRole,
};

/// What a column holds; decides how its cells are drawn, aligned and written.
enum class CellKind {
    Text,       ///< DisplayRole
    Number,     ///< RawValueRole: integer; shown with thousands separated, at the right
    State,      ///< DisplayRole the word, ToneRole the tone
    Id,         ///< RawValueRole: the whole id; shown short in fixed pitch
    Time,       ///< RawValueRole: Unix seconds; shown as "12 s ago"; CSV ISO 8601 UTC
    TimeMs,     ///< RawValueRole: Unix milliseconds; otherwise as Time
    DurationMs, ///< RawValueRole: milliseconds; shown "9.2 s", CSV the integer
    Sats,       ///< RawValueRole: millisatoshi; shown "41,200", CSV the integer
    Bytes,      ///< RawValueRole: bytes; shown "540 MB", CSV the integer
    Rate,       ///< RawValueRole: hundredths of a percent; shown "95.4 %", CSV "95.43"
};

/// One column of a model.
struct Column {
    QString id;    ///< stable name for the saved view; also the CSV header unless csvHeader is set
    QString title; ///< head of the column
    CellKind kind = CellKind::Text;
    int width = 12;           ///< in average characters
    bool hidden = false;      ///< until the reader chooses it
    QString csvHeader = {};   ///< with the unit: "duration_ms"
    QString explanation = {}; ///< tool tip of the head
    bool flexible = false;    ///< takes the room the others leave, `width` being its least; one a table
};

/// headerData() of a model from its columns: everything a DataTable and an export ask for.
QVariant columnHeader(const QVector<Column> &columns, int section, int role);

CellKind cellKind(const QAbstractItemModel &model, int column);

/// The value as it is written to CSV and the clipboard: integers in digits, times ISO 8601 UTC with Z, ids
/// whole.
QString rawText(const QVariant &raw, CellKind kind);
QString rawText(const QModelIndex &index);

/// The value as it is shown in one line: formatted after its kind, made safe. `nowMs` is for relative times.
QString displayText(const QModelIndex &index, CellKind kind, qint64 nowMs);

} // namespace dvmdash::ui
