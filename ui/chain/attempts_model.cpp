// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/attempts_model.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/models/columns.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

const QVector<Column> &columnList()
{
    using M = AttemptsModel;
    static const QVector<Column> list{
        {QStringLiteral("job"), M::tr("Job"), CellKind::Id, 14, false, QStringLiteral("job_id"), {}},
        {QStringLiteral("kind_name"), M::tr("Kind"), CellKind::Text, 20, false, {}, {}},
        {QStringLiteral("dvm"), M::tr("DVM"), CellKind::Text, 16, false, {}, {}, true},
        {QStringLiteral("state"), M::tr("State"), CellKind::State, 17, false, {}, {}},
        {QStringLiteral("since"),
         M::tr("Since"),
         CellKind::Time,
         11,
         false,
         {},
         M::tr("When it came into this state")},
        {QStringLiteral("response"), M::tr("Response"), CellKind::DurationMs, 9, false,
         QStringLiteral("response_ms"), M::tr("From the request to its result")},
        {QStringLiteral("payment"), M::tr("Payment"), CellKind::Text, 10, false, {}, {}},
        {QStringLiteral("asked"), M::tr("Asked, sats"), CellKind::Sats, 11, false,
         QStringLiteral("asked_msat"), M::tr("What the DVM asked for")},
        {QStringLiteral("claimed"), M::tr("Claimed, sats"), CellKind::Sats, 12, true,
         QStringLiteral("claimed_msat"), M::tr("Receipts whose signer could not be checked")},
        {QStringLiteral("confirmed"), M::tr("Confirmed, sats"), CellKind::Sats, 14, true,
         QStringLiteral("confirmed_msat"), M::tr("Valid zap receipts and redeemed nutzaps")},
        {QStringLiteral("refunded"),
         M::tr("Refunded, sats"),
         CellKind::Sats,
         13,
         true,
         QStringLiteral("refunded_msat"),
         {}},
        {QStringLiteral("flags"),
         M::tr("Remarks"),
         CellKind::Text,
         18,
         false,
         {},
         M::tr("What is odd about it")},
        {QStringLiteral("targeted"), M::tr("Asked by name"), CellKind::Text, 12, true, {}, {}},
    };
    return list;
}

} // namespace

AttemptsModel::AttemptsModel(NameBook &names, QObject *parent)
    : RowModel(columnList(), parent)
    , m_names(names)
{
    connect(&names, &NameBook::namesChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Dvm), index(rowCount() - 1, Dvm), {Qt::DisplayRole});
    });
}

void AttemptsModel::setAnswer(const engine::ChainAnswer &answer)
{
    const auto &causes = answer.verdict.root_causes;
    std::vector<AttemptRow> rows;
    for (const dvm::ChainNode &node : answer.chain.nodes) {
        for (const dvm::Attempt &attempt : node.attempts) {
            const bool isRoot = std::any_of(causes.begin(), causes.end(), [&](const dvm::RootCause &cause) {
                return cause.job == node.id && cause.dvm == attempt.dvm;
            });
            rows.push_back({node.id, node.kind, attempt, dvm::awaitsPayment(attempt), isRoot});
        }
    }
    setRows(rows);
}

int AttemptsModel::rowOf(const nostr::EventId &job) const
{
    int found = -1;
    for (int i = 0; i < rowCount(); ++i)
        if (row(i).job == job && (found < 0 || (row(i).is_root && !row(found).is_root)))
            found = i;
    return found;
}

QVariant AttemptsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const AttemptRow &attempt = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(attempt, index.column());
    case RawValueRole:
        return raw(attempt, index.column());
    case ToneRole:
        return index.column() == State
                   ? QVariant(static_cast<int>(stateTone(attempt.attempt.state, attempt.awaits_payment)))
                   : QVariant();
    case SwatchRole:
        if (index.column() == KindName)
            return kindSwatch(Theme::of(this), attempt.kind);
        if (index.column() == Dvm)
            return Theme::of(this).dvmColor(QString::fromStdString(attempt.attempt.dvm.hex()));
        return {};
    case MarksRole: {
        if (index.column() != Payment)
            return {};
        const QString word = paymentWord(attempt.attempt.payment);
        return QVariant::fromValue(word.isEmpty() ? Marks() : Marks{{Tone::Payment, word}});
    }
    case Qt::ToolTipRole:
        return toolTip(attempt, index.column());
    default:
        return {};
    }
}

QVariant AttemptsModel::display(const AttemptRow &row, int column) const
{
    switch (column) {
    case KindName:
        return row.kind == 0 ? tr("(kind not known)") : kindName(row.kind);
    case Dvm:
        return m_names.name(row.attempt.dvm);
    case State:
        return stateWord(row.attempt.state, row.awaits_payment);
    case Payment:
        return paymentWord(row.attempt.payment);
    case Flags: {
        QStringList words = attemptFlagWords(row.attempt.flags);
        if (row.is_root)
            words.prepend(tr("root cause"));
        return words.join(QStringLiteral(", "));
    }
    case Targeted:
        return row.attempt.targeted ? tr("yes") : tr("no");
    default:
        return {};
    }
}

QVariant AttemptsModel::raw(const AttemptRow &row, int column) const
{
    const dvm::Attempt &attempt = row.attempt;
    const auto paid = [](std::int64_t msat) { return msat == 0 ? QVariant() : QVariant(qint64(msat)); };
    switch (column) {
    case Job:
        return QString::fromStdString(row.job.hex());
    case Dvm:
        return QString::fromStdString(attempt.dvm.hex());
    case Since:
        return attempt.since == 0 ? QVariant() : QVariant(qint64(attempt.since));
    case Response: {
        const auto ms = responseMs(attempt.response_ms, attempt.response_s);
        return ms ? QVariant(*ms) : QVariant();
    }
    case Asked:
        return attempt.requested_msat ? QVariant(qint64(*attempt.requested_msat)) : QVariant();
    case Claimed:
        return paid(attempt.claimed_msat);
    case Confirmed:
        return paid(attempt.confirmed_msat);
    case Refunded:
        return paid(attempt.refunded_msat);
    default:
        return {};
    }
}

QString AttemptsModel::toolTip(const AttemptRow &row, int column) const
{
    switch (column) {
    case Dvm:
        return m_names.name(row.attempt.dvm) + QLatin1Char('\n') + NameBook::npub(row.attempt.dvm);
    case State:
        return stateMeaning(row.attempt.state, row.awaits_payment);
    case Payment:
        return paymentMeaning(row.attempt.payment);
    default:
        return {};
    }
}

} // namespace dvmdash::ui
