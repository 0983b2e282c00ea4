// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/boards/figure_words.h"
#include "ui/models/board_model.h"

#include <vector>

namespace dvmdash::ui
{

class NameBook;
class Theme;

/// Cells that the boards of DVMs and kinds have in common. Names, swatches and tool tips are the same in all
/// of them.
QVariant dvmCell(NameBook &names, const Theme &theme, const nostr::PublicKey &key, int role);
/// A DVM that may be missing.
QVariant dvmCell(NameBook &names, const Theme &theme, const std::optional<nostr::PublicKey> &key, int role);
/// The name of a kind, its number as the raw value.
QVariant kindCell(const Theme &theme, int kind, int role);
/// "5050, 5100 +3", their names in the tool tip.
QVariant kindListCell(const std::vector<int> &kinds, int role);
/// A moment in Unix seconds; 0 is none.
QVariant timeCell(std::int64_t seconds, int role);
/// Results of one DVM of all results for a kind.
Column shareColumn();
QVariant shareCell(const metrics::Rate &share, int role);

/// "Summarization (5001)", one a line.
QString kindLines(const std::vector<int> &kinds);

/// Columns of numbers; `Row` has figures.
template<typename Row>
void addFigures(std::vector<BoardColumn<Row>> &columns, std::initializer_list<Figure> figures)
{
    for (const Figure figure : figures)
        columns.push_back({figureColumn(figure), [figure](const Row &row, int role) {
                               return figureCell(row.figures, figure, role);
                           }});
}

template<typename Row>
void addTime(std::vector<BoardColumn<Row>> &columns, const Column &column, std::int64_t Row::*time)
{
    columns.push_back({column, [time](const Row &row, int role) { return timeCell(row.*time, role); }});
}

/// `Row` has a share of results.
template<typename Row>
void addShare(std::vector<BoardColumn<Row>> &columns)
{
    columns.push_back({shareColumn(), [](const Row &row, int role) { return shareCell(row.share, role); }});
}

/// In narrow tables the reader has to ask for these.
template<typename Row>
void hide(std::vector<BoardColumn<Row>> &columns, std::initializer_list<Figure> figures)
{
    for (const Figure figure : figures)
        for (BoardColumn<Row> &one : columns)
            one.column.hidden |= one.column.id == figureColumn(figure).id;
}

} // namespace dvmdash::ui
