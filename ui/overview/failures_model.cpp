// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/failures_model.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"

namespace dvmdash::ui
{

FailuresModel::FailuresModel(NameBook &names, const Theme &theme, QObject *parent)
    : RowModel(
          {
              {QStringLiteral("state"), tr("State"), CellKind::State, 9},
              {QStringLiteral("kind"), tr("Kind"), CellKind::Text, 14, false, {}, {}, true},
              {QStringLiteral("dvm"), tr("DVM"), CellKind::Text, 14},
              {QStringLiteral("requested"), tr("Requested"), CellKind::Time, 10, false,
               QStringLiteral("requested_utc")},
              {QStringLiteral("request"), tr("Request"), CellKind::Id, 16, true},
          },
          parent)
    , m_names(names)
    , m_theme(theme)
{
    QObject::connect(&names, &NameBook::namesChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Dvm), index(rowCount() - 1, Dvm));
    });
}

void FailuresModel::setJobs(const std::vector<engine::JobRow> &jobs)
{
    std::vector<FailureRow> next;
    next.reserve(jobs.size());
    for (const auto &job : jobs)
        next.push_back({job});
    setRows(next);
}

QString FailuresModel::dvmText(const engine::JobRow &job) const
{
    if (job.dvms.empty())
        return job.targeted > 1 ? tr("%1 DVMs, silent").arg(job.targeted) : tr("no answer");
    const QString first = m_names.name(job.dvms.front());
    const auto others = static_cast<int>(job.dvms.size()) - 1;
    return others == 0 ? first : tr("%1 and %2 more").arg(first).arg(others);
}

QVariant FailuresModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const engine::JobRow &job = row(index.row()).job;
    switch (index.column()) {
    case State:
        if (role == ToneRole)
            return static_cast<int>(stateTone(job.state));
        if (role == Qt::ToolTipRole)
            return stateMeaning(job.state);
        if (role == RawValueRole) {
            const auto name = dvm::stateName(job.state);
            return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
        }
        return role == Qt::DisplayRole ? QVariant(stateWord(job.state)) : QVariant();
    case Kind:
        if (role == RawValueRole)
            return job.kind;
        if (role == SwatchRole)
            return kindSwatch(m_theme, job.kind);
        if (role == Qt::ToolTipRole)
            return tr("kind %1").arg(job.kind);
        return role == Qt::DisplayRole ? QVariant(kindName(job.kind)) : QVariant();
    case Dvm:
        if (role == RawValueRole)
            return job.dvms.empty() ? QVariant(QString())
                                    : QVariant(QString::fromStdString(job.dvms.front().hex()));
        return role == Qt::DisplayRole ? QVariant(dvmText(job)) : QVariant();
    case Requested:
        return role == RawValueRole ? QVariant(qint64(job.created_at)) : QVariant();
    case Request:
        return role == RawValueRole ? QVariant(QString::fromStdString(job.request.hex())) : QVariant();
    default:
        return {};
    }
}

} // namespace dvmdash::ui
