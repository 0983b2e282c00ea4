// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/comparison_questions.h"
#include "ui/page.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace dvmdash::ui
{

class DataTable;
class SimilarModel;

/// With which chain one is to be compared: delivered ones like it, or any job by its id. Enter or a click
/// takes one, Escape or a click elsewhere leaves things as they are.
class ComparePopup : public QWidget
{
    Q_OBJECT
public:
    explicit ComparePopup(const PageContext &context, QWidget *parent = nullptr);

    /// Opens below the right end of `anchor` and asks for what is like that job.
    void open(const QWidget &anchor, const nostr::EventId &job);
    const std::optional<nostr::EventId> &job() const { return m_job; }

    SimilarModel &model() { return *m_model; }
    DataTable &table() { return *m_table; }
    QLineEdit &field() { return *m_field; }
    QString problem() const;

Q_SIGNALS:
    void chosen(const dvmdash::nostr::EventId &reference);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void ask();
    void show(const engine::Result<engine::SimilarChains> &result);
    void take(const nostr::EventId &reference);
    void takeTyped();

    PageContext m_context;
    std::optional<nostr::EventId> m_job;
    engine::Ask m_ask;
    SimilarModel *m_model;
    DataTable *m_table;
    QLineEdit *m_field;
    QLabel *m_problem;
};

} // namespace dvmdash::ui
