// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_model.h"

#include "ui/inspector/cause_words.h"
#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/lifecycle_words.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/models/columns.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"

#include <QStringList>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr std::size_t mostNames = 2;

const QVector<Column> &columnList()
{
    using M = JobModel;
    static const QVector<Column> list{
        {QStringLiteral("state"), M::tr("State"), CellKind::State, 15, false, {}, {}},
        {QStringLiteral("kind_name"), M::tr("Kind"), CellKind::Text, 21, false, {}, {}},
        {QStringLiteral("kind"), M::tr("No."), CellKind::Text, 5, false, {}, M::tr("Number of the kind")},
        {QStringLiteral("customer"), M::tr("Customer"), CellKind::Text, 15, false, {}, {}},
        {QStringLiteral("dvms"),
         M::tr("DVMs"),
         CellKind::Text,
         14,
         false,
         {},
         M::tr("Those that answered first")},
        {QStringLiteral("cause"),
         M::tr("Cause"),
         CellKind::Text,
         20,
         false,
         {},
         M::tr("Who or what broke it, with all that it waited for"),
         true},
        {QStringLiteral("chain_jobs"),
         M::tr("Chain"),
         CellKind::Number,
         6,
         false,
         {},
         M::tr("Jobs that use each other's results, where there is more than one")},
        {QStringLiteral("duration"), M::tr("Duration"), CellKind::DurationMs, 9, false,
         QStringLiteral("duration_ms"), M::tr("From the request to its result")},
        {QStringLiteral("created_at"),
         M::tr("Created"),
         CellKind::Time,
         11,
         false,
         {},
         M::tr("By the customer's clock")},
        {QStringLiteral("payment"),
         M::tr("Payment"),
         CellKind::Text,
         11,
         false,
         {},
         M::tr("How far the payment came")},
        {QStringLiteral("attempts"),
         M::tr("Attempts"),
         CellKind::Number,
         8,
         true,
         {},
         M::tr("DVMs that were asked or that answered")},
        {QStringLiteral("request"),
         M::tr("Request"),
         CellKind::Id,
         13,
         false,
         QStringLiteral("request_id"),
         {}},
        {QStringLiteral("request_marks"), M::tr("Request is"), CellKind::Text, 12, false,
         QStringLiteral("request_marks"),
         M::tr("Whether its customer deleted it, or let it stand only until now")},
        {QStringLiteral("duration_basis"),
         M::tr("Measured by"),
         CellKind::Text,
         16,
         true,
         {},
         M::tr("Our receipt, to the millisecond, or the authors' clocks, to the second")},
        {QStringLiteral("targeted"),
         M::tr("Targeted"),
         CellKind::Number,
         9,
         true,
         {},
         M::tr("DVMs that the request names")},
        {QStringLiteral("last_change"),
         M::tr("Last change"),
         CellKind::Time,
         12,
         true,
         {},
         M::tr("When the job, or an attempt of it, came into its state")},
    };
    return list;
}

QString hexList(const std::vector<nostr::PublicKey> &keys)
{
    QStringList list;
    for (const auto &key : keys)
        list.append(QString::fromStdString(key.hex()));
    return list.join(QLatin1Char(' '));
}

QString basisWord(const engine::JobRow &job)
{
    if (job.response_ms)
        return JobModel::tr("our receipt");
    return job.response_s ? JobModel::tr("authors' clocks") : QString();
}

} // namespace

JobModel::JobModel(NameBook &names, QObject *parent)
    : QAbstractTableModel(parent)
    , m_names(names)
{
    connect(&names, &NameBook::namesChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Customer), index(rowCount() - 1, Cause), {Qt::DisplayRole});
    });
}

int JobModel::rowOf(const nostr::EventId &request) const
{
    const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                                 [&](const engine::JobRow &job) { return job.request == request; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int JobModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int JobModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant JobModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const engine::JobRow &row = job(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(row, index.column());
    case RawValueRole:
        return raw(row, index.column());
    case ToneRole:
        return index.column() == State ? QVariant(static_cast<int>(stateTone(row.state, row.awaits_payment)))
                                       : QVariant();
    case SwatchRole:
        return index.column() == KindName ? QVariant(kindSwatch(Theme::of(this), row.kind)) : QVariant();
    case MarksRole: {
        if (index.column() == MarksColumn)
            return QVariant::fromValue(standingMarks(row.standing));
        if (index.column() != Payment)
            return {};
        const QString word = paymentWord(row.payment);
        return QVariant::fromValue(word.isEmpty() ? Marks() : Marks{{Tone::Payment, word}});
    }
    case Qt::ToolTipRole:
        return toolTip(row, index.column());
    default:
        return {};
    }
}

QVariant JobModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? columnHeader(columnList(), section, role) : QVariant();
}

