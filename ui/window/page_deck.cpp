// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/page_deck.h"

#include "ui/page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/window/page_header.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

PageDeck::PageDeck(NavigationBar &navigation, QWidget *parent)
    : QWidget(parent)
    , m_navigation(navigation)
    , m_header(new PageHeader)
    , m_notice(new Banner)
    , m_lines(new QVBoxLayout)
    , m_stack(new QStackedWidget)
{
    const Theme &theme = Theme::of(this);
    const int side = theme.space(Space::L);
    m_notice->setDismissible(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    m_lines->setContentsMargins(side, 0, side, side);
    m_lines->setSpacing(theme.space(Space::M));
    m_lines->addWidget(m_notice);
    m_lines->addWidget(m_stack, 1);
    layout->addLayout(m_lines, 1);
    connect(&navigation, &NavigationBar::currentChanged, this, &PageDeck::turnTo);
    // A page whose place is marked all the time is not told of as another one.
    connect(&navigation, &NavigationBar::chosen, this, [this](const QString &id) {
        if (isAside())
            turnTo(id);
    });
    connect(m_header, &PageHeader::cancelWanted, this, [this] { current()->work().cancel(); });
    connect(m_header, &PageHeader::againWanted, this, [this] { current()->refresh(); });
    connect(m_header, &PageHeader::exportWanted, this, [this] { current()->exportCsv(); });
}

void PageDeck::addLine(QWidget *line)
{
    m_lines->insertWidget(m_lines->indexOf(m_stack), line);
}

void PageDeck::add(const QString &id, Icon icon, Page *page)
{
    insert(id, page);
    m_navigation.addPage(id, icon, page->title());
}

void PageDeck::addAside(const QString &id, Page *page)
{
    insert(id, page);
    m_aside.insert(page, {});
}

void PageDeck::insert(const QString &id, Page *page)
{
    page->setObjectName(QStringLiteral("page.") + id);
    m_byId.insert(id, page);
    m_stack->addWidget(page);
    connect(page, &Page::basisChanged, this, [this, page](const QString &text) {
        m_basis.insert(page, text);
        if (page == current())
            m_header->setBasis(text);
    });
    connect(&page->work(), &WorkWatch::changed, this, [this, page] {
        if (page == current())
            m_header->setWork(page->work().work());
    });
}

QString PageDeck::titleOf(const QString &id) const
{
    return m_byId.value(id)->title();
}

Page *PageDeck::current() const
{
    return static_cast<Page *>(m_stack->currentWidget());
}

QString PageDeck::currentId() const
{
    return isAside() ? m_byId.key(current()) : place();
}

QString PageDeck::place() const
{
    return m_navigation.current();
}

void PageDeck::showPage(const QString &id)
{
    m_navigation.setCurrent(id);
    if (isAside() && place() == id)
        turnTo(id);
}

void PageDeck::showAside(const QString &id, const QString &from)
{
    m_aside.insert(m_byId.value(id), from);
    turnTo(id);
    current()->setFocus();
}

void PageDeck::leaveAside()
{
    turnTo(from());
    current()->setFocus();
}

void PageDeck::turnTo(const QString &id)
{
    Page *page = m_byId.value(id);
    if (!page)
        return;
    m_stack->setCurrentWidget(page);
    m_header->setTitle(page->title());
    m_header->setBasis(m_basis.value(page));
    m_header->setWork(page->work().work());
    if (!isAside())
        Q_EMIT turned(id);
}

} // namespace dvmdash::ui
