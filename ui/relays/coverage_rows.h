// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>
#include <utility>

namespace dvmdash::ui
{

/// For which part of a window one relay, or all of them together, surely gave everything.
struct CoverageRow {
    QString relay;                            ///< empty: all together
    QVector<std::pair<qint64, qint64>> spans; ///< inside the window, [from, until), Unix seconds
    qint64 covered_s = 0;
    double share = 0; ///< of the window, 0 to 1
    bool operator==(const CoverageRow &) const = default;
};

struct CoverageTable {
    qint64 from = 0; ///< Unix seconds
    qint64 until = 0;
    QVector<CoverageRow>
        rows; ///< first all together, then the relays of the list, then others that gave something
    bool operator==(const CoverageTable &) const = default;
};

/// `now_s`: nothing after it is to be covered. A window without a beginning begins with the first coverage.
CoverageTable coverageTable(const engine::Coverages &coverages, const QStringList &list,
                            const engine::TimeWindow &window, qint64 now_s);

/// The span of the row around this time, covered or not; nothing outside of the table.
struct CoverageSpot {
    qint64 from = 0;
    qint64 until = 0;
    bool isCovered = false;
    bool operator==(const CoverageSpot &) const = default;
};
std::optional<CoverageSpot> spotAt(const CoverageTable &table, const CoverageRow &row, qint64 time);

} // namespace dvmdash::ui
