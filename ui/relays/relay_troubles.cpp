// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_troubles.h"

#include "ui/relays/fact_grid.h"
#include "ui/relays/relay_words.h"
#include "ui/relays/relays_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"

#include <QHBoxLayout>

namespace dvmdash::ui
{

namespace
{

QString latin(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

RelayLogModel::RelayLogModel(QObject *parent)
    : RowModel({{QStringLiteral("at"), tr("When"), CellKind::TimeMs, 12, false, QStringLiteral("at_utc")},
                {QStringLiteral("state"), tr("State"), CellKind::State, 14},
                {QStringLiteral("what"), tr("What happened"), CellKind::Text, 30, false, {}, {}, true}},
               parent)
{
}

void RelayLogModel::setEntries(const QVector<engine::RelayLogEntry> &entries)
{
    std::vector<RelayLogRow> rows;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const bool isSame = !rows.empty() && rows.back().id.first == entry->at_ms;
        rows.push_back({{entry->at_ms, isSame ? rows.back().id.second + 1 : 0}, *entry});
    }
    setRows({rows.rbegin(), rows.rend()});
}

QVariant RelayLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const engine::RelayLogEntry &entry = row(index.row()).entry;
    switch (index.column()) {
    case When:
        return role == RawValueRole ? QVariant(qint64(entry.at_ms)) : QVariant();
    case State:
        return role == Qt::DisplayRole   ? QVariant(linkWord(entry.state))
               : role == RawValueRole    ? QVariant(relay::linkStateName(entry.state))
               : role == ToneRole        ? QVariant(static_cast<int>(linkTone(entry.state)))
               : role == Qt::ToolTipRole ? QVariant(linkMeaning(entry.state))
                                         : QVariant();
    default:
        break;
    }
    if (role != Qt::DisplayRole && role != RawValueRole && role != Qt::ToolTipRole)
        return {};
    if (entry.text.isEmpty())
        return linkMeaning(entry.state);
    return entry.is_notice ? tr("The relay says: %1").arg(entry.text) : entry.text;
}

RelayTroubles::RelayTroubles(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_model(this)
    , m_table(new DataTable(QStringLiteral("relay_log"), 1))
    , m_rejects(new FactGrid(tr("Refused since the start, by reason")))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::Xl));
    m_table->setModel(&m_model);
    m_table->setFileChooser(context.files);
    m_table->view()->setAccessibleName(tr("What happened with this relay"));
    m_table->setEmptyState(Icon::Relays, tr("Nothing happened yet"),
                           tr("What becomes of the connection stands here, since the program started."));
    m_table->restoreFrom(context.viewState);
    layout->addWidget(m_table, 5);
    layout->addWidget(m_rejects, 2);
}

void RelayTroubles::show(const RelayRow &row, const QVector<engine::RelayLogEntry> &log)
{
    m_model.setEntries(log);
    showRejects(row);
}

void RelayTroubles::showRejects(const RelayRow &row)
{
    QVector<Fact> facts;
    for (int i = 0; i < nostr::rejectCount; ++i) {
        const auto count = row.rejectedBy[static_cast<std::size_t>(i)];
        const auto reason = static_cast<nostr::Reject>(i);
        if (count > 0)
            facts.append({latin(nostr::rejectName(reason)).replace(QLatin1Char('_'), QLatin1Char(' ')),
                          format::count(count), latin(nostr::rejectText(reason))});
    }
    if (facts.isEmpty())
        facts.append({tr("Nothing was refused"), QStringLiteral(" ")});
    m_rejects->setFacts(facts);
}

} // namespace dvmdash::ui
