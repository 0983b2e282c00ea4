// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace dvmdash::ui
{

/// Above the page: its title, what it rests on, and the export of its main table or chart.
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

Q_SIGNALS:
    void exportWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showBasis();
    void restyle();

    QLabel *m_title;
    QLabel *m_basis;
    QPushButton *m_export;
    QString m_relays;
    QString m_pageBasis;
};

} // namespace dvmdash::ui
