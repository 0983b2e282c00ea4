// SPDX-License-Identifier: GPL-3.0-or-later
// STAND-IN: replaced by the graph of branch h-graph, which has the same face.
#include "ui/chain/chain_graph.h"

namespace dvmdash::ui
{

ChainGraph::ChainGraph(const PageContext &, QWidget *parent)
    : QWidget(parent)
{
}

void ChainGraph::setAnswer(const engine::ChainAnswer &) {}

void ChainGraph::clear()
{
    m_selected.reset();
}

void ChainGraph::select(const nostr::EventId &id)
{
    m_selected = id;
}

void ChainGraph::showRoot() {}

} // namespace dvmdash::ui
