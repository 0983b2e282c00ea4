// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QDialog>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QTableView;

namespace dvmdash::ui
{

class FileChooser;
class KindRowsModel;
class SegmentedControl;

/// Edits which kinds are jobs in the file, what they are called and how long they are waited for; says what a
/// change means before it is made. Deletes itself when it is closed.
class KindTableDialog : public QDialog
{
    Q_OBJECT
public:
    /// Engine and chooser outlive it.
    KindTableDialog(engine::Engine &engine, FileChooser &files, QWidget *parent = nullptr);

    /// As the fields stand; nothing while they do not go together.
    std::optional<dvm::KindChanges> changes() const;

private:
    void build();
    QLabel *addCaption(const QString &text, QWidget *buddy);
    QWidget *buildRows();
    QWidget *buildButtons();
    void fill(const dvm::KindChanges &changes);
    void take(const dvm::KindChanges &changes);
    void choosePreset(const QString &id);
    void showMeaning();
    void say(const QString &problem);
    void addKind();
    void importFile();
    void exportFile();
    void save();

    engine::Engine &m_engine;
    FileChooser &m_files;
    const dvm::KindTable m_now;
    SegmentedControl *m_preset;
    QPlainTextEdit *m_ranges;
    QPlainTextEdit *m_excluded;
    KindRowsModel *m_rows;
    QTableView *m_table;
    QSpinBox *m_newKind;
    QLabel *m_meaning;
    QPushButton *m_save = nullptr;
    engine::Ask m_ask;
    qint64 m_events = 0;
    bool m_filling = false;
};

} // namespace dvmdash::ui
