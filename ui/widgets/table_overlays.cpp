// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_overlays.h"

#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/skeleton.h"

#include <QEvent>
#include <QPushButton>

namespace dvmdash::ui
{

TableOverlays::TableOverlays(LiveTableView *view)
    : QObject(view)
    , m_view(view)
    , m_empty(new EmptyState(view))
    , m_skeleton(new Skeleton(view))
    , m_pill(new QPushButton(view))
{
    m_skeleton->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_pill->setProperty("primary", true);
    m_pill->setCursor(Qt::PointingHandCursor);
    m_pill->setFocusPolicy(Qt::NoFocus);
    m_pill->setIcon(Theme::of(view).icon(Icon::ArrowUp, Ink::OnAccent));
    m_pill->hide();
    view->viewport()->installEventFilter(this);
    connect(view, &LiveTableView::newRowsChanged, this, &TableOverlays::showNewRows);
    connect(m_pill, &QPushButton::clicked, this, &TableOverlays::newestWanted);
    connect(m_empty, &EmptyState::buttonClicked, this, &TableOverlays::emptyButtonClicked);
}

void TableOverlays::setEmptyState(Icon icon, const QString &title, const QString &why, const QString &button)
{
    m_empty->setContent(icon, title, why, button);
}

void TableOverlays::setLoading(bool loading)
{
    m_loading = loading;
    update();
}

void TableOverlays::setLineHeight(int height)
{
    m_skeleton->setLineHeight(height);
}

void TableOverlays::update()
{
    const bool isEmpty = !m_view->model() || m_view->model()->rowCount() == 0;
    m_skeleton->setVisible(isEmpty && m_loading);
    m_empty->setVisible(isEmpty && !m_loading);
}

void TableOverlays::place()
{
    const QRect area = m_view->viewport()->geometry();
    m_empty->setGeometry(area);
    m_skeleton->setGeometry(area);
    m_pill->adjustSize();
    m_pill->move(area.center().x() - m_pill->width() / 2, area.top() + Theme::of(m_view).space(Space::S));
}

void TableOverlays::showNewRows(int newRows)
{
    m_pill->setVisible(newRows > 0);
    if (newRows == 0)
        return;
    m_pill->setText(tr("%1 new").arg(format::count(newRows)));
    m_pill->setAccessibleName(tr("%1 new rows above, show them").arg(format::count(newRows)));
    place();
}

bool TableOverlays::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QObject::eventFilter(watched, event);
}

} // namespace dvmdash::ui
