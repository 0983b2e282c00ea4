// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/troubles_models.h"

#include "ui/boards/board_columns.h"
#include "ui/inspector/cause_words.h"
#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/models/name_book.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

const QString customerColumn = QStringLiteral("customer");

QString tr(const char *text)
{
    return QCoreApplication::translate("troubles", text);
}

QString hexOf(const nostr::EventId &id)
{
    return QString::fromStdString(id.hex());
}

QVariant stateCell(dvm::State state, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return stateWord(state);
    case ToneRole:
        return static_cast<int>(stateTone(state));
    case Qt::ToolTipRole:
        return stateMeaning(state);
    default:
        return {};
    }
}

/// "claimed 21 sats, asked 21 sats": the tiers are never added up.
QString amountsToolTip(const metrics::TroubledJob &job)
{
    QStringList lines;
    const auto add = [&](dvm::PaymentState tier, qint64 msat) {
        if (msat > 0)
            lines.append(tr("%1 %2").arg(paymentWord(tier), format::sats(msat)));
    };
    add(dvm::PaymentState::Confirmed, job.confirmed);
    add(dvm::PaymentState::Claimed, job.claimed);
    add(dvm::PaymentState::Requested, job.requested);
    add(dvm::PaymentState::Refunded, job.refunded);
    return lines.join(QLatin1Char('\n'));
}

QVariant amountCell(const metrics::TroubledJob &job, int role)
{
    const ShownAmount amount = shownAmount(job);
    switch (role) {
    case RawValueRole:
        return amount.msat > 0 ? QVariant(amount.msat) : QVariant();
    case Qt::DisplayRole:
        return amount.msat > 0 ? QVariant() : QVariant(noFigure());
    case Qt::ToolTipRole:
        return amountsToolTip(job);
    default:
        return {};
    }
}

QVariant tierCell(const metrics::TroubledJob &job, int role)
{
    const dvm::PaymentState tier = shownAmount(job).tier;
    switch (role) {
    case Qt::DisplayRole:
        return paymentWord(tier);
    case MarksRole:
        return QVariant::fromValue(
            tier == dvm::PaymentState::None ? Marks() : Marks{{Tone::Payment, paymentWord(tier)}});
    case Qt::ToolTipRole:
        return paymentMeaning(tier);
    default:
        return {};
    }
}

QVariant customerCell(NameBook &names, const metrics::TroubledJob &job, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return job.customer ? names.name(*job.customer) : tr("(not known)");
    case RawValueRole:
        return job.customer ? QVariant(NameBook::npub(*job.customer)) : QVariant();
    case SortTextRole:
        return job.customer ? names.name(*job.customer) : QString();
    case Qt::ToolTipRole:
        return job.customer ? NameBook::npub(*job.customer) : tr("The request was never seen.");
    default:
        return {};
    }
}

std::vector<BoardColumn<metrics::TroubledJob>> jobColumns(NameBook &names, const Theme &theme)
{
    using Job = metrics::TroubledJob;
    std::vector<BoardColumn<Job>> columns;
    columns.push_back({{QStringLiteral("state"),
                        tr("State"),
                        CellKind::State,
                        16,
                        false,
                        {},
                        tr("Of this DVM's attempt at the job, whatever became of the job.")},
                       [](const Job &job, int role) { return stateCell(job.state, role); }});
    columns.push_back({{QStringLiteral("kind"), tr("Kind"), CellKind::Text, 18, false, {}, {}, true},
                       [&theme](const Job &job, int role) {
                           if (job.kind == 0)
                               return role == Qt::DisplayRole ? QVariant(tr("(kind not known)")) : QVariant();
                           // It leads nowhere from here.
                           return role == RawValueRole ? QVariant(job.kind)
                                  : role == LeadsRole  ? QVariant()
                                                       : kindCell(theme, job.kind, role);
                       }});
    columns.push_back({{customerColumn, tr("Customer"), CellKind::Text, 16, false,
                        QStringLiteral("customer_npub"), tr("Who asked; of a refund, who got it.")},
                       [&names](const Job &job, int role) { return customerCell(names, job, role); }});
    columns.push_back(
        {{QStringLiteral("amount"), tr("Sats"), CellKind::Sats, 9, false, QStringLiteral("amount_msat"),
          tr("What was paid or asked for, of the surest tier there is; of a refund, what it gave "
             "back.")},
         [](const Job &job, int role) { return amountCell(job, role); }});
    columns.push_back({{QStringLiteral("tier"),
                        tr("Payment"),
                        CellKind::Text,
                        11,
                        false,
                        {},
                        tr("How sure the amount beside it is.")},
                       [](const Job &job, int role) { return tierCell(job, role); }});
    addTime(columns,
            {QStringLiteral("created_at"), tr("Requested"), CellKind::Time, 11, false,
             QStringLiteral("created_at_utc"), tr("When the request was made, by the customer's clock.")},
            &Job::created_at);
    addTime(columns,
            {QStringLiteral("since"), tr("Since"), CellKind::Time, 11, false, QStringLiteral("since_utc"),
             tr("When the attempt came into this state; of a refund, when it was made.")},
            &Job::since);
    columns.push_back(
        {{QStringLiteral("request"), tr("Request"), CellKind::Id, 15, false, QStringLiteral("request_id"),
          tr("The id of the request. Enter or a double click opens the chain around it.")},
         [](const Job &job, int role) {
             return role == RawValueRole ? QVariant(hexOf(job.request)) : QVariant();
         }});
    return columns;
}