QVariant JobModel::display(const engine::JobRow &job, int column) const
{
    switch (column) {
    case State:
        return stateWord(job.state, job.awaits_payment);
    case KindName:
        return job.kind == 0 ? tr("(kind not known)") : kindName(job.kind);
    case KindNumber:
        return job.kind == 0 ? QString() : QString::number(job.kind);
    case Customer:
        return job.customer ? m_names.name(*job.customer) : tr("(not known)");
    case Dvms:
        return dvmNames(job);
    case Cause:
        return causeText(job);
    case MarksColumn: {
        QStringList words;
        for (const Mark &mark : standingMarks(job.standing))
            words.append(mark.word);
        return words.join(QStringLiteral("; "));
    }
    case Payment:
        return paymentWord(job.payment);
    case DurationBasis:
        return basisWord(job);
    default:
        return {};
    }
}

QVariant JobModel::raw(const engine::JobRow &job, int column) const
{
    switch (column) {
    case KindNumber:
        return job.kind == 0 ? QVariant() : job.kind;
    case Customer:
        return job.customer ? QString::fromStdString(job.customer->hex()) : QVariant();
    case Dvms:
        return hexList(job.dvms);
    case Attempts:
        return job.attempts;
    case Chain:
        return job.chain_jobs > 1 ? QVariant(job.chain_jobs) : QVariant();
    case Duration: {
        const auto ms = responseMs(job.response_ms, job.response_s);
        return ms ? QVariant(*ms) : QVariant();
    }
    case Created:
        return static_cast<qint64>(job.created_at);
    case Request:
        return QString::fromStdString(job.request.hex());
    case Targeted:
        return job.targeted;
    case LastChange:
        return static_cast<qint64>(job.last_change);
    default:
        return {};
    }
}

QString JobModel::toolTip(const engine::JobRow &job, int column) const
{
    switch (column) {
    case State:
        return stateMeaning(job.state, job.awaits_payment);
    case Cause: {
        QStringList lines;
        for (const dvm::RootCause &cause : job.causes)
            lines.append(causeWords(cause, m_names));
        if (!lines.isEmpty())
            lines.append(reasonRule(job.causes.front().reason));
        return lines.join(QLatin1Char('\n'));
    }
    case MarksColumn:
        return standingMeaning(job.standing);
    case Customer:
        return job.customer ? NameBook::npub(*job.customer) : tr("The request was never seen.");
    case Dvms: {
        QStringList lines;
        for (const auto &key : job.dvms)
            lines.append(m_names.name(key) + QLatin1Char(' ') + NameBook::npub(key));
        return lines.join(QLatin1Char('\n'));
    }
    case Payment:
        return paymentMeaning(job.payment);
    case Duration: {
        const auto ms = responseMs(job.response_ms, job.response_s);
        return ms ? tr("%1 ms, by %2").arg(*ms).arg(basisWord(job)) : QString();
    }
    default:
        return {};
    }
}

/// The first cause, which struck earliest; how many more there are.
QString JobModel::causeText(const engine::JobRow &job) const
{
    if (job.causes.empty())
        return {};
    const QString first = causeWords(job.causes.front(), m_names);
    const auto more = static_cast<int>(job.causes.size()) - 1;
    return more > 0 ? first + QStringLiteral(" +%1").arg(more) : first;
}

QString JobModel::dvmNames(const engine::JobRow &job) const
{
    if (job.dvms.empty())
        return job.attempts == 0 ? QString() : tr("(%n asked, none answered)", nullptr, job.attempts);
    QStringList names;
    for (std::size_t i = 0; i < std::min(job.dvms.size(), mostNames); ++i)
        names.append(m_names.name(job.dvms[i]));
    const auto shown = static_cast<int>(names.size());
    const QString list = names.join(QStringLiteral(", "));
    return job.attempts > shown ? list + QStringLiteral(" +%1").arg(job.attempts - shown) : list;
}

} // namespace dvmdash::ui
