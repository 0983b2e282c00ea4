// SPDX-License-Identifier: GPL-3.0-or-later
// A bundle of a chain as a stranger sends it. Once as it is, and once with the whole events signed anew, so
// that what a fuzzer changed in them comes through the checks.
#include "engine/bundle.h"

#include "fuzz.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "support/signed_events.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using engine::Bundle;
using engine::BundleEvent;
using engine::BundleReading;
using nlohmann::json;

bool samePayment(const BundleEvent &a, const BundleEvent &b)
{
    return a.facts.payment == b.facts.payment && a.facts.payment_until == b.facts.payment_until &&
           a.facts.flags == b.facts.flags;
}

bool sameEvent(const BundleEvent &a, const BundleEvent &b)
{
    return a.event == b.event && a.received_ms == b.received_ms && a.live == b.live &&
           a.redacted == b.redacted && a.nested_in == b.nested_in && samePayment(a, b) &&
           std::equal(a.seen.begin(), a.seen.end(), b.seen.begin(), b.seen.end(),
                      [](const auto &one, const auto &other) {
                          return one.relay == other.relay && one.first_ms == other.first_ms;
                      });
}

bool sameBundle(const Bundle &a, const Bundle &b)
{
    return a.program == b.program && a.made_at == b.made_at && a.job == b.job && a.judging == b.judging &&
           a.heard == b.heard && a.relays_redacted == b.relays_redacted && a.incomplete == b.incomplete &&
           std::equal(a.events.begin(), a.events.end(), b.events.begin(), b.events.end(), sameEvent);
}

/// What is written is read as the same. `report`: jobJson() gives the id of the job, which a reading has not.
void examineWriting(Bundle bundle)
{
    bundle.report = {{"id", bundle.job.hex()}};
    const auto again = engine::readBundle(engine::toFile(bundle));
    promise(static_cast<bool>(again), "a bundle that is written is read");
    promise(again->refusedTotal() == 0 && again->malformed == 0 && again->duplicates == 0,
            "a bundle that is written is read whole");
    promise(sameBundle(again->bundle, bundle), "a bundle is written and read as the same");
}

void examineReading(const BundleReading &reading)
{
    static nostr::Verifier verifier;
    const Bundle &bundle = reading.bundle;
    const auto count = static_cast<int>(bundle.events.size());
    promise(reading.verified + bundle.redactedEvents() == count, "an event is verified or a stand-in");
    promise(!reading.theirs.contains("events"), "what its writer found holds no events");
    promise(bundle.judging.now.has_value(), "a bundle was judged at a time");
    for (const BundleEvent &one : bundle.events) {
        promise(!one.redacted.empty() || !verifier.check(one.event), "a whole event is verified");
        promise(one.received_ms >= 0, "it was received at a time");
    }
    for (const auto &[from, until] : bundle.heard)
        promise(from < until, "a span that was heard is one");
    examineWriting(bundle);

    const Bundle bare = engine::redact(bundle, engine::Redaction::TextsAndRelays);
    promise(bare.events.size() <= bundle.events.size(), "redacting adds nothing");
    for (const BundleEvent &one : bare.events)
        promise(!one.redacted.empty() || !verifier.check(one.event), "what is not redacted is whole");
    examineWriting(bare);
}

/// All events that say that they are whole, with another author, the right id and a signature.
std::string signedAnew(const QByteArray &file)
{
    json document = json::parse(file.begin(), file.end(), nullptr, false);
    if (!document.is_object() || !document.contains("events") || !document["events"].is_array())
        return {};
    nostr::EventParser parser;
    for (json &entry : document["events"]) {
        if (!entry.is_object() || !entry.contains("event"))
            continue;
        auto outcome = parser.parse(entry["event"].dump());
        if (auto *parsed = std::get_if<nostr::ParsedEvent>(&outcome)) {
            test::identity(1).sign(parsed->event);
            entry["event"] = json::parse(nostr::toJson(parsed->event));
        }
    }
    return document.dump();
}

} // namespace

void examine(std::string_view input)
{
    const QByteArray file(input.data(), static_cast<qsizetype>(input.size()));
    engine::looksLikeBundle(file);
    const auto reading = engine::readBundle(file);
    promise(reading || !reading.error.isEmpty(), "what cannot be read comes with the reason");
    if (!reading)
        return;
    examineReading(*reading.value);
    if (const auto anew = engine::readBundle(QByteArray::fromStdString(signedAnew(file))))
        examineReading(*anew.value);
}

} // namespace dvmdash::fuzz
