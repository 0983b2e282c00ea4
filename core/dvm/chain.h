// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Chains: the directed graph of jobs in which one job's output is another's input (jobs and chains,
/// section 4). Pure.
namespace dvmdash::dvm
{

/// How a job refers to another one, strongest first. Stored: never renumber.
enum class EdgeType : std::uint8_t {
    Job = 1,       ///< `i` of type job: the one waits for the other
    Continues = 2, ///< `i` of type event that turns out to be a request or an answer; carries no failure
    Quoted = 3,    ///< named in the text of an `i`, in content, or by an `e` tag of the request; never blamed
};
std::string_view edgeTypeName(EdgeType type); ///< "job", "continues", "quoted"

/// What a request names: the id of another request, or of an answer, which pins that answer.
struct InputReference {
    nostr::EventId id;
    EdgeType type = EdgeType::Quoted;
    std::string relay; ///< where it may be found; empty: not said
    bool operator==(const InputReference &) const = default;
};

/// Reads what a request names, in the order of its tags, then of its content; of several ways to name one id
/// the strongest stands. At most 200: what is more is noise. Only requests make edges: a result repeats the
/// tags of its request.
std::vector<InputReference> readInputs(const nostr::Event &request);

/// A job in a chain, or an id that was named and never seen.
struct ChainNode {
    nostr::EventId id;
    bool ghost = false; ///< only named by others; nothing else here is set then
    int kind = 0;       ///< 0: not known
    int resultKind = 0; ///< of the results that deliver it; 0: any will do
    std::optional<nostr::PublicKey> customer;
    bool encrypted = false;
    std::int64_t created_at = 0; ///< Unix seconds, author's clock
    /// Our receipt of the request, Unix milliseconds, when it came as it happened.
    std::optional<std::int64_t> received_ms;
    State state = State::Missing;
    std::vector<Attempt> attempts;
    std::vector<Answer> answers;   ///< by created_at, then receipt, then id
    std::vector<Payment> payments; ///< by created_at, then receipt
    bool inCycle = false;          ///< named, over any number of strong edges, by what it names itself
};

/// One id that a job names, looked up.
struct NamedInput {
    nostr::EventId id;
    EdgeType type = EdgeType::Job;
    std::optional<nostr::EventId> job; ///< of which it is the request or an answer; nothing: never seen
};

/// What a chain is put together from.
struct ChainJob {
    ChainNode node;
    std::vector<NamedInput> inputs;
};

/// From the job whose output is used to the job that uses it.
struct ChainEdge {
    std::size_t from = 0; ///< index into Chain::nodes
    std::size_t to = 0;
    EdgeType type = EdgeType::Job;
    std::optional<nostr::EventId> pinned; ///< the answer that was named; nothing: the request was
    bool operator==(const ChainEdge &) const = default;
};

struct Chain {
    std::vector<ChainNode> nodes; ///< by created_at, then id; ghosts last, by id
    std::vector<ChainEdge> edges; ///< by to, from, pinned; of several that pin the same the strongest
    std::vector<std::size_t>
        groups;        ///< of each node: the same number for those that name each other in a circle
    bool more = false; ///< there is more than could be taken in: see the caps

    std::optional<std::size_t> indexOf(const nostr::EventId &id) const;
};

/// Caps of what is taken in at once; then more is offered.
inline constexpr int mostChainDepth = 64;
inline constexpr std::size_t mostChainNodes = 500;

/// Puts a chain together. An id that was never seen is a ghost when it was named by an edge of type Job, else
/// nothing; one whose job is not among these is `more`. Circles over edges of type Job and Continues are
/// found with Tarjan's algorithm and marked. The order of the jobs does not matter.
Chain assembleChain(std::vector<ChainJob> jobs);

} // namespace dvmdash::dvm
