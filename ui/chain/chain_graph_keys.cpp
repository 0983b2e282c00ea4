// SPDX-License-Identifier: GPL-3.0-or-later
// Searching and keys; the rest of ChainGraph is in chain_graph.cpp.
#include "ui/chain/chain_graph.h"
#include "ui/models/name_book.h"
#include "ui/widgets/search_field.h"

#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace dvmdash::ui
{

// Search
// ------------------------------------------------------------------------------------------------------------

void ChainGraph::search(const QString &query)
{
    m_query = query;
    GraphLook look = m_view->look();
    look.hits.clear();
    m_hits = 0;
    if (m_scene && !query.isEmpty()) {
        look.hits.resize(m_scene->shape.boxes.size());
        for (std::size_t i = 0; i < m_scene->shape.boxOf.size(); ++i)
            if (matches(m_scene->answer, i, query, nameOf())) {
                look.hits[static_cast<std::size_t>(m_scene->shape.boxOf[i])] = true;
                ++m_hits;
            }
    }
    m_view->setLook(look);
    if (!query.isEmpty())
        m_note->setText(m_hits == 0 ? tr("nothing found") : tr("%n found", nullptr, m_hits));
    else
        m_note->setText(m_scene && m_scene->answer.chain.more ? tr("a part: the chain is larger")
                                                              : QString());
}

void ChainGraph::nextHit()
{
    if (!m_scene || m_hits == 0)
        return;
    const auto box = nextOf(*m_scene, m_view->look().hits, selectedBox(), false);
    if (!box)
        return;
    const GraphBox &hit = m_scene->shape.boxes[static_cast<std::size_t>(*box)];
    if (!hit.isFolded()) {
        goTo(box, true);
        return;
    }
    const auto node = std::find_if(hit.nodes.begin(), hit.nodes.end(), [this](std::size_t i) {
        return matches(m_scene->answer, i, m_query, nameOf());
    });
    const nostr::EventId job = m_scene->answer.chain.nodes[*node].id;
    unfold(*box, *node);
    select(job);
}

// Keys
// ------------------------------------------------------------------------------------------------------------

bool ChainGraph::event(QEvent *event)
{
    // Before a shortcut of the window takes it.
    if (event->type() == QEvent::ShortcutOverride && handles(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ChainGraph::keyPressEvent(QKeyEvent *event)
{
    if (!handles(*event) || !handleKey(event->key(), event->modifiers()))
        QWidget::keyPressEvent(event);
}

void ChainGraph::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    // Boxes are as large as their text.
    if (event->type() == QEvent::FontChange && m_scene)
        layAgain();
}

bool ChainGraph::handles(const QKeyEvent &event) const
{
    if (m_search->hasFocus())
        return false;
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_0:
        return modifiers == Qt::ControlModifier;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
        return modifiers == Qt::NoModifier || modifiers == Qt::ControlModifier;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return modifiers == Qt::NoModifier && m_view->hasFocus();
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_F:
    case Qt::Key_C:
    case Qt::Key_E:
        return modifiers == Qt::NoModifier;
    case Qt::Key_Slash:
        return modifiers == Qt::NoModifier && !m_bar->isHidden();
    default:
        return false;
    }
}

bool ChainGraph::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (key == Qt::Key_Slash) {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
        return true;
    }
    if (!m_scene || m_scene->shape.boxes.empty())
        return false;
    const auto go = [this](Step step) {
        // The first arrow selects the job that was asked for.
        const int box = selectedBox();
        goTo(box < 0 ? std::optional(m_scene->shape.boxOf[m_scene->answer.job])
                     : stepFrom(*m_scene, box, step),
             false);
    };
    switch (key) {
    case Qt::Key_0:
        m_view->fit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_view->zoomBy(GraphView::zoomStep);
        return true;
    case Qt::Key_Minus:
        m_view->zoomBy(1 / GraphView::zoomStep);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openSelected();
        return true;
    case Qt::Key_Left:
        go(Step::Inputs);
        return true;
    case Qt::Key_Right:
        go(Step::Consumers);
        return true;
    case Qt::Key_Up:
        go(Step::Above);
        return true;
    case Qt::Key_Down:
        go(Step::Below);
        return true;
    case Qt::Key_Home:
        showRoot();
        return true;
    case Qt::Key_F:
        goToFailure(modifiers & Qt::ShiftModifier);
        return true;
    case Qt::Key_C:
        m_critical->toggle();
        return true;
    case Qt::Key_E:
        m_neighbours->toggle();
        return true;
    default:
        return false;
    }
}

} // namespace dvmdash::ui
