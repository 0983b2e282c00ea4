// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/engine_frame.h"

#include "engine/kinds_in_use.h"
#include "ui/storage/rebuild_words.h"
#include "ui/widgets/banner.h"
#include "ui/window/failure_view.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

EngineFrame::EngineFrame(engine::Engine &engine, FileChooser &files, QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_content(content)
    , m_problem(new Banner)
    , m_kinds(new Banner)
    , m_failed(new FailureView(engine, files))
    , m_body(new QStackedWidget)
{
    m_body->addWidget(content);
    m_body->addWidget(m_failed);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addWidget(m_kinds);
    layout->addWidget(m_body, 1);
    connect(&engine, &engine::Engine::stateChanged, this, &EngineFrame::showState);
    connect(&engine, &engine::Engine::problemChanged, this, &EngineFrame::showProblem);
    connect(&engine, &engine::Engine::rebuildChanged, this, &EngineFrame::showKinds);
    connect(m_problem, &Banner::actionTriggered, this, &EngineFrame::salvage);
    connect(m_failed, &FailureView::wanted, this, [this] {
        m_problem->hide();
        m_body->setCurrentWidget(m_failed);
    });
    showState();
}

void EngineFrame::salvage()
{
    m_failed->salvage();
}

void EngineFrame::showState()
{
    const bool isUsable = m_engine.state() != engine::EngineState::Failed && !m_failed->isShown();
    if (!isUsable)
        m_failed->showFailure();
    m_body->setCurrentWidget(isUsable ? m_content : m_failed);
    if (m_engine.state() == engine::EngineState::Running)
        engine::useKinds(m_engine.kinds());
    showKinds();
}

void EngineFrame::showKinds()
{
    const engine::RebuildStatus &status = m_engine.rebuildStatus();
    const bool isMade = m_engine.state() == engine::EngineState::Starting && status.running;
    m_kinds->setMessage(
        Tone::Running,
        isMade ? tr("Which kinds are jobs has changed, so jobs and numbers are made anew. %1. Nobody listens "
                    "until then; what relays keep is asked for afterwards.")
                     .arg(progressWords(status))
               : QString());
}

void EngineFrame::showProblem(const QString &text)
{
    m_problem->setMessage(
        Tone::Failed,
        text.isEmpty() ? text : tr("%1. It is tried again; nothing that was verified is dropped.").arg(text),
        m_engine.isFileDamaged() ? tr("Salvage to a new file...") : QString());
}

} // namespace dvmdash::ui
