// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

#include <vector>

class QButtonGroup;
class QVBoxLayout;

namespace dvmdash::ui
{

class NavigationItem;

/// The pages, top to bottom: icon, word, and a count of what needs attention. Up and Down move, Ctrl+1 to
/// Ctrl+9 jump from anywhere in the window. Collapsed it shows the icons alone, the words as tool tips.
///
///     auto *navigation = new NavigationBar;
///     navigation->addPage(QStringLiteral("jobs"), Icon::Jobs, tr("Jobs"));
///     navigation->setBadge(QStringLiteral("jobs"), 3, tr("3 jobs failed"));
///     connect(navigation, &NavigationBar::currentChanged, pages, &Pages::show);
class NavigationBar : public QWidget
{
    Q_OBJECT
public:
    explicit NavigationBar(QWidget *parent = nullptr);

    void addPage(const QString &id, Icon icon, const QString &text);
    /// From here on pages stand at the bottom.
    void addStretch();
    /// `meaning` says what is counted, for the tool tip and screen readers. 0 hides the badge.
    void setBadge(const QString &id, int count, const QString &meaning = {});
    QString current() const;
    /// Emits currentChanged when the page changes; an unknown id is ignored.
    void setCurrent(const QString &id);
    bool isCollapsed() const { return m_collapsed; }
    void setCollapsed(bool collapsed);

Q_SIGNALS:
    void currentChanged(const QString &id);
    /// The reader clicked a page or pressed its keys, also the one that is current.
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    NavigationItem *item(const QString &id) const;

    QVBoxLayout *m_layout;
    QButtonGroup *m_group;
    std::vector<NavigationItem *> m_items;
    bool m_collapsed = false;
};

} // namespace dvmdash::ui
