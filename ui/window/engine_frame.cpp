// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/engine_frame.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

EngineFrame::EngineFrame(engine::Engine &engine, QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_content(content)
    , m_problem(new Banner)
    , m_failed(new EmptyState)
    , m_body(new QStackedWidget)
{
    m_body->addWidget(content);
    m_body->addWidget(m_failed);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addWidget(m_body, 1);
    connect(&engine, &engine::Engine::stateChanged, this, &EngineFrame::showState);
    connect(&engine, &engine::Engine::problemChanged, this, &EngineFrame::showProblem);
    connect(m_failed, &EmptyState::buttonClicked, this, [this] { m_engine.start(); });
    showState();
}

void EngineFrame::showState()
{
    if (m_engine.state() != engine::EngineState::Failed) {
        m_body->setCurrentWidget(m_content);
        return;
    }
    m_failed->setContent(
        Icon::Triangle, tr("The database could not be opened"),
        tr("%1\n\nFile: %2\nNothing was changed in it.").arg(m_engine.errorText(), m_engine.databasePath()),
        tr("Try again"));
    m_body->setCurrentWidget(m_failed);
}

void EngineFrame::showProblem(const QString &text)
{
    m_problem->setMessage(
        Tone::Failed,
        text.isEmpty() ? text : tr("%1. It is tried again; nothing that was verified is dropped.").arg(text));
}

} // namespace dvmdash::ui
