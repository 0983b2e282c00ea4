// SPDX-License-Identifier: GPL-3.0-or-later
// What others say about the jobs of a graph; the rest of ChainGraph is in chain_graph.cpp.
#include "ui/chain/chain_graph.h"
#include "ui/models/name_book.h"

#include <QToolButton>

namespace dvmdash::ui
{

void ChainGraph::setMarks(const JobMarks &marks)
{
    if (marks == m_marks)
        return;
    m_marks = marks;
    const GraphScene *newest = m_next ? m_next.get() : m_scene.get();
    if (newest && newest->apart != markedNodes(newest->answer))
        layAgain();
    else
        renameBoxes();
}

void ChainGraph::setUnfaded(const std::optional<std::set<nostr::EventId>> &jobs)
{
    m_unfaded = jobs;
    showLook();
}

void ChainGraph::setBare()
{
    m_bar->hide();
    m_critical->setChecked(false);
    m_view->setLeastOpeningZoom(readableZoom);
}

void ChainGraph::deselect()
{
    m_wanted.reset();
    selectBox(-1, false);
}

/// With what others say about the jobs. Of a fold nothing is said: what is marked stands by itself.
std::vector<BoxWords> ChainGraph::wordsOf(const GraphScene &scene) const
{
    std::vector<BoxWords> words;
    for (const GraphBox &box : scene.shape.boxes) {
        words.push_back(boxWords(scene.answer, box, nameOf()));
        if (box.isFolded())
            continue;
        const auto mark = m_marks.find(scene.answer.chain.nodes[box.nodes.front()].id);
        if (mark != m_marks.end())
            words.back().mark = mark->second;
    }
    return words;
}

std::vector<bool> ChainGraph::markedNodes(const engine::ChainAnswer &answer) const
{
    std::vector<bool> marked;
    for (const dvm::ChainNode &node : answer.chain.nodes)
        marked.push_back(m_marks.contains(node.id));
    return marked;
}

} // namespace dvmdash::ui
