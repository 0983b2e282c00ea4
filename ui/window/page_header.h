// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/work_watch.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace dvmdash::ui
{

/// Above the page: its title, what it rests on, and the export of its main table or chart. While an answer
/// takes long a thin line below says how far it is, with a button to cancel it; nothing moves for that but
/// the end of the basis.
class PageHeader : public QWidget
{
    Q_OBJECT
public:
    explicit PageHeader(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// Relays that are live now; the same for all pages.
    void setRelays(const QString &text);
    /// What the page itself says of its numbers.
    void setBasis(const QString &text);
    void setWork(const Work &work);

Q_SIGNALS:
    void exportWanted();
    void cancelWanted();
    /// After a question was cancelled.
    void againWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showBasis();
    void restyle();

    QLabel *m_title;
    QLabel *m_basis;
    QLabel *m_progress;
    QPushButton *m_cancel;
    QPushButton *m_again;
    QPushButton *m_export;
    Work m_work;
    QString m_relays;
    QString m_pageBasis;
};

} // namespace dvmdash::ui
