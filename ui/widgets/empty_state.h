// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace dvmdash::ui
{

/// What a page or table says when there is nothing to show: an icon, what, why, and one button; beside it a
/// second one where there is another way.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// An empty `button` hides the button.
    void setContent(Icon icon, const QString &title, const QString &why, const QString &button = {});
    /// An empty `button` hides the second one; setContent() does.
    void setOtherWay(const QString &button);
    QString title() const;
    QString why() const;

Q_SIGNALS:
    void buttonClicked();
    void otherWayClicked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    Icon m_iconName = Icon::Search;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_why;
    QPushButton *m_button;
    QPushButton *m_otherWay;
};

} // namespace dvmdash::ui
