// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "nostr/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a job was asked with, and what its answers brought, as a reader looks at it; the rules need none of
/// it. Pure. All texts are as strangers wrote them.
namespace dvmdash::dvm
{

/// An `i` tag: ["i", data, type, relay, marker] (NIP-90). Index 3 is a relay only when it is a ws(s) URL,
/// else it is the marker (jobs and chains, section 4).
struct JobInput {
    std::string data;
    std::string type;                    ///< "text", "url", "event", "job", or what stands there
    std::optional<nostr::EventId> event; ///< of type event or job, when the id can be read
    std::string relay;
    std::string marker;
    bool operator==(const JobInput &) const = default;
};

/// A `param` tag.
struct JobParameter {
    std::string name;
    std::vector<std::string> values;
    bool operator==(const JobParameter &) const = default;
};

struct RequestMaterial {
    std::vector<JobInput> inputs;         ///< in the order of the tags, at most mostMaterial
    std::vector<JobParameter> parameters; ///< the same
    std::vector<std::string> outputs;     ///< formats that are wanted: `output` tags
    std::optional<std::int64_t> bid_msat; ///< `bid`, when it is plain digits; never counted as money
    std::string content;
    bool encrypted = false; ///< what it asks with stands in its content, for the DVM to read
    bool more = false;      ///< there are more inputs or parameters
    bool operator==(const RequestMaterial &) const = default;
};
inline constexpr std::size_t mostMaterial = 200;
RequestMaterial readMaterial(const nostr::Event &request);

/// An answer that asks for money: its `amount` tag.
struct PaymentAsk {
    Amount amount;
    std::string written; ///< what stands in the tag before any invoice
    bool operator==(const PaymentAsk &) const = default;
};

/// What a result or feedback brings.
struct AnswerMaterial {
    nostr::EventId id;
    nostr::PublicKey author;
    int kind = 0;
    std::int64_t created_at = 0; ///< Unix seconds, author's clock
    Status status = Status::None;
    std::string status_text; ///< what stands behind the status
    std::string content;
    bool encrypted = false;
    std::optional<PaymentAsk> ask;
    /// A `request` tag that is not the request that it says: some DVMs put the decrypted inputs there. Not to
    /// be shown before the reader wants it. What cannot be read as an event stands in its content.
    std::optional<RequestMaterial> leaked;
    bool operator==(const AnswerMaterial &) const = default;
};
AnswerMaterial readAnswerMaterial(const nostr::Event &answer);

} // namespace dvmdash::dvm
