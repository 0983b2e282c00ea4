// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What a chain is drawn as: boxes, the lines between them, and what stands out. Pure functions.
namespace dvmdash::ui
{

/// One job, or several healthy siblings folded into one box.
struct GraphBox {
    std::string key;                ///< names it from drawing to drawing
    std::vector<std::size_t> nodes; ///< of Chain::nodes; more than one: folded
    bool asked = false;             ///< the job that the question was about
    bool failed = false;            ///< failed, or blamed by the verdict
    bool cause = false;             ///< a root cause
    bool critical = false;          ///< on the critical path
    bool inCycle = false;
    bool isFolded() const { return nodes.size() > 1; }
};

/// All lines of the chain between the same two boxes, drawn as one: as the strongest of them.
struct GraphEdge {
    int from = 0; ///< place in ChainShape::boxes
    int to = 0;
    dvm::EdgeType type = dvm::EdgeType::Job;
    bool critical = false;
    int count = 0; ///< how many of the chain's edges
};

struct ChainShape {
    std::vector<GraphBox> boxes; ///< by the first of their nodes, so by time; ghosts last
    std::vector<GraphEdge> edges;
    std::vector<int> boxOf; ///< of each node of the chain

    /// Place of the box with that key.
    std::optional<int> find(const std::string &key) const;
};

/// The jobs that the verdict blames, each once, in its order.
std::vector<std::size_t> causeNodes(const engine::ChainAnswer &answer);

/// The way of the trouble: from a root cause to the job that was asked for, and from the root cause further
/// up along that input of each job which came last. Of several ways down the shortest is taken, of those the
/// one over the slowest inputs. Without a root cause it is the way of the slowest inputs up from the asked
/// job. Only edges of type Job lead.
struct CriticalPath {
    std::vector<bool> nodes; ///< as Chain::nodes
    std::vector<bool> edges; ///< as Chain::edges
};
CriticalPath criticalPath(const engine::ChainAnswer &answer, std::optional<std::size_t> cause);

/// Fan-outs over this many siblings are folded.
inline constexpr std::size_t mostSiblings = 8;
/// Fewer than this many healthy ones among them are not worth a fold.
inline constexpr std::size_t fewestFolded = 3;

/// Keys of folded boxes that the reader opened.
using OpenedFolds = std::set<std::string>;

/// Siblings have the same inputs and the same consumers. Where there are more than mostSiblings, those of
/// them that are delivered and of which there is nothing to say share one box: not a failure, a ghost, the
/// asked job, a job that the verdict names, one on a critical path or in a circle, nor the node `kept`.
/// `cause` is a place in causeNodes() and chooses the critical path that is lit; it changes no box. `apart`,
/// by node, are others that are not folded; empty: none.
ChainShape shapeOf(const engine::ChainAnswer &answer, const OpenedFolds &opened, std::size_t cause = 0,
                   std::optional<std::size_t> kept = {}, const std::vector<bool> &apart = {});

} // namespace dvmdash::ui
