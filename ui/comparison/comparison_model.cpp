// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_model.h"

#include "ui/comparison/difference_words.h"
#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/columns.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"

namespace dvmdash::ui
{

namespace
{

const QVector<Column> &columnList()
{
    using M = ComparisonModel;
    static const QVector<Column> list{
        {QStringLiteral("step"),
         M::tr("Step"),
         CellKind::Number,
         5,
         false,
         {},
         M::tr("How many jobs lie one after another before it, at most")},
        {QStringLiteral("kind_name"), M::tr("Kind"), CellKind::Text, 21, false, {}, {}},
        {QStringLiteral("dvm_before"), M::tr("DVM before"), CellKind::Text, 15, false, {}, {}},
        {QStringLiteral("dvm_after"), M::tr("DVM after"), CellKind::Text, 15, false, {}, {}},
        {QStringLiteral("state_before"), M::tr("State before"), CellKind::State, 11, false, {}, {}},
        {QStringLiteral("state_after"), M::tr("State after"), CellKind::State, 11, false, {}, {}},
        {QStringLiteral("took_before"), M::tr("Took before"), CellKind::DurationMs, 10, false,
         QStringLiteral("took_before_ms"), M::tr("From the request to its first result")},
        {QStringLiteral("took_after"), M::tr("Took after"), CellKind::DurationMs, 9, false,
         QStringLiteral("took_after_ms"), M::tr("From the request to its first result")},
        {QStringLiteral("difference"), M::tr("Difference"), CellKind::Text, 16, false,
         QStringLiteral("differences"), M::tr("What is different after, the gravest first"), true},
        {QStringLiteral("price_before"), M::tr("Price before, sats"), CellKind::Sats, 15, true,
         QStringLiteral("price_before_msat"), M::tr("What the DVM asked for")},
        {QStringLiteral("price_after"), M::tr("Price after, sats"), CellKind::Sats, 15, true,
         QStringLiteral("price_after_msat"), M::tr("What the DVM asked for")},
        {QStringLiteral("job_before"), M::tr("Job before"), CellKind::Id, 14, true, {}, {}},
        {QStringLiteral("job_after"), M::tr("Job after"), CellKind::Id, 14, true, {}, {}},
    };
    return list;
}

ComparedSide sideOf(const dvm::ChainNode &node, const std::optional<std::int64_t> &ms,
                    const std::optional<std::int64_t> &msat)
{
    ComparedSide side{node.id, node.state, dvm::awaitsPayment(node), {}, ms, msat};
    if (const auto worker = dvm::workerOf(node))
        side.dvms = {*worker};
    else
        for (const dvm::Attempt &attempt : node.attempts)
            side.dvms.push_back(attempt.dvm);
    return side;
}

bool isAfter(int column)
{
    switch (column) {
    case ComparisonModel::DvmAfter:
    case ComparisonModel::StateAfter:
    case ComparisonModel::TimeAfter:
    case ComparisonModel::PriceAfter:
    case ComparisonModel::JobAfter:
        return true;
    default:
        return false;
    }
}

const std::optional<ComparedSide> &sideAt(const ComparedRow &row, int column)
{
    return isAfter(column) ? row.right : row.left;
}

QVariant orNothing(const std::optional<std::int64_t> &number)
{
    return number ? QVariant(qint64(*number)) : QVariant();
}

} // namespace

std::string ComparedRow::key() const
{
    return (left ? left->job.hex() : std::string()) + "-" + (right ? right->job.hex() : std::string());
}

std::vector<ComparedRow> rowsOf(const engine::ChainsCompared &compared)
{
    std::vector<ComparedRow> rows;
    for (const dvm::ComparedJob &job : compared.comparison.jobs) {
        ComparedRow row;
        row.job = job;
        if (job.left) {
            const dvm::ChainNode &node = compared.left.chain.nodes[*job.left];
            row.left = sideOf(node, job.left_ms, job.left_msat);
            row.kind = node.kind;
        }
        if (job.right) {
            const dvm::ChainNode &node = compared.right.chain.nodes[*job.right];
            row.right = sideOf(node, job.right_ms, job.right_msat);
            row.kind = row.kind == 0 ? node.kind : row.kind;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

ComparisonModel::ComparisonModel(NameBook &names, QObject *parent)
    : RowModel(columnList(), parent)
    , m_names(names)
{
    connect(&names, &NameBook::namesChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, DvmBefore), index(rowCount() - 1, DvmAfter), {Qt::DisplayRole});
    });
}

int ComparisonModel::rowOf(const std::string &key) const
{
    for (int i = 0; i < rowCount(); ++i)
        if (row(i).key() == key)
            return i;
    return -1;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ComparedRow &pair = row(index.row());
    const int column = index.column();
    const auto &side = sideAt(pair, column);
    switch (role) {
    case Qt::DisplayRole:
        return display(pair, column);
    case RawValueRole:
        return raw(pair, column);
    case ToneRole:
        if ((column == StateBefore || column == StateAfter) && side)
            return static_cast<int>(stateTone(side->state, side->awaits_payment));
        return {};
    case SwatchRole:
        if (column == Kind && pair.kind != 0)
            return kindSwatch(Theme::of(this), pair.kind);
        if ((column == DvmBefore || column == DvmAfter) && side && side->dvms.size() == 1)
            return Theme::of(this).dvmColor(QString::fromStdString(side->dvms.front().hex()));
        return {};
    case SortTextRole:
        return column == DvmBefore || column == DvmAfter ? QVariant(dvmText(side)) : QVariant();
    case MarksRole:
        if (column == Difference)
            return QVariant::fromValue(differenceMarks(pair.job));
        // A cell of a job that is not there stays empty, without the shape of a state.
        if (column == StateBefore || column == StateAfter)
            return QVariant::fromValue(side ? Marks{{stateTone(side->state, side->awaits_payment),
                                                     stateWord(side->state, side->awaits_payment)}}
                                            : Marks());
        return {};
    case Qt::ToolTipRole:
        return toolTip(pair, column);
    default:
        return {};
    }
}

QString ComparisonModel::dvmText(const std::optional<ComparedSide> &side) const
{
    if (!side || side->dvms.empty())
        return {};
    const QString first = m_names.name(side->dvms.front());
    const auto more = static_cast<qint64>(side->dvms.size()) - 1;
    return more == 0 ? first : tr("%1 and %2 more").arg(first, format::count(more));
}

QVariant ComparisonModel::display(const ComparedRow &row, int column) const
{
    const auto &side = sideAt(row, column);
    switch (column) {
    case Kind:
        return row.kind == 0 ? tr("(kind not known)") : kindName(row.kind);
    case DvmBefore:
    case DvmAfter:
        return dvmText(side);
    case StateBefore:
    case StateAfter:
        return side ? stateWord(side->state, side->awaits_payment) : QString();
    case Difference: {
        QStringList words;
        for (const Mark &mark : differenceMarks(row.job))
            words.append(mark.word);
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QVariant ComparisonModel::raw(const ComparedRow &row, int column) const
{
    const auto &side = sideAt(row, column);
    switch (column) {
    case Step:
        return static_cast<qint64>(row.job.step) + 1;
    case Kind:
        return {};
    case DvmBefore:
    case DvmAfter: {
        QStringList keys;
        if (side)
            for (const nostr::PublicKey &dvm : side->dvms)
                keys.append(QString::fromStdString(dvm.hex()));
        return keys.join(QLatin1Char(' '));
    }
    case TimeBefore:
    case TimeAfter:
        return side ? orNothing(side->ms) : QVariant();
    case PriceBefore:
    case PriceAfter:
        return side ? orNothing(side->msat) : QVariant();
    case JobBefore:
    case JobAfter:
        return side ? QVariant(QString::fromStdString(side->job.hex())) : QVariant();
    default:
        return {};
    }
}

QString ComparisonModel::toolTip(const ComparedRow &row, int column) const
{
    const auto &side = sideAt(row, column);
    QStringList lines;
    switch (column) {
    case DvmBefore:
    case DvmAfter:
        if (side)
            for (const nostr::PublicKey &dvm : side->dvms)
                lines.append(m_names.name(dvm) + QLatin1Char('\n') + NameBook::npub(dvm));
        break;
    case StateBefore:
    case StateAfter:
        if (side)
            lines.append(stateMeaning(side->state, side->awaits_payment));
        break;
    case Difference:
        for (const dvm::Difference difference : allDifferences())
            if (row.job.has(difference))
                lines.append(differenceRule(difference));
        break;
    default:
        break;
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace dvmdash::ui
