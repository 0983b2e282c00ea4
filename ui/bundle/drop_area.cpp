// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/drop_area.h"

#include "ui/bundle/drop_hint.h"

#include <QDropEvent>
#include <QMimeData>

namespace dvmdash::ui
{

DropArea::DropArea(QWidget *window)
    : QObject(window)
    , m_hint(new DropHint(window))
{
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

bool DropArea::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::DragEnter) {
        auto *drag = static_cast<QDragEnterEvent *>(event);
        const QString words = dropWords(*drag->mimeData());
        if (words.isEmpty())
            return false;
        m_hint->showWords(words);
        drag->acceptProposedAction();
        return true;
    }
    if (event->type() == QEvent::DragLeave) {
        m_hint->hide();
        return true;
    }
    if (event->type() == QEvent::Drop) {
        auto *drop = static_cast<QDropEvent *>(event);
        m_hint->hide();
        Q_EMIT dropped(meaningOf(*drop->mimeData()));
        drop->acceptProposedAction();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace dvmdash::ui
