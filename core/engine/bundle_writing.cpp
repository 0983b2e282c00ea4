// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/role.h"
#include "engine/bundle.h"

#include <algorithm>

namespace dvmdash::engine
{

namespace
{

using nlohmann::ordered_json;

ordered_json eventJson(const nostr::Event &event)
{
    ordered_json json;
    json["id"] = event.id.hex();
    json["pubkey"] = event.pubkey.hex();
    json["created_at"] = event.created_at;
    json["kind"] = event.kind;
    json["tags"] = event.tags;
    json["content"] = event.content;
    json["sig"] = event.sig.hex();
    return json;
}

ordered_json paymentJson(const dvm::Payment &payment)
{
    ordered_json json;
    json["target"] = payment.target ? ordered_json(payment.target->hex()) : ordered_json();
    json["from"] = payment.from.hex();
    json["to"] = payment.to.hex();
    json["msat"] = payment.msat;
    json["tier"] = payment.tier == dvm::Tier::Confirmed ? "confirmed" : "claimed";
    json["key"] = payment.key;
    json["description_mismatch"] = payment.descriptionMismatch;
    json["self_signed"] = payment.selfSigned;
    return json;
}

ordered_json factsJson(const BundleFacts &facts)
{
    ordered_json json;
    auto &flags = json["flags"] = ordered_json::array();
    for (const auto name : dvm::flagNames(facts.flags))
        flags.push_back(std::string(name));
    if (facts.payment_until)
        json["payment_until"] = *facts.payment_until;
    if (facts.payment)
        json["payment"] = paymentJson(*facts.payment);
    return json;
}

ordered_json entryJson(const BundleEvent &one)
{
    ordered_json json;
    json["event"] = eventJson(one.event);
    json["received_ms"] = one.received_ms;
    json["live"] = one.live;
    auto &seen = json["seen"] = ordered_json::array();
    for (const auto &sighting : one.seen)
        seen.push_back({{"relay", sighting.relay}, {"first_ms", sighting.first_ms}});
    if (!one.redacted.empty()) {
        json["redacted"] = one.redacted;
        json["facts"] = factsJson(one.facts);
    }
    if (one.nested_in)
        json["nested_in"] = one.nested_in->hex();
    return json;
}

} // namespace

int Bundle::redactedEvents() const
{
    return static_cast<int>(
        std::count_if(events.begin(), events.end(), [](const auto &one) { return !one.redacted.empty(); }));
}

dvm::KindTable Bundle::kindTable() const
{
    return dvm::changed(dvm::KindTable::standard(), kinds).value_or(dvm::KindTable::standard());
}

QByteArray toFile(const Bundle &bundle)
{
    ordered_json json;
    json["format"] = bundleFormat;
    json["version"] = bundleVersion;
    json["program"] = bundle.program;
    json["made_at"] = bundle.made_at;
    json["judged"] = {{"now", bundle.judging.now.value_or(0)},
                      {"assume_coverage", bundle.judging.all_heard},
                      {"heard", bundle.heard}};
    if (!bundle.kinds.isEmpty())
        json["judged"]["kinds"] = ordered_json::parse(bundle.kinds.toJson());
    json["redacted"] = bundle.redactedEvents() > 0;
    json["relays_redacted"] = bundle.relays_redacted;
    json["incomplete"] = bundle.incomplete;
    for (const auto &[name, value] : bundle.report.items())
        json[name] = value;
    // One entry a line, so that tools that compare lines have something to compare.
    std::string text = json.dump(1, ' ', false, ordered_json::error_handler_t::replace);
    text.erase(text.rfind('\n'));
    text += ",\n \"events\": [";
    const char *between = "\n  ";
    for (const BundleEvent &one : bundle.events) {
        text += between + entryJson(one).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        between = ",\n  ";
    }
    text += "\n ]\n}\n";
    return QByteArray::fromStdString(text);
}

} // namespace dvmdash::engine
