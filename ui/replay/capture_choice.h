// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMessageBox>

namespace dvmdash::ui
{

/// Asks what becomes of a capture that was dropped or opened: replayed in a window of its own, or its events
/// taken into the user's file. Deletes itself when it closes; open() it.
class CaptureChoice : public QMessageBox
{
    Q_OBJECT
public:
    CaptureChoice(const QString &path, QWidget *parent);

    QPushButton *replayButton() const { return m_replay; }
    QPushButton *importButton() const { return m_import; }

Q_SIGNALS:
    void replayWanted(const QString &path);
    void importWanted(const QString &path);

private:
    QPushButton *m_replay;
    QPushButton *m_import;
};

} // namespace dvmdash::ui
