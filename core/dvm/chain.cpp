// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/chain.h"

#include "nostr/nip19.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace dvmdash::dvm
{

namespace
{

constexpr std::size_t mostInputs = 200;
/// Text beyond this is a document: whatever it quotes makes no chain.
constexpr std::size_t longestTextRead = 64 * 1024;

std::string_view item(const nostr::Tag &tag, std::size_t index)
{
    return index < tag.size() ? std::string_view(tag[index]) : std::string_view();
}

/// Index 3 of an `i` tag is a relay only when it is a ws(s) URL, else it is a marker.
std::string relayOf(const nostr::Tag &tag, std::size_t index)
{
    const std::string_view text = item(tag, index);
    return text.starts_with("ws://") || text.starts_with("wss://") ? std::string(text) : std::string();
}

bool isIdCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/// Collects ids by the strongest way in which they are named.
class Inputs
{
public:
    void add(const nostr::EventId &id, EdgeType type, std::string relay)
    {
        const auto known = m_places.find(id);
        if (known == m_places.end()) {
            if (m_found.size() >= mostInputs)
                return;
            m_places.emplace(id, m_found.size());
            m_found.push_back({id, type, std::move(relay)});
            return;
        }
        InputReference &reference = m_found[known->second];
        reference.type = std::min(reference.type, type);
        if (reference.relay.empty())
            reference.relay = std::move(relay);
    }

    /// Every word of the text that is a note or nevent, with or without "nostr:" in front.
    void addQuoted(std::string_view text)
    {
        text = text.substr(0, longestTextRead);
        for (std::size_t at = text.find('n'); at != std::string_view::npos; at = text.find('n', at + 1)) {
            const std::string_view rest = text.substr(at);
            if (!rest.starts_with("note1") && !rest.starts_with("nevent1"))
                continue;
            if (at > 0 && isIdCharacter(text[at - 1]))
                continue;
            const auto end = std::find_if_not(rest.begin(), rest.end(), isIdCharacter);
            const auto length = static_cast<std::size_t>(end - rest.begin());
            if (const auto id = nostr::nip19::eventIdFromText(rest.substr(0, length)))
                add(*id, EdgeType::Quoted, {});
        }
    }

    std::vector<InputReference> take() { return std::move(m_found); }

private:
    std::vector<InputReference> m_found;
    std::map<nostr::EventId, std::size_t> m_places;
};

/// Tarjan's algorithm, without recursion. Gives the groups and marks the circles.
void findCycles(Chain &chain)
{
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    const std::size_t count = chain.nodes.size();
    std::vector<std::vector<std::size_t>> next(count);
    std::vector<bool> namesItself(count);
    for (const ChainEdge &edge : chain.edges) {
        if (edge.type == EdgeType::Quoted)
            continue;
        next[edge.from].push_back(edge.to);
        if (edge.from == edge.to)
            namesItself[edge.from] = true;
    }

    struct Visit {
        std::size_t node;
        std::size_t child;
    };
    std::vector<std::size_t> group(count, none), number(count, none), low(count, none), open;
    std::vector<bool> isOpen(count);
    std::vector<Visit> path;
    std::size_t visited = 0;
    std::size_t groups = 0;
    const auto enter = [&](std::size_t node) {
        number[node] = low[node] = visited++;
        open.push_back(node);
        isOpen[node] = true;
        path.push_back({node, 0});
    };
    const auto close = [&](std::size_t node) {
        std::vector<std::size_t> members;
        std::size_t member = none;
        do {
            member = open.back();
            open.pop_back();
            isOpen[member] = false;
            group[member] = groups;
            members.push_back(member);
        } while (member != node);
        ++groups;
        for (const std::size_t one : members)
            chain.nodes[one].inCycle = members.size() > 1 || namesItself[one];
    };
    for (std::size_t start = 0; start < count; ++start) {
        if (number[start] != none)
            continue;
        enter(start);
        while (!path.empty()) {
            const std::size_t node = path.back().node;
            if (path.back().child < next[node].size()) {
                const std::size_t child = next[node][path.back().child++];
                if (number[child] == none)
                    enter(child);
                else if (isOpen[child])
                    low[node] = std::min(low[node], number[child]);
                continue;
            }
            path.pop_back();
            if (!path.empty())
                low[path.back().node] = std::min(low[path.back().node], low[node]);
            if (low[node] == number[node])
                close(node);
        }
    }
    chain.groups = std::move(group);
}

/// Nodes in their order, edges pointing at them.
class Assembly
{
public:
    explicit Assembly(std::vector<ChainJob> jobs)
        : m_jobs(std::move(jobs))
    {
        std::sort(m_jobs.begin(), m_jobs.end(), [](const ChainJob &a, const ChainJob &b) {
            return std::tie(a.node.created_at, a.node.id) < std::tie(b.node.created_at, b.node.id);
        });
        for (ChainJob &job : m_jobs) {
            m_places.emplace(job.node.id, m_chain.nodes.size());
            m_chain.nodes.push_back(std::move(job.node));
        }
        addGhosts();
        addEdges();
        findCycles(m_chain);
    }
    Chain take() { return std::move(m_chain); }

private:
    void addGhosts()
    {
        std::set<nostr::EventId> ghosts;
        for (const ChainJob &job : m_jobs)
            for (const NamedInput &input : job.inputs)
                if (!input.job && input.type == EdgeType::Job && !m_places.contains(input.id))
                    ghosts.insert(input.id);
        for (const nostr::EventId &id : ghosts) {
            m_places.emplace(id, m_chain.nodes.size());
            m_chain.nodes.push_back({.id = id, .ghost = true});
        }
    }

    void addEdges()
    {
        for (std::size_t to = 0; to < m_jobs.size(); ++to) {
            for (const NamedInput &input : m_jobs[to].inputs) {
                const auto from = m_places.find(input.job.value_or(input.id));
                if (from == m_places.end()) {
                    m_chain.more = m_chain.more || input.job.has_value();
                    continue;
                }
                const bool pins = input.job && *input.job != input.id;
                m_chain.edges.push_back(
                    {from->second, to, input.type, pins ? std::optional(input.id) : std::nullopt});
            }
        }
        auto &edges = m_chain.edges;
        std::sort(edges.begin(), edges.end(), [](const ChainEdge &a, const ChainEdge &b) {
            return std::tie(a.to, a.from, a.pinned, a.type) < std::tie(b.to, b.from, b.pinned, b.type);
        });
        edges.erase(std::unique(edges.begin(), edges.end(),
                                [](const ChainEdge &a, const ChainEdge &b) {
                                    return a.to == b.to && a.from == b.from && a.pinned == b.pinned;
                                }),
                    edges.end());
    }

    std::vector<ChainJob> m_jobs; ///< without their nodes
    std::map<nostr::EventId, std::size_t> m_places;
    Chain m_chain;
};

} // namespace

std::string_view edgeTypeName(EdgeType type)
{
    switch (type) {
    case EdgeType::Job:
        return "job";
    case EdgeType::Continues:
        return "continues";
    case EdgeType::Quoted:
        return "quoted";
    }
    return "?";
}

std::vector<InputReference> readInputs(const nostr::Event &request)
{
    Inputs inputs;
    for (const auto &tag : request.tags) {
        const std::string_view name = item(tag, 0);
        if (name == "e" || name == "q") {
            if (const auto id = nostr::EventId::fromHex(item(tag, 1)))
                inputs.add(*id, EdgeType::Quoted, relayOf(tag, 2));
        } else if (name == "i") {
            const std::string_view type = item(tag, 2);
            const auto id =
                type == "job" || type == "event" ? nostr::nip19::eventIdFromText(item(tag, 1)) : std::nullopt;
            if (id)
                inputs.add(*id, type == "job" ? EdgeType::Job : EdgeType::Continues, relayOf(tag, 3));
            else
                inputs.addQuoted(item(tag, 1));
        }
    }
    inputs.addQuoted(request.content);
    return inputs.take();
}

std::optional<std::size_t> Chain::indexOf(const nostr::EventId &id) const
{
    const auto at =
        std::find_if(nodes.begin(), nodes.end(), [&](const ChainNode &node) { return node.id == id; });
    return at == nodes.end() ? std::nullopt
                             : std::optional(static_cast<std::size_t>(std::distance(nodes.begin(), at)));
}

Chain assembleChain(std::vector<ChainJob> jobs)
{
    return Assembly(std::move(jobs)).take();
}

} // namespace dvmdash::dvm
