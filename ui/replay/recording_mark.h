// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QTimer>
#include <QToolButton>

namespace dvmdash::ui
{

class FileChooser;
class ViewState;

/// The place of captures in the line below the pages: begins and ends a recording, shows that one is under
/// way, how long and how large, and whether it can be written; and opens captures.
class RecordingMark : public QToolButton
{
    Q_OBJECT
public:
    /// All of it outlives the mark.
    RecordingMark(engine::Engine &engine, ViewState &state, FileChooser &files, QWidget *parent = nullptr);

    /// Asks where to, then begins.
    void record();

Q_SIGNALS:
    void captureWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showStatus();

    engine::Engine &m_engine;
    ViewState &m_state;
    FileChooser &m_files;
    QAction *m_record;
    QAction *m_stop;
    QTimer m_clock;
};

} // namespace dvmdash::ui
