// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/payment.h"
#include "dvm/role.h"
#include "ingest/batch_sink.h"
#include "nostr/verifier.h"
#include "store/payload_codec.h"
#include "store/rows.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// A request that was seen inside an answer. It stands in while the request itself was not seen, so nothing
/// that depends on how it was received comes from it.
struct NestedRequest {
    dvm::Request request;
    nostr::Signature sig;
    /// Its id was found right; whether its author signed it is only asked where it is needed: most requests
    /// are seen themselves.
    bool isSigned(nostr::Verifier &verifier) const;
};

/// Everything about a verified event that can be worked out without the database, made on a worker thread.
/// Thousands of them wait for the writer: what few have stands apart.
struct Prepared : ingest::PreparedEvent {
    nostr::Event event; ///< perhaps without tags and content, see PrepareFor
    relay::RelayNumber relay = 0;
    std::int64_t received_ms = 0;
    bool live = false;

    dvm::Role role = dvm::Role::Other;
    std::uint32_t flags = 0;
    Payload payload;
    std::optional<std::int64_t> expires_at; ///< Unix seconds
    std::vector<std::pair<nostr::EventId, Relation>> references;

    std::optional<dvm::Request> request;
    std::optional<dvm::Answer> answer;
    dvm::MatchedRequest match;             ///< of the answer, with no request known
    std::unique_ptr<NestedRequest> nested; ///< of the answer
    std::unique_ptr<dvm::Payment> payment;
    std::optional<std::string> profileName;
    std::string summary; ///< see summaryOf(); PrepareFor::Telling only
};

/// What is done with an event after it was prepared. What nobody will ask for is freed where it was
/// allocated, which is cheaper than on the writer's thread.
enum class PrepareFor {
    Anything, ///< all stays
    Storing,  ///< tags and content go, unless JobWriter reads more of them than what was made of them
    Telling,  ///< the same, but somebody is told what it says, and where the events may be found that it
              ///< needs: tags that name relays stay
};

std::unique_ptr<Prepared> prepare(ingest::VerifiedEvent verified, const dvm::KindTable &kinds,
                                  PrepareFor use = PrepareFor::Anything);

/// The ids an event refers to, by how, without repetition, in tag order; then what a request quotes in its
/// text (`isRequest`).
std::vector<std::pair<nostr::EventId, Relation>>
referencesOf(const nostr::Event &event, const dvm::MatchedRequest *match, bool isRequest = false);

/// What a list shows of an event: the first input of a request, status and message of feedback, else content.
/// At most 160 bytes, cut at a character, white space folded.
std::string summaryOf(const nostr::Event &event, dvm::Role role);

} // namespace dvmdash::store
