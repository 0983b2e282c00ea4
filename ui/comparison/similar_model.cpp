// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/similar_model.h"

#include "ui/models/columns.h"
#include "ui/models/name_book.h"
#include "ui/widgets/format.h"

namespace dvmdash::ui
{

namespace
{

const QVector<Column> &columnList()
{
    using M = SimilarModel;
    static const QVector<Column> list{
        {QStringLiteral("requested"), M::tr("Requested"), CellKind::Time, 12, false, {}, {}},
        {QStringLiteral("customer"), M::tr("Customer"), CellKind::Text, 16, false, {}, {}, true},
        {QStringLiteral("jobs"),
         M::tr("Jobs"),
         CellKind::Number,
         5,
         false,
         {},
         M::tr("How many hang together in that chain")},
        {QStringLiteral("took"), M::tr("Took"), CellKind::DurationMs, 10, false, QStringLiteral("took_ms"),
         M::tr("From the first request to the last result, by the authors' clocks")},
        {QStringLiteral("likeness"),
         M::tr("Rests on"),
         CellKind::Text,
         24,
         false,
         {},
         M::tr("Which kinds of jobs it rests on, against those of this job")},
        {QStringLiteral("job"), M::tr("Job"), CellKind::Id, 14, true, {}, {}},
    };
    return list;
}

QString likeness(const engine::SimilarChain &chain)
{
    const QString kinds = chain.unlike == 0
                              ? SimilarModel::tr("the same kinds")
                              : SimilarModel::tr("%1 different").arg(format::count(chain.unlike));
    return chain.failed == 0
               ? kinds
               : SimilarModel::tr("%1, %2 failed in it").arg(kinds, format::count(chain.failed));
}

} // namespace

SimilarModel::SimilarModel(NameBook &names, QObject *parent)
    : RowModel(columnList(), parent)
    , m_names(names)
{
    connect(&names, &NameBook::namesChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Customer), index(rowCount() - 1, Customer), {Qt::DisplayRole});
    });
}

void SimilarModel::setChains(const engine::SimilarChains &similar)
{
    std::vector<SimilarRow> rows;
    for (const engine::SimilarChain &chain : similar.chains)
        rows.push_back({chain});
    setRows(rows);
}

QVariant SimilarModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const engine::SimilarChain &chain = row(index.row()).chain;
    if (role == Qt::DisplayRole) {
        switch (index.column()) {
        case Customer: {
            const QString name = chain.customer ? m_names.name(*chain.customer) : QString();
            return chain.same_customer ? tr("%1 (the same)").arg(name) : name;
        }
        case Likeness:
            return likeness(chain);
        default:
            return {};
        }
    }
    if (role == RawValueRole) {
        constexpr qint64 second = 1000;
        switch (index.column()) {
        case Requested:
            return qint64(chain.created_at);
        case Jobs:
            return chain.jobs;
        case Took:
            return chain.duration_s ? QVariant(qint64(*chain.duration_s) * second) : QVariant();
        case Job:
            return QString::fromStdString(chain.job.hex());
        default:
            return {};
        }
    }
    return {};
}

} // namespace dvmdash::ui
