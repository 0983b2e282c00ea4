// SPDX-License-Identifier: GPL-3.0-or-later
// Who is there: profiles, announcements, heartbeats.
#include "demo/money.h"
#include "demo/stage.h"

#include <nlohmann/json.hpp>

namespace dvmdash::demo
{

namespace
{

constexpr int profileKind = 0;
constexpr int nutzapInfoKind = 10019;
constexpr int announcementKind = 31990;
constexpr int heartbeatKind = 11998;
constexpr std::int64_t heartbeatSeconds = 300; ///< a DVM counts as alive up to 900 s after one

/// Compact, and the same on every platform: nlohmann keeps the keys sorted.
std::string text(const nlohmann::json &json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json profileOf(const Dvm &dvm, const Wallet &wallet, std::size_t number)
{
    nlohmann::json json{{"name", dvm.name},
                        {"about", dvm.about},
                        {"picture", "https://pictures.example/dvm/" + std::to_string(number) + ".png"},
                        {"lud16", dvm.handle + "@" + wallet.domain},
                        {"nip05", dvm.handle + "@dvm.example"}};
    if (dvm.style == ProfileStyle::LanPicture)
        json["picture"] = "http://192.168.1.20:8080/me.png";
    return json;
}

std::string announcementContent(const Dvm &dvm, const Wallet &wallet, std::size_t number)
{
    switch (dvm.style) {
    case ProfileStyle::KindZero:
        return {};
    case ProfileStyle::PlainText:
        return dvm.name + ": " + dvm.about;
    case ProfileStyle::ListContent:
        return text(nlohmann::json::array({dvm.name, dvm.about}));
    case ProfileStyle::Handler:
    case ProfileStyle::LanPicture:
        break;
    }
    nlohmann::json json = profileOf(dvm, wallet, number);
    json["cashuAccepted"] = dvm.nutzaps;
    // Booleans are texts in half of the wild.
    if (number % 2 == 0)
        json["encryptionSupported"] = true;
    else
        json["encryptionSupported"] = "True";
    if (dvm.price_msat > 0)
        json["amount"] = dvm.price_msat;
    else
        json["amount"] = "free";
    json["nip90Params"] = {
        {"max_results", {{"required", false}, {"values", nlohmann::json::array({"50", "200"})}}}};
    return text(json);
}

void introduceDvm(Story &story, const Dvm &dvm, std::size_t number, std::int64_t at_ms)
{
    const Wallet &wallet = story.cast().wallets[dvm.wallet];
    if (dvm.style != ProfileStyle::Handler || number % 2 == 0)
        story.publish(at_ms, dvm.signer,
                      {.kind = profileKind, .content = text(profileOf(dvm, wallet, number))});
    Draft draft{.kind = announcementKind, .content = announcementContent(dvm, wallet, number)};
    draft.tags.push_back({"d", "dvm-" + std::to_string(number)});
    for (const int kind : dvm.kinds)
        draft.tags.push_back({"k", std::to_string(kind)});
    draft.tags.push_back({"t", "dvm"});
    story.publish(at_ms + 50, dvm.signer, std::move(draft));
    if (dvm.nutzaps)
        story.publish(at_ms + 90, dvm.signer,
                      {.kind = nutzapInfoKind, .tags = nutzapInfoTags(dvm.key(), story.settings().relay)});
}

} // namespace

void introduce(Story &story, std::int64_t within_ms)
{
    const Cast &cast = story.cast();
    const auto total = static_cast<std::int64_t>(cast.dvms.size() + cast.customers.size());
    std::int64_t number = 0;
    for (std::size_t i = 0; i < cast.dvms.size(); ++i)
        introduceDvm(story, cast.dvms[i], i, within_ms * number++ / total);
    for (const Customer &customer : cast.customers) {
        const std::int64_t at_ms = within_ms * number++ / total;
        if (customer.name.empty())
            continue;
        story.publish(
            at_ms, customer.signer,
            {.kind = profileKind, .content = text({{"name", customer.name}, {"about", customer.about}})});
    }
}

void beatHearts(Story &story)
{
    const Cast &cast = story.cast();
    const std::int64_t seconds = story.until() - story.settings().start;
    for (std::size_t i = 0; i < cast.dvms.size(); ++i) {
        const Dvm &dvm = cast.dvms[i];
        if (!dvm.heartbeats)
            continue;
        const auto phase =
            static_cast<std::int64_t>(i) * heartbeatSeconds / static_cast<std::int64_t>(cast.dvms.size());
        for (std::int64_t at = phase; at < seconds; at += heartbeatSeconds) {
            if (dvm.isUp(story.settings().start + at))
                story.publish(at * 1000 + static_cast<std::int64_t>(i), dvm.signer, {.kind = heartbeatKind});
        }
    }
    // The last event of all comes after every deadline that the truth rests on.
    story.publish((story.until() - story.settings().start + 1) * 1000, cast.dvms.front().signer,
                  {.kind = heartbeatKind});
}

} // namespace dvmdash::demo
