// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chain/graph_scene.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace dvmdash::ui
{

/// Lays scenes out: small ones at once, large ones in a thread of its own. A newer scene drops the one that
/// is on its way. GUI thread.
class GraphLayouter : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t mostAtOnce = 300; ///< boxes

    explicit GraphLayouter(QObject *parent = nullptr);
    ~GraphLayouter() override; ///< waits for the thread, which gives up soon

    /// `scene` has answer, shape and words; `previous` are the positions of the scene before it. `boxSize`
    /// and the gaps are pixels at zoom 1.
    void layOut(std::shared_ptr<GraphScene> scene, const layout::Positions &previous, const QSizeF &boxSize,
                const layout::Options &options);
    void cancel();
    bool isBusy() const { return m_cancel != nullptr; }

Q_SIGNALS:
    /// The scene that was given, with picture and positions; from within layOut() when it was done at once.
    void laidOut(std::shared_ptr<dvmdash::ui::GraphScene> scene);

private:
    QThreadPool m_pool;
    std::shared_ptr<std::atomic<bool>> m_cancel; ///< of the one that is on its way
};

} // namespace dvmdash::ui
