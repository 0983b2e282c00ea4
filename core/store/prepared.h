// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/payment.h"
#include "dvm/role.h"
#include "ingest/batch_sink.h"
#include "store/payload_codec.h"
#include "store/rows.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Everything about a verified event that can be worked out without the database, made on a worker thread.
struct Prepared : ingest::PreparedEvent {
    nostr::Event event;
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
    dvm::Match match; ///< of the answer, with no request known
    std::optional<dvm::Payment> payment;
    std::optional<std::string> profileName;
};

/// What is done with an event after it was prepared.
enum class PrepareFor {
    Telling, ///< somebody is told what it says
    Storing, ///< Tags and content are freed where they were allocated, which is cheaper than on the writer's
             ///< thread, unless JobWriter reads more of the event than what was made of them
};

std::unique_ptr<Prepared> prepare(ingest::VerifiedEvent verified, const dvm::KindTable &kinds,
                                  PrepareFor use = PrepareFor::Telling);

/// The request inside an answer, when it is one and its signature holds. It stands in while the request
/// itself was not seen, so nothing that depends on how it was received comes from it.
std::optional<dvm::Request> verifiedRequest(const dvm::Match &match, const dvm::KindTable &kinds,
                                            nostr::Verifier &verifier);

/// The ids an event refers to, by how, without repetition, in tag order; then what a request quotes in its
/// text (`isRequest`).
std::vector<std::pair<nostr::EventId, Relation>>
referencesOf(const nostr::Event &event, const dvm::Match *match, bool isRequest = false);

/// What a list shows of an event: the first input of a request, status and message of feedback, else content.
/// At most 160 bytes, cut at a character, white space folded.
std::string summaryOf(const nostr::Event &event, dvm::Role role);

} // namespace dvmdash::store
