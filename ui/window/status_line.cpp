// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include "engine/connection.h"
#include "ui/relays/relay_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/state_chip.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace dvmdash::ui
{

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_relays(nullptr)
    , m_rate(nullptr)
    , m_behind(nullptr)
    , m_file(nullptr)
    , m_state(new StateChip(this))
    , m_pause(new QPushButton(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::M), theme.space(Space::Xs), theme.space(Space::L),
                               theme.space(Space::Xs));
    layout->setSpacing(theme.space(Space::L));
    m_relays = addLink("status.relays", tr("Show the relays"));
    m_relays->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_rate = addPart();
    m_rate->setToolTip(tr("Events stored in a second, mean of the last five seconds"));
    m_behind = addPart();
    m_behind->setToolTip(
        tr("From the socket to the file: how long the newest event waited until it was stored"));
    m_file = addLink("status.file", tr("Events in the file, and its size"));
    m_file->hide(); // until something is known
    layout->addStretch(1);
    layout->addWidget(m_state);
    layout->addWidget(m_pause);
    m_pause->setObjectName(QStringLiteral("status.pause"));
    m_pause->setFont(theme.font(TextSize::Caption));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_relays, &QToolButton::clicked, this, &StatusLine::relaysWanted);
    connect(m_file, &QToolButton::clicked, this, &StatusLine::storageWanted);
    connect(m_pause, &QPushButton::clicked, this, &StatusLine::pauseToggled);
    showRelays({});
    showEngine(engine::EngineState::Stopped, false);
}

QLabel *StatusLine::addPart()
{
    const Theme &theme = Theme::of(this);
    auto *label = new QLabel(this);
    label->setTextFormat(Qt::PlainText);
    label->setFont(theme.numberFont(TextSize::Caption));
    static_cast<QHBoxLayout *>(layout())->addWidget(label);
    return label;
}

QToolButton *StatusLine::addLink(const char *name, const QString &toolTip)
{
    auto *link = new QToolButton(this);
    link->setObjectName(QString::fromLatin1(name));
    link->setFont(Theme::of(this).numberFont(TextSize::Caption));
    link->setFocusPolicy(Qt::TabFocus);
    link->setToolTip(toolTip);
    layout()->addWidget(link);
    return link;
}

void StatusLine::showRelays(const RelayTally &tally)
{
    const Theme &theme = Theme::of(this);
    const Tone tone = tally.live > 0       ? Tone::Delivered
                      : tally.settling > 0 ? Tone::Running
                      : tally.enabled == 0 ? Tone::Waiting
                                           : Tone::Failed;
    m_relays->setIcon(theme.icon(tone));
    m_relays->setText(tallyWords(tally));
    m_relays->setAccessibleName(tallyWords(tally));
    m_live = tally.live;
    showState();
}

void StatusLine::showNetwork(const relay::NetworkState &network)
{
    m_trouble = relay::NetworkWords::inShort(network);
    m_state->setToolTip(relay::NetworkWords::troubles(network).join(QLatin1Char(' ')));
    showState();
}

void StatusLine::showActivity(const engine::Activity &activity)
{
    m_rate->setText(tr("%1 events/s").arg(format::locale().toString(activity.events_per_second, 'f', 1)));
    m_behind->setText(tr("behind %1").arg(format::durationMs(activity.behind_ms)));
    m_file->setText(
        tr("%1 events, %2")
            .arg(format::compactCount(activity.events_total), format::bytes(activity.file_bytes)));
    m_file->setAccessibleName(m_file->text());
    m_file->setToolTip(
        tr("%1 events in the file. Show what it takes").arg(format::count(activity.events_total)));
    m_file->show();
}

void StatusLine::showEngine(engine::EngineState state, bool paused)
{
    const Theme &theme = Theme::of(this);
    m_engine = state;
    m_paused = paused;
    const bool isRunning = state == engine::EngineState::Running;
    m_relays->setVisible(isRunning);
    m_pause->setEnabled(isRunning);
    m_pause->setIcon(theme.icon(paused ? Icon::Play : Icon::Pause));
    m_pause->setText(paused ? tr("Resume collecting") : tr("Pause collecting"));
    m_pause->setToolTip(paused ? tr("Let what waits in the sockets come in")
                               : tr("Stop taking in events; they wait at the relays and nothing is lost"));
    showState();
}

void StatusLine::showReplay(bool playing)
{
    m_playing = playing;
    m_pause->hide();
    showState();
}

void StatusLine::addTool(QWidget *tool)
{
    static_cast<QHBoxLayout *>(layout())->insertWidget(layout()->indexOf(m_state), tool);
}

void StatusLine::showState()
{
    if (m_playing && m_engine == engine::EngineState::Running) {
        m_state->setState(*m_playing ? Tone::Running : Tone::Waiting,
                          *m_playing ? tr("replaying") : tr("replay paused"));
        return;
    }
    switch (m_engine) {
    case engine::EngineState::Stopped:
        m_state->setState(Tone::Waiting, tr("stopped"));
        break;
    case engine::EngineState::Starting:
        m_state->setState(Tone::Running, tr("opening the file"));
        break;
    case engine::EngineState::Running:
        if (m_paused)
            m_state->setState(Tone::Waiting, tr("paused"));
        else if (!m_trouble.isEmpty())
            m_state->setState(m_live == 0 ? Tone::Failed : Tone::Suspect, m_trouble);
        else if (m_live == 0)
            m_state->setState(Tone::Waiting, tr("waiting for a relay"));
        else
            m_state->setState(Tone::Delivered, tr("collecting"));
        break;
    case engine::EngineState::Stopping:
        m_state->setState(Tone::Running, tr("closing the file"));
        break;
    case engine::EngineState::Failed:
        m_state->setState(Tone::Failed, tr("file not open"));
        break;
    }
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(QPen(Theme::of(this).colors().hairline, 1));
    painter.drawLine(QPointF(0, 0.5), QPointF(width(), 0.5));
}

} // namespace dvmdash::ui
