// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/widgets/card.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace dvmdash::ui
{

class Banner;
class DataTable;
class DifferencesModel;
class TextPane;

/// Checks that jobs and numbers are what the events say, and repairs what is not, beside all else: how far it
/// is, and what came of it.
class RebuildCard : public Card
{
    Q_OBJECT
public:
    explicit RebuildCard(const PageContext &context, QWidget *parent = nullptr);

    /// Says how long ago the last one was by now, Unix milliseconds.
    void tick(qint64 nowMs);

    DifferencesModel *model() const { return m_model; }
    DataTable *table() const { return m_table; }
    QString outcome() const; ///< empty until one has ended

Q_SIGNALS:
    /// The file turned out to be damaged, and the reader wants to save what can be read of it.
    void salvageWanted();

private:
    QWidget *makeButtons();
    QWidget *makeProgress();
    void show(const engine::RebuildStatus &status);
    void showReport(const engine::RebuildStatus &status);
    void showExamples();
    void updateButtons();

    const PageContext m_context;
    QPushButton *m_check = nullptr;
    QPushButton *m_repair = nullptr;
    QPushButton *m_stop = nullptr;
    QWidget *m_running = nullptr;
    QLabel *m_step = nullptr;
    QProgressBar *m_bar = nullptr;
    Banner *m_outcome;
    DifferencesModel *m_model;
    DataTable *m_table;
    TextPane *m_examples;
    qint64 m_endedMs = 0;
};

} // namespace dvmdash::ui
