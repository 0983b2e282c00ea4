// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_details.h"

#include "ui/relays/fact_grid.h"
#include "ui/relays/relay_words.h"
#include "ui/relays/relays_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/safe_text.h"

#include <QHBoxLayout>
#include <QStackedWidget>

namespace dvmdash::ui
{

namespace
{

constexpr qsizetype longestText = 160;
constexpr qsizetype longestName = 60;

QString latin(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

QString counted(const std::optional<int> &value)
{
    return value ? format::count(*value) : QString();
}

QString nipList(const QVector<int> &nips)
{
    QStringList list;
    for (const int nip : nips)
        list.append(QString::number(nip));
    return list.join(QLatin1Char(' '));
}

} // namespace

RelayDetails::RelayDetails(QWidget *parent)
    : Card(tr("Details"), parent)
    , m_stack(new QStackedWidget)
    , m_about(new FactGrid(tr("About (NIP-11)")))
    , m_limits(new FactGrid(tr("Rules")))
    , m_traffic(new FactGrid(tr("Traffic since the start")))
    , m_rejects(new FactGrid(tr("Rejected, by reason")))
{
    const Theme &theme = Theme::of(this);
    auto *facts = new QWidget;
    auto *layout = new QHBoxLayout(facts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::Xl));
    layout->addWidget(m_about, 5);
    layout->addWidget(m_limits, 3);
    layout->addWidget(m_traffic, 3);
    layout->addWidget(m_rejects, 4);
    auto *none = new EmptyState;
    none->setContent(Icon::Relays, tr("No relay chosen"),
                     tr("Choose one above to see what it says of itself."));
    m_stack->addWidget(facts);
    m_stack->addWidget(none);
    setContent(m_stack);
    showNone();
}

void RelayDetails::show(const RelayRow &row)
{
    setNote(row.entry.url);
    showAbout(row);
    showLimits(row);
    showTraffic(row);
    showRejects(row);
    m_stack->setCurrentIndex(0);
}

void RelayDetails::showNone()
{
    setNote({});
    m_stack->setCurrentIndex(1);
}

void RelayDetails::showAbout(const RelayRow &row)
{
    QVector<Fact> facts;
    if (row.status.information) {
        const auto &about = *row.status.information;
        const QString name = safeText(about.name, LineBreaks::Inline, longestName);
        facts = {{tr("Name"), name.isEmpty() ? tr("(none)") : name, safeToolTip(about.name)},
                 {tr("Says"), safeText(about.description.simplified(), LineBreaks::Inline, longestText),
                  safeToolTip(about.description)},
                 {tr("Software"), safeText(softwareWords(about), LineBreaks::Inline, longestName),
                  safeToolTip(about.software)},
                 {tr("NIPs"), nipList(about.nips)}};
    } else {
        facts = {{tr("Name"), tr("the relay has not told")}};
    }
    facts.append({tr("Last error"), safeText(row.status.detail, LineBreaks::Inline, longestText),
                  safeToolTip(row.status.detail)});
    m_about->setFacts(facts);
}

void RelayDetails::showLimits(const RelayRow &row)
{
    QVector<Fact> facts{{tr("Authentication"), row.needsAuth() ? tr("needed") : tr("not needed")}};
    if (row.status.information) {
        const auto &about = *row.status.information;
        if (about.payment_required)
            facts.append({tr("Payment"), *about.payment_required ? tr("required") : tr("not required")});
        facts.append({tr("Subscriptions"), counted(about.max_subscriptions)});
        facts.append({tr("Filters"), counted(about.max_filters)});
        facts.append({tr("Events a query"), counted(about.max_limit)});
        if (about.max_message_length)
            facts.append({tr("Longest message"), format::bytes(*about.max_message_length)});
    }
    m_limits->setFacts(facts);
}

void RelayDetails::showTraffic(const RelayRow &row)
{
    const relay::RelayStatus &status = row.status;
    const QString connected =
        status.connected_count == 1 ? tr("once") : tr("%1 times").arg(format::count(status.connected_count));
    QVector<Fact> facts{{tr("Events"), format::count(status.frames)},
                        {tr("First seen here"), format::count(row.accepted)},
                        {tr("Volume"), format::bytes(status.bytes)},
                        {tr("Connected"), connected}};
    if (status.last_frame_ms > 0)
        facts.append({tr("Last event"), format::relativeTime(status.last_frame_ms, format::nowMs()),
                      momentToolTip(status.last_frame_ms)});
    if (row.entry.enabled && status.next_attempt_ms > 0)
        facts.append({tr("Next attempt"), format::relativeTime(status.next_attempt_ms, format::nowMs()),
                      momentToolTip(status.next_attempt_ms)});
    if (status.failures > 0)
        facts.append({tr("Failed in a row"), format::count(status.failures)});
    m_traffic->setFacts(facts);
}

void RelayDetails::showRejects(const RelayRow &row)
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