/// Its words, and where it has none what happened.
QString groupText(const metrics::FailureGroup &group)
{
    switch (group.state) {
    case dvm::State::Ignored:
        return reasonWords(dvm::Reason::Ignored);
    case dvm::State::Stalled:
        return reasonWords(dvm::Reason::Stalled);
    case dvm::State::PaidUndelivered:
        return reasonWords(dvm::Reason::PaidUndelivered);
    case dvm::State::Failed:
    case dvm::State::Waiting:
    case dvm::State::Accepted:
    case dvm::State::Partial:
    case dvm::State::ClaimedSuccess:
    case dvm::State::Delivered:
    case dvm::State::Cancelled:
    case dvm::State::Unobserved:
    case dvm::State::Unserved:
    case dvm::State::Missing:
        break;
    }
    return group.text.empty() ? tr("(nothing that can be read)") : QString::fromStdString(group.text);
}

std::vector<BoardColumn<FailureGroupRow>> groupColumns()
{
    using Row = FailureGroupRow;
    std::vector<BoardColumn<Row>> columns;
    columns.push_back(
        {{QStringLiteral("reason"), tr("Reason"), CellKind::State, 13}, [](const Row &row, int role) {
             // That it was paid stands beside it.
             const bool isPaid = row.group.state == dvm::State::PaidUndelivered;
             return role == Qt::DisplayRole && isPaid ? QVariant(tr("not delivered"))
                                                      : stateCell(row.group.state, role);
         }});
    columns.push_back({{QStringLiteral("message"),
                        tr("In its words"),
                        CellKind::Text,
                        16,
                        false,
                        {},
                        tr("What stands behind the status error, with numbers and ids as #, so that the same "
                           "fault is one row. Silence has no words: there stands what happened."),
                        true},
                       [](const Row &row, int role) {
                           return role == Qt::DisplayRole || role == RawValueRole || role == Qt::ToolTipRole
                                      ? QVariant(groupText(row.group))
                                      : QVariant();
                       }});
    columns.push_back({{QStringLiteral("count"),
                        tr("Times"),
                        CellKind::Number,
                        7,
                        false,
                        {},
                        tr("Failed attempts for this reason, in these words.")},
                       [](const Row &row, int role) {
                           return role == RawValueRole ? QVariant(qint64(row.group.count)) : QVariant();
                       }});
    columns.push_back({{QStringLiteral("last"), tr("Last"), CellKind::Time, 11, false,
                        QStringLiteral("last_utc"), tr("When an attempt last failed so.")},
                       [](const Row &row, int role) { return timeCell(row.group.last_at, role); }});
    columns.push_back(
        {{QStringLiteral("kinds"), tr("Kinds"), CellKind::Text, 12, false, {}, tr("Kinds of the requests.")},
         [](const Row &row, int role) { return kindListCell(row.group.kinds, role); }});
    columns.push_back(
        {{QStringLiteral("example"), tr("Example"), CellKind::Text, 8, false, QStringLiteral("example_id"),
          tr("The newest of these jobs. A click opens the chain around it.")},
         [](const Row &row, int role) -> QVariant {
             switch (role) {
             case Qt::DisplayRole:
                 return tr("open");
             case RawValueRole:
             case Qt::ToolTipRole:
                 return hexOf(row.group.example);
             case LeadsRole:
                 return true;
             default:
                 return {};
             }
         }});
    return columns;
}

} // namespace

ShownAmount shownAmount(const metrics::TroubledJob &job)
{
    if (job.confirmed > 0)
        return {job.confirmed, dvm::PaymentState::Confirmed};
    if (job.claimed > 0)
        return {job.claimed, dvm::PaymentState::Claimed};
    if (job.requested <= 0)
        return {};
    const bool isInferred = job.payment == dvm::PaymentState::Inferred;
    return {job.requested, isInferred ? dvm::PaymentState::Inferred : dvm::PaymentState::Requested};
}

TroubledJobsModel::TroubledJobsModel(NameBook &names, const Theme &theme, QObject *parent)
    : BoardModel(&metrics::TroubledJob::key, jobColumns(names, theme), parent)
{
    connect(&names, &NameBook::namesChanged, this, [this] { tellColumn(customerColumn); });
}

FailureGroupsModel::FailureGroupsModel(QObject *parent)
    : BoardModel(&FailureGroupRow::key, groupColumns(), parent)
{
}

void FailureGroupsModel::setGroups(const std::vector<metrics::FailureGroup> &groups)
{
    std::vector<FailureGroupRow> rows;
    rows.reserve(groups.size());
    for (const metrics::FailureGroup &group : groups)
        rows.push_back({{group.state, group.text}, group});
    setRows(std::move(rows));
}

} // namespace dvmdash::ui
