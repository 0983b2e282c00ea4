// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/graph_layouter.h"

namespace dvmdash::ui
{

namespace
{

/// False when it was cancelled.
bool place(GraphScene &scene, const layout::Graph &graph, const layout::Options &options,
           const layout::Positions &previous, const std::atomic<bool> *cancel)
{
    const auto layout = layout::layOut(graph, options, previous, cancel);
    if (!layout)
        return false;
    scene.picture = pictureOf(graph, *layout);
    scene.positions = layout::positionsOf(graph, *layout);
    return true;
}

} // namespace

GraphLayouter::GraphLayouter(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

GraphLayouter::~GraphLayouter()
{
    cancel();
    m_pool.waitForDone();
}

void GraphLayouter::layOut(std::shared_ptr<GraphScene> scene, const layout::Positions &previous,
                           const QSizeF &boxSize, const layout::Options &options)
{
    cancel();
    layout::Graph graph = layoutGraph(scene->answer, scene->shape, boxSize);
    if (graph.nodes.size() <= mostAtOnce) {
        if (place(*scene, graph, options, previous, nullptr))
            Q_EMIT laidOut(scene);
        return;
    }
    const auto cancelled = std::make_shared<std::atomic<bool>>(false);
    m_cancel = cancelled;
    m_pool.start([this, cancelled, scene, graph = std::move(graph), previous, options] {
        if (!place(*scene, graph, options, previous, cancelled.get()))
            return;
        // The destructor waits for this thread, and what is posted to a dead object is dropped.
        QMetaObject::invokeMethod(
            this,
            [this, cancelled, scene] {
                if (m_cancel != cancelled)
                    return;
                m_cancel.reset();
                Q_EMIT laidOut(scene);
            },
            Qt::QueuedConnection);
    });
}

void GraphLayouter::cancel()
{
    if (m_cancel)
        m_cancel->store(true);
    m_cancel.reset();
}

} // namespace dvmdash::ui
