// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_facts.h"

#include "ui/relays/fact_grid.h"
#include "ui/relays/given_words.h"
#include "ui/relays/health_words.h"
#include "ui/relays/relay_words.h"
#include "ui/relays/relays_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr qsizetype longestText = 160;
constexpr qsizetype longestName = 60;

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

QString took(const std::optional<int> &milliseconds)
{
    return milliseconds ? format::durationMs(*milliseconds) : QString();
}

} // namespace

RelayFacts::RelayFacts(QWidget *parent)
    : QWidget(parent)
    , m_health(new StateChip)
    , m_why(new QLabel)
    , m_about(new FactGrid(tr("About (NIP-11)")))
    , m_limits(new FactGrid(tr("Rules")))
    , m_traffic(new FactGrid(tr("Since the start")))
    , m_given(new FactGrid(tr("In the window")))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    auto *health = new QHBoxLayout;
    health->setSpacing(theme.space(Space::S));
    m_health->setObjectName(QStringLiteral("relays.health"));
    m_why->setObjectName(QStringLiteral("relays.health.why"));
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_why->setToolTip(relayHealthRule());
    health->addWidget(m_health, 0, Qt::AlignTop);
    health->addWidget(m_why, 1, Qt::AlignTop);
    layout->addLayout(health);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(theme.space(Space::Xl));
    facts->addWidget(m_about, 5);
    facts->addWidget(m_limits, 3);
    facts->addWidget(m_traffic, 3);
    facts->addWidget(m_given, 4);
    layout->addLayout(facts, 1);
}

void RelayFacts::show(const RelayRow &row, const GivenBasis &basis)
{
    showHealth(row);
    showAbout(row);
    showLimits(row);
    showTraffic(row);
    showGiven(row, basis);
}

void RelayFacts::showHealth(const RelayRow &row)
{
    const QString word = relayHealthWord(row.health);
    m_health->setVisible(!word.isEmpty());
    m_health->setState(relayHealthTone(row.health), word);
    relay::RelayConduct conduct = row.conduct;
    conduct.enabled = row.entry.enabled;
    const QString why = relayHealthSentence(row.health, conduct);
    if (m_why->text() != why)
        m_why->setText(why);
}

void RelayFacts::showAbout(const RelayRow &row)
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

void RelayFacts::showLimits(const RelayRow &row)
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

void RelayFacts::showTraffic(const RelayRow &row)
{
    const relay::RelayStatus &status = row.status;
    const QString connected =
        status.connected_count == 1 ? tr("once") : tr("%1 times").arg(format::count(status.connected_count));
    QVector<Fact> facts{{tr("Events"), format::count(status.frames)},
                        {tr("First seen here"), format::count(row.accepted)},
                        {tr("Volume"), format::bytes(status.bytes)},
                        {tr("Connected"), connected},
                        {tr("Connecting took"), took(status.connect_ms),
                         tr("TCP, TLS and WebSocket together, the last time.")},
                        {tr("Ping"), took(status.latency_ms), tr("From ping to pong, the last time.")}};
    if (status.last_frame_ms > 0)
        facts.append({tr("Last message"), format::relativeTime(status.last_frame_ms, format::nowMs()),
                      momentToolTip(status.last_frame_ms)});
    if (row.entry.enabled && status.next_attempt_ms > 0)
        facts.append({tr("Next attempt"), format::relativeTime(status.next_attempt_ms, format::nowMs()),
                      momentToolTip(status.next_attempt_ms)});
    if (status.failures > 0)
        facts.append({tr("Failed in a row"), format::count(status.failures)});
    m_traffic->setFacts(facts);
}

void RelayFacts::showGiven(const RelayRow &row, const GivenBasis &basis)
{
    if (!row.given) {
        m_given->setFacts({{tr("Events"), basis.isKnown ? tr("none of jobs") : tr("being counted")}});
        return;
    }
    const engine::RelayGiven &given = *row.given;
    m_given->setFacts({{tr("Events of jobs"), format::count(given.events), givenMeaning()},
                       {tr("Only here"), partWords(given.onlyShare()), onlyMeaning()},
                       {tr("Duplicates"), partWords(given.duplicateShare()), duplicatesMeaning()},
                       {tr("First of all"), partWords(given.firstShare()), firstMeaning()},
                       {tr("Shares rest on"), basis.words(), basis.meaning()}});
}

} // namespace dvmdash::ui
