// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/import.h"

#include <QDialog>
#include <QStringList>

class QLabel;

namespace dvmdash::ui
{

class SegmentedControl;

/// Asks whether files of events are recordings or samples, and says what that means. Deletes itself when it
/// closes.
class ImportDialog : public QDialog
{
    Q_OBJECT
public:
    ImportDialog(const QStringList &paths, QWidget *parent);

    SegmentedControl &choice() { return *m_choice; }

Q_SIGNALS:
    void importWanted(const dvmdash::engine::ImportOptions &options);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build(const QStringList &paths);
    QLabel *addText(const QString &text);
    void showMeaning();
    void restyle();

    SegmentedControl *m_choice = nullptr;
    QLabel *m_meaning = nullptr;
    QLabel *m_files = nullptr;
    QLabel *m_note = nullptr;
};

} // namespace dvmdash::ui
