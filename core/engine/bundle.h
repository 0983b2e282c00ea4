// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kind_changes.h"
#include "dvm/payment.h"
#include "engine/questions.h"
#include "nostr/event.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The bundle of a chain: one JSON document (NAME.dvmchain.json, UTF-8) with all its signed events and the
/// verdict on them, for another installation or any other tool. Times are Unix seconds unless the name ends
/// in _ms.
///
///     format          "dvmchain"
///     version         1. Members that are not known are left alone; a higher version is refused.
///     program         "dvmdash 0.4.0", which wrote it
///     made_at         when
///     judged          {"now", "assume_coverage", "heard": [[from, until], ...]}: the chain was judged as of
///                     `now`, with silence counted where somebody listened (half-open spans around the
///                     chain), or everywhere with assume_coverage
///                     With "kinds" where the rules of kinds are not the standard ones (dvm::KindChanges)
///     redacted        true: of at least one event something was taken out
///     relays_redacted true: relays are "relay-1", "relay-2", ...
///     incomplete      true: not all of the chain is in it, for events were stored no more or it is too long
///     id, kind, state, attempts, chain, verdict, ...
///                     all members of `dvmdash-cli job ID --json`; `id` is the job that was asked about
///     events          by created_at, then id: requests, answers, payments, redemptions and deletions of all
///                     jobs of the chain, and of each DVM and customer the newest announcement and profile
///       event         as in NIP-01
///       received_ms   when the writer of the bundle received it first; durations rest on it
///       live          it came as it happened, so received_ms is a measurement
///       seen          [{"relay", "first_ms"}, ...] who gave it, "file-N" for files
///       redacted      what was taken out: "content", "tag i", ...; the event is then a stand-in
///       facts         of a stand-in, what can no longer be read from it: {"flags": [...], "payment_until",
///                     "payment": {...}}
///       nested_in     this request was seen only inside that answer
///
/// A stand-in keeps id, author, kind, created_at and sig of the event whose place it takes, so it cannot be
/// verified: nobody may take it for verified, and it is never written to a user's own file. Its tags and its
/// content are rewritten so that it is judged like the event itself: references (`e` with the marker "job"
/// for the request that was answered, `i` of type job or event), `p`, known statuses, amounts in
/// millisatoshi, `encrypted`, `expiration`, `k`. Texts are "(redacted text N)", the same number for the same
/// text; an empty text stays empty. Profiles and announcements are left out. Who can guess a text can check
/// the guess against the id.
namespace dvmdash::engine
{

/// What can no longer be read from a stand-in.
struct BundleFacts {
    std::uint32_t flags = 0;                   ///< dvm::EventFlag
    std::optional<std::int64_t> payment_until; ///< until when what was asked for can be paid, Unix seconds
    std::optional<dvm::Payment> payment;       ///< its key is a number within the bundle
};

struct BundleEvent {
    nostr::Event event;
    std::int64_t received_ms = 0;
    bool live = false;
    std::vector<store::Sighting> seen;
    std::vector<std::string> redacted; ///< empty: the event is whole
    BundleFacts facts;                 ///< of a stand-in
    std::optional<nostr::EventId> nested_in;
};

struct Bundle {
    std::string program;
    std::int64_t made_at = 0;
    nostr::EventId job;
    store::Judging judging; ///< with a time
    dvm::KindChanges kinds; ///< rules of the file, where they are not the standard table's
    std::vector<std::pair<std::int64_t, std::int64_t>> heard;
    bool relays_redacted = false;
    bool incomplete = false;
    std::vector<BundleEvent> events;
    nlohmann::ordered_json report; ///< jobJson(): what its writer found

    int redactedEvents() const;
    dvm::KindTable kindTable() const;
};

inline constexpr const char *bundleFormat = "dvmchain";
inline constexpr int bundleVersion = 1;
/// What is read at most.
inline constexpr qint64 mostBundleBytes = 64 * 1024 * 1024;
inline constexpr std::size_t mostBundleEvents = 50'000;

QByteArray toFile(const Bundle &bundle);

/// A bundle as it was read: only events that are verified, and stand-ins.
struct BundleReading {
    Bundle bundle;         ///< without a report
    nlohmann::json theirs; ///< all but the events, as it stands there: what its writer found, unchecked
    int verified = 0;
    int duplicates = 0;                   ///< left out
    int malformed = 0;                    ///< entries that are none; left out
    std::map<nostr::Reject, int> refused; ///< left out, by reason
    int refusedTotal() const;
};

/// Reads and verifies. Blocks, some 100 us an event. The error says what is wrong and what to do.
Result<BundleReading> readBundle(const QByteArray &file);
/// The same from a file, whose name is in the error.
Result<BundleReading> readBundleFile(const QString &path);
/// Does it begin like a bundle? A hint, to tell it from a file of events.
bool looksLikeBundle(const QByteArray &beginning);

/// The stand-ins of all events of which something is to be taken out. Pure.
Bundle redact(Bundle bundle, Redaction redaction);

} // namespace dvmdash::engine
