// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replay/recording_mark.h"

#include "ui/replay/record_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QAction>
#include <QEvent>
#include <QMenu>

namespace dvmdash::ui
{

namespace
{
constexpr int secondMs = 1'000;
}

RecordingMark::RecordingMark(engine::Engine &engine, ViewState &state, FileChooser &files, QWidget *parent)
    : QToolButton(parent)
    , m_engine(engine)
    , m_state(state)
    , m_files(files)
    , m_record(nullptr)
    , m_stop(nullptr)
{
    const Theme &theme = Theme::of(this);
    setObjectName(QStringLiteral("status.recording"));
    setFont(theme.numberFont(TextSize::Caption));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    auto *menu = new QMenu(this);
    m_record = menu->addAction(tr("Record live stream\u2026"), this, &RecordingMark::record);
    m_record->setObjectName(QStringLiteral("recording.start"));
    m_stop = menu->addAction(tr("Stop recording"), this, [this] { m_engine.stopRecording(); });
    m_stop->setObjectName(QStringLiteral("recording.stop"));
    menu->addSeparator();
    menu->addAction(tr("Open capture\u2026"), this, &RecordingMark::captureWanted);
    setMenu(menu);
    m_clock.setInterval(secondMs);
    connect(&m_clock, &QTimer::timeout, this, &RecordingMark::showStatus);
    connect(&engine, &engine::Engine::recordingChanged, this, &RecordingMark::showStatus);
    connect(&engine, &engine::Engine::stateChanged, this, &RecordingMark::showStatus);
    showStatus();
}

void RecordingMark::record()
{
    auto *dialog = new RecordDialog(keptRecording(m_state), m_files, window());
    connect(dialog, &RecordDialog::startWanted, this,
            [this, dialog](const engine::RecordingSettings &settings) {
                QString error;
                if (!m_engine.startRecording(settings, &error)) {
                    dialog->showProblem(error);
                    return;
                }
                keepRecording(m_state, settings);
                dialog->close();
            });
    dialog->open();
}

void RecordingMark::showStatus()
{
    const Theme &theme = Theme::of(this);
    const engine::RecordingStatus &status = m_engine.recording();
    m_record->setEnabled(m_engine.state() == engine::EngineState::Running && !status.on);
    m_stop->setEnabled(status.on);
    if (!status.on) {
        m_clock.stop();
        setIcon(theme.icon(Icon::Record, Ink::Muted));
        setText(tr("Captures"));
        setToolTip(status.file.isEmpty() ? tr("Record what the relays give, or replay what was recorded")
                                         : tr("Recorded last: %1 events in %2")
                                               .arg(format::count(status.events), safeToolTip(status.file)));
    } else {
        m_clock.start();
        const QString since = format::durationMs((format::nowMs() - status.since_ms) / secondMs * secondMs);
        const bool isWell = status.problem.isEmpty();
        setIcon(theme.icon(isWell ? Icon::Record : Icon::Triangle, Tone::Failed));
        setText(isWell ? tr("recording, %1, %2").arg(format::bytes(status.bytes), since)
                       : tr("recording waits for the disk"));
        setToolTip(
            isWell ? tr("%1 events so far, to %2").arg(format::count(status.events), safeToolTip(status.file))
                   : safeToolTip(status.problem));
    }
    setAccessibleName(text());
}

void RecordingMark::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_stop)
        showStatus();
    QToolButton::changeEvent(event);
}

} // namespace dvmdash::ui
