// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QHash>
#include <QWidget>

class QStackedWidget;
class QVBoxLayout;

namespace dvmdash::ui
{

class Banner;
class NavigationBar;
class Page;
class PageHeader;

/// The pages, one of them in sight, below a header and a line for what the window has to say. Follows the
/// navigation; the header says what the page in sight is called, what it rests on and how far its questions
/// are. A page aside has no place in the navigation: it is turned to from another one, and leads back there.
class PageDeck : public QWidget
{
    Q_OBJECT
public:
    /// The navigation outlives the deck.
    explicit PageDeck(NavigationBar &navigation, QWidget *parent = nullptr);

    void add(const QString &id, Icon icon, Page *page);
    void addAside(const QString &id, Page *page);
    bool has(const QString &id) const { return m_byId.contains(id); }
    QString titleOf(const QString &id) const;
    QList<Page *> pages() const { return m_byId.values(); }

    /// A line above all pages, below what the window has to say.
    void addLine(QWidget *line);

    PageHeader &header() const { return *m_header; }
    Banner &notice() const { return *m_notice; }

    Page *current() const;
    QString currentId() const;
    bool isAside() const { return m_aside.contains(current()); }
    /// The page that is marked in the navigation.
    QString place() const;
    /// Where the page aside that is in sight leads back to.
    QString from() const { return m_aside.value(current()); }

    /// Turns to a page of the navigation and marks it there; an unknown name is ignored.
    void showPage(const QString &id);
    /// Turns to a page aside, which takes the keyboard and leads back to `from`.
    void showAside(const QString &id, const QString &from);
    /// Back to where the page aside in sight was turned to from, which takes the keyboard.
    void leaveAside();
    /// Puts a page in sight, and what holds for it into the header.
    void turnTo(const QString &id);

Q_SIGNALS:
    /// A page of the navigation is in sight.
    void turned(const QString &id);

private:
    void insert(const QString &id, Page *page);

    NavigationBar &m_navigation;
    PageHeader *m_header;
    Banner *m_notice;
    QVBoxLayout *m_lines;
    QStackedWidget *m_stack;
    QHash<QString, Page *> m_byId;
    QHash<const Page *, QString> m_basis; ///< as each page told last
    QHash<const Page *, QString> m_aside; ///< and where each leads back to
};

} // namespace dvmdash::ui
