// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "engine/salvage.h"
#include "ui/widgets/empty_state.h"

#include <atomic>
#include <thread>

namespace dvmdash::ui
{

class FileChooser;

/// What stands in the place of all pages while there is no file to show: why it could not be opened, and for
/// a damaged one the way to save what can be read of it into a new file, and to go on with that.
class FailureView : public EmptyState
{
    Q_OBJECT
public:
    FailureView(engine::Engine &engine, FileChooser &files, QWidget *parent = nullptr);
    /// Breaks off what is under way; the new file goes.
    ~FailureView() override;

    /// Says what the engine says, unless it is at work.
    void showFailure();
    /// Asks where to, closes the file, and begins.
    void salvage();
    /// It is at work, or shows what came of it.
    bool isShown() const { return m_phase != Phase::Failed; }

Q_SIGNALS:
    /// It has something to show.
    void wanted();

private:
    enum class Phase { Failed, Salvaging, Salvaged };

    void begin(const QString &path);
    void showProgress(const engine::SalvageProgress &progress);
    void showReport(const engine::SalvageReport &report);
    void goOn();
    void goOnWithNewFile();
    void stopAndWait();

    engine::Engine &m_engine;
    FileChooser &m_files;
    Phase m_phase = Phase::Failed;
    QString m_path; ///< of the new file
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace dvmdash::ui
