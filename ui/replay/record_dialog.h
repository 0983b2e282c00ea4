// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/recording.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace dvmdash::ui
{

class FileChooser;
class ViewState;

/// How recording was wished for last, or the usual: files of 256 MB and a day in a folder below the
/// documents.
engine::RecordingSettings keptRecording(const ViewState &state);
void keepRecording(ViewState &state, const engine::RecordingSettings &settings);

/// Asks where the live stream is recorded to, and in files of which size. Deletes itself when it closes.
class RecordDialog : public QDialog
{
    Q_OBJECT
public:
    RecordDialog(const engine::RecordingSettings &settings, FileChooser &files, QWidget *parent);

    engine::RecordingSettings settings() const;
    /// It could not begin: said in the dialog, which stays open.
    void showProblem(const QString &text);

Q_SIGNALS:
    void startWanted(const dvmdash::engine::RecordingSettings &settings);

private:
    QSpinBox *addNumber(const char *name, const QString &label, int most, const QString &unit, int value);
    void build(const engine::RecordingSettings &settings);

    FileChooser &m_files;
    QLineEdit *m_path = nullptr;
    QSpinBox *m_size = nullptr;
    QSpinBox *m_hours = nullptr;
    QSpinBox *m_keep = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_start = nullptr;
};

} // namespace dvmdash::ui
