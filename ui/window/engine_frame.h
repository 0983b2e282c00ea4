// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QWidget>

class QStackedWidget;

namespace dvmdash::ui
{

class Banner;
class FailureView;
class FileChooser;

/// Around all that rests on the user's file: what is wrong with it stands above, and in place of everything
/// when the file could not be opened, or is being salvaged.
class EngineFrame : public QWidget
{
    Q_OBJECT
public:
    /// The engine outlives the frame, which owns what it is around.
    EngineFrame(engine::Engine &engine, FileChooser &files, QWidget *content, QWidget *parent = nullptr);

    /// Saves what can be read of a damaged file, see FailureView.
    void salvage();

private:
    void showState();
    void showProblem(const QString &text);
    void showKinds();

    engine::Engine &m_engine;
    QWidget *m_content;
    Banner *m_problem;
    Banner *m_kinds; ///< jobs and numbers are made anew before the file opens
    FailureView *m_failed;
    QStackedWidget *m_body; ///< the content, or why there is none
};

} // namespace dvmdash::ui
