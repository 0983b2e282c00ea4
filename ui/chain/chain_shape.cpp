// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/chain_shape.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace dvmdash::ui
{

namespace
{

using engine::ChainAnswer;

/// Edges by the node at their one end.
using EdgesAt = std::vector<std::vector<std::size_t>>;

EdgesAt jobEdgesInto(const dvm::Chain &chain)
{
    EdgesAt into(chain.nodes.size());
    for (std::size_t i = 0; i < chain.edges.size(); ++i)
        if (chain.edges[i].type == dvm::EdgeType::Job)
            into[chain.edges[i].to].push_back(i);
    return into;
}

/// When what a job gives was there; what never came is the slowest of all. Unix seconds.
std::int64_t cameAt(const dvm::ChainNode &node)
{
    std::int64_t at = std::numeric_limits<std::int64_t>::max();
    for (const dvm::Attempt &attempt : node.attempts)
        if (attempt.delivered_at)
            at = std::min(at, *attempt.delivered_at);
    return at;
}

/// Of several edges to the same job the one whose input came last; the first of equals.
std::optional<std::size_t> slowest(const dvm::Chain &chain, const std::vector<std::size_t> &edges,
                                   const std::vector<bool> &allowed)
{
    std::optional<std::size_t> found;
    for (const std::size_t edge : edges) {
        if (!allowed[chain.edges[edge].from])
            continue;
        if (!found ||
            cameAt(chain.nodes[chain.edges[edge].from]) > cameAt(chain.nodes[chain.edges[*found].from]))
            found = edge;
    }
    return found;
}

/// Steps from `start` down to each node over edges of type Job; nothing where it does not lead.
std::vector<std::optional<int>> stepsFrom(const dvm::Chain &chain, std::size_t start)
{
    EdgesAt outOf(chain.nodes.size());
    for (std::size_t i = 0; i < chain.edges.size(); ++i)
        if (chain.edges[i].type == dvm::EdgeType::Job)
            outOf[chain.edges[i].from].push_back(chain.edges[i].to);
    std::vector<std::optional<int>> steps(chain.nodes.size());
    steps[start] = 0;
    std::vector<std::size_t> queue{start};
    for (std::size_t next = 0; next < queue.size(); ++next)
        for (const std::size_t to : outOf[queue[next]])
            if (!steps[to]) {
                steps[to] = *steps[queue[next]] + 1;
                queue.push_back(to);
            }
    return steps;
}

/// The nodes of which there is something to say: they are never folded.
std::vector<bool> standsOut(const ChainAnswer &answer)
{
    const dvm::Chain &chain = answer.chain;
    std::vector<bool> out(chain.nodes.size());
    for (std::size_t i = 0; i < chain.nodes.size(); ++i) {
        const dvm::ChainNode &node = chain.nodes[i];
        out[i] = i == answer.job || node.ghost || node.inCycle || node.state != dvm::State::Delivered;
    }
    for (const dvm::VerdictNote &note : answer.verdict.notes)
        if (const auto node = chain.indexOf(note.job))
            out[*node] = true;
    const std::vector<std::size_t> causes = causeNodes(answer);
    std::vector<std::optional<std::size_t>> starts(causes.begin(), causes.end());
    if (starts.empty())
        starts.emplace_back();
    for (const auto &start : starts) {
        const CriticalPath path = criticalPath(answer, start);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = out[i] || path.nodes[i];
    }
    return out;
}

/// Inputs and consumers of each node in one text; empty for a job that has neither.
std::vector<std::string> neighbourhoods(const dvm::Chain &chain)
{
    std::vector<std::set<std::string>> ends(chain.nodes.size());
    for (const dvm::ChainEdge &edge : chain.edges) {
        const char type = static_cast<char>('0' + static_cast<int>(edge.type));
        ends[edge.to].insert(std::string("<") + type + chain.nodes[edge.from].id.hex());
        ends[edge.from].insert(std::string(">") + type + chain.nodes[edge.to].id.hex());
    }
    std::vector<std::string> texts(chain.nodes.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
        texts[i] = std::accumulate(ends[i].begin(), ends[i].end(), std::string());
    return texts;
}

/// The fold of each node, opened or not; empty: stands alone.
std::vector<std::string> folds(const ChainAnswer &answer)
{
    const std::vector<bool> alone = standsOut(answer);
    const std::vector<std::string> around = neighbourhoods(answer.chain);
    struct Siblings {
        std::size_t all = 0;
        std::size_t healthy = 0;
    };
    std::map<std::string, Siblings> siblings;
    for (std::size_t i = 0; i < around.size(); ++i) {
        ++siblings[around[i]].all;
        siblings[around[i]].healthy += alone[i] ? 0 : 1;
    }
    std::vector<std::string> found(around.size());
    for (std::size_t i = 0; i < around.size(); ++i) {
        const Siblings &those = siblings[around[i]];
        if (!alone[i] && !around[i].empty() && those.all > mostSiblings && those.healthy >= fewestFolded)
            found[i] = "fold " + around[i];
    }
    return found;
}

} // namespace

std::optional<int> ChainShape::find(const std::string &key) const
{
    for (std::size_t i = 0; i < boxes.size(); ++i)
        if (boxes[i].key == key)
            return static_cast<int>(i);
    return std::nullopt;
}

std::vector<std::size_t> causeNodes(const ChainAnswer &answer)
{
    std::vector<std::size_t> nodes;
    for (const dvm::RootCause &cause : answer.verdict.root_causes)
        if (const auto node = answer.chain.indexOf(cause.job))
            if (std::find(nodes.begin(), nodes.end(), *node) == nodes.end())
                nodes.push_back(*node);
    return nodes;
}

CriticalPath criticalPath(const ChainAnswer &answer, std::optional<std::size_t> cause)
{
    const dvm::Chain &chain = answer.chain;
    CriticalPath path{std::vector<bool>(chain.nodes.size()), std::vector<bool>(chain.edges.size())};
    if (answer.job >= chain.nodes.size())
        return path;
    const EdgesAt into = jobEdgesInto(chain);

    // Up from the asked job to the cause, each step one nearer to it.
    std::size_t at = answer.job;
    path.nodes[at] = true;
    if (cause) {
        const auto steps = stepsFrom(chain, *cause);
        while (steps[at] && *steps[at] > 0) {
            std::vector<bool> nearer(chain.nodes.size());
            for (const std::size_t edge : into[at])
                nearer[chain.edges[edge].from] = steps[chain.edges[edge].from] == *steps[at] - 1;
            const std::size_t edge = slowest(chain, into[at], nearer).value();
            path.edges[edge] = true;
            at = chain.edges[edge].from;
            path.nodes[at] = true;
        }
        at = *cause;
        path.nodes[at] = true;
    }

    // Further up along what came last, never twice over the same job.
    for (;;) {
        std::vector<bool> unseen(path.nodes);
        unseen.flip();
        const auto edge = slowest(chain, into[at], unseen);
        if (!edge)
            return path;
        path.edges[*edge] = true;
        at = chain.edges[*edge].from;
        path.nodes[at] = true;
    }
}

ChainShape shapeOf(const ChainAnswer &answer, const OpenedFolds &opened, std::size_t cause,
                   std::optional<std::size_t> kept, const std::vector<bool> &apart)
{
    const dvm::Chain &chain = answer.chain;
    const std::vector<std::size_t> causes = causeNodes(answer);
    const std::vector<std::string> foldOfNode = folds(answer);
    const CriticalPath path =
        criticalPath(answer, cause < causes.size() ? std::optional(causes[cause]) : std::nullopt);

    ChainShape shape;
    shape.boxOf.resize(chain.nodes.size());
    std::map<std::string, int> foldBoxes;
    for (std::size_t i = 0; i < chain.nodes.size(); ++i) {
        const dvm::ChainNode &node = chain.nodes[i];
        const std::string &fold = foldOfNode[i];
        const bool isApart = kept == i || (i < apart.size() && apart[i]);
        const bool folded = !fold.empty() && opened.count(fold) == 0 && !isApart;
        const auto known = folded ? foldBoxes.find(fold) : foldBoxes.end();
        if (known != foldBoxes.end()) {
            shape.boxOf[i] = known->second;
            shape.boxes[static_cast<std::size_t>(known->second)].nodes.push_back(i);
            continue;
        }
        GraphBox box;
        box.key = folded ? fold : node.id.hex();
        box.nodes = {i};
        box.asked = i == answer.job;
        box.cause = std::find(causes.begin(), causes.end(), i) != causes.end();
        box.failed = box.cause || dvm::isFailure(node.state);
        box.critical = path.nodes[i];
        box.inCycle = node.inCycle;
        shape.boxOf[i] = static_cast<int>(shape.boxes.size());
        if (folded)
            foldBoxes.emplace(fold, shape.boxOf[i]);
        shape.boxes.push_back(std::move(box));
    }

    std::map<std::pair<int, int>, std::size_t> between;
    for (std::size_t i = 0; i < chain.edges.size(); ++i) {
        const dvm::ChainEdge &edge = chain.edges[i];
        const std::pair ends(shape.boxOf[edge.from], shape.boxOf[edge.to]);
        const auto [at, isNew] = between.try_emplace(ends, shape.edges.size());
        if (isNew)
            shape.edges.push_back({ends.first, ends.second, edge.type, false, 0});
        GraphEdge &drawn = shape.edges[at->second];
        drawn.type = std::min(drawn.type, edge.type); // the strongest has the lowest number
        drawn.critical = drawn.critical || path.edges[i];
        ++drawn.count;
    }
    return shape;
}

} // namespace dvmdash::ui
