// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/row_model.h"
#include "ui/overview/measure_words.h"

#include <QCoreApplication>

#include <optional>

namespace dvmdash::ui
{

struct MonthRow {
    metrics::Point month;
    bool runs = false;          ///< not over yet
    std::int64_t missing_s = 0; ///< for so long nobody surely delivered everything
    std::int64_t key() const { return month.start; }
    bool operator==(const MonthRow &) const = default;
};

/// The months that are known, newest first. Months of UTC.
class MonthsModel : public RowModel<MonthRow>
{
    Q_DECLARE_TR_FUNCTIONS(MonthsModel)
public:
    enum ColumnIndex {
        Month,
        Requests,
        Results,
        Users,
        Dvms,
        Completion,
        Claimed,
        P50,
        Confirmed,
        Feedback,
        Jobs,
        Delivered
    };

    explicit MonthsModel(QObject *parent = nullptr);

    void setMonths(const engine::Months &months);

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    static std::optional<qint64> number(const metrics::Figures &figures, int column);
    static Measure measure(int column);
    static QString monthText(std::int64_t start);
    static QString shortMonth(std::int64_t start); ///< without the year, which goes without saying today

    QString m_freshness;
};

} // namespace dvmdash::ui
