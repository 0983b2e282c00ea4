// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/relay_hints.h"

#include "nostr/nip19.h"

#include <algorithm>

namespace dvmdash::dvm
{

namespace
{

bool isRelayUrl(std::string_view text)
{
    return text.starts_with("wss://") || text.starts_with("ws://");
}

class Hints
{
public:
    explicit Hints(std::size_t most)
        : m_most(most)
    {
    }
    void add(std::string_view text)
    {
        if (m_found.size() < m_most && isRelayUrl(text) &&
            std::find(m_found.begin(), m_found.end(), text) == m_found.end())
            m_found.emplace_back(text);
    }
    std::vector<std::string> take() { return std::move(m_found); }

private:
    std::size_t m_most;
    std::vector<std::string> m_found;
};

std::string_view item(const nostr::Tag &tag, std::size_t index)
{
    return index < tag.size() ? std::string_view(tag[index]) : std::string_view();
}

} // namespace

std::vector<std::string> relayHints(const nostr::Event &event, const nostr::EventId &named)
{
    Hints hints(mostRelayHints);
    for (const nostr::Tag &tag : event.tags) {
        const std::string_view name = item(tag, 0);
        if ((name != "e" && name != "i") || nostr::nip19::eventIdFromText(item(tag, 1)) != named)
            continue;
        hints.add(item(tag, name == "e" ? 2 : 3));
        if (const auto entity = nostr::nip19::decode(item(tag, 1)))
            if (const auto *nevent = std::get_if<nostr::nip19::Nevent>(&*entity))
                for (const std::string &relay : nevent->relays)
                    hints.add(relay);
    }
    for (const nostr::Tag &tag : event.tags)
        if (item(tag, 0) == "relays")
            for (std::size_t i = 1; i < tag.size(); ++i)
                hints.add(tag[i]);
    return hints.take();
}

bool mayHintAtRelays(const nostr::Event &event)
{
    constexpr std::size_t idInHex = 64; // what is longer may be a nevent
    return std::any_of(event.tags.begin(), event.tags.end(), [](const nostr::Tag &tag) {
        const std::string_view name = item(tag, 0);
        if (name == "relays")
            return std::any_of(tag.begin() + 1, tag.end(), isRelayUrl);
        return (name == "e" && isRelayUrl(item(tag, 2))) || (name == "i" && isRelayUrl(item(tag, 3))) ||
               ((name == "e" || name == "i") && item(tag, 1).size() > idInHex);
    });
}

std::vector<std::string> relaysNamed(const nostr::Event &event)
{
    constexpr int relayList = 10002;
    Hints named(mostRelaysNamed);
    for (const nostr::Tag &tag : event.tags) {
        const std::string_view name = item(tag, 0);
        if (name == "relays" || name == "relay") {
            for (std::size_t i = 1; i < tag.size(); ++i)
                named.add(tag[i]);
        } else if (name == "e" || name == "a" || name == "p") {
            named.add(item(tag, 2));
        } else if (name == "i") {
            named.add(item(tag, 3));
        } else if (name == "r" && event.kind == relayList) {
            named.add(item(tag, 1));
        }
    }
    return named.take();
}

} // namespace dvmdash::dvm
