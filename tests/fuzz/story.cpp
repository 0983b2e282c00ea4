// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"

#include "nostr/bolt11.h"
#include "nostr/nip19.h"
#include "support/signed_events.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using namespace nostr;

constexpr std::size_t mostEvents = 24;
constexpr std::size_t mostFilledIn = 100'000;
constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();

/// What stands before the mark, which is taken off with it.
std::string_view take(std::string_view &text, std::string_view mark)
{
    const std::size_t at = text.find(mark);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + mark.size());
    return part;
}

/// The next number of a line; nothing there is 0, and what is too large the largest.
std::int64_t takeNumber(std::string_view &line)
{
    const std::string_view word = take(line, " ");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc::result_out_of_range ? latest : number;
}

std::int64_t timeAt(std::int64_t seconds)
{
    return seconds > latest - test::start ? latest : std::max<std::int64_t>(test::start + seconds, 0);
}

unsigned char identityNumber(std::int64_t number)
{
    return static_cast<unsigned char>(std::max<std::uint64_t>(static_cast<std::uint64_t>(number) & 0xff, 1));
}

std::string invoice(std::string_view prefix, std::int64_t timestamp)
{
    bolt11::Invoice invoice;
    invoice.network = prefix; // with the amount, right or wrong
    invoice.timestamp = timestamp & 0xffffffff;
    invoice.paymentHash.emplace().fill(static_cast<unsigned char>(prefix.size()));
    return bolt11::encodeUnsigned(invoice);
}

/// Puts the words that begin with a dollar into a text.
class Words
{
public:
    /// `room`: so many bytes may still be put in, or events that hold events would grow without end.
    Words(const std::vector<StoryEvent> &before, std::int64_t time, std::size_t &room)
        : m_before(before)
        , m_time(time)
        , m_room(room)
    {
    }

    std::string filledIn(std::string_view text) const
    {
        std::string out;
        while (!text.empty()) {
            out += take(text, "$");
            if (text.empty())
                break;
            const auto isWord = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
            const auto end = std::find_if_not(text.begin(), text.end(), isWord);
            const auto length = static_cast<std::size_t>(end - text.begin());
            const std::string words = meaning(text.substr(0, length));
            if (words.size() <= m_room) {
                m_room -= words.size();
                out += words;
            }
            text.remove_prefix(length);
        }
        return out;
    }

private:
    std::string meaning(std::string_view word) const
    {
        if (word.starts_with("ln"))
            return invoice(word.substr(2), m_time);
        const std::size_t digits = std::min(word.find_first_of("0123456789"), word.size());
        const std::string_view name = word.substr(0, digits);
        std::string_view behind = word.substr(digits);
        const std::int64_t number = takeNumber(behind);
        if (name == "key")
            return test::keyOf(identityNumber(number)).hex();
        if (number < 1 || static_cast<std::size_t>(number) > m_before.size())
            return std::string(word);
        Event event = m_before[static_cast<std::size_t>(number) - 1].event;
        if (name == "id")
            return event.id.hex();
        if (name == "note")
            return nip19::encode(nip19::Note{event.id});
        if (name == "nevent")
            return nip19::encode(nip19::Nevent{event.id, {"wss://a.example"}, event.pubkey, event.kind});
        if (name == "json") {
            signByItsAuthor(event);
            return toJson(event);
        }
        return std::string(word);
    }

    static void signByItsAuthor(Event &event)
    {
        for (int number = 1; number < 256; ++number) {
            const auto &signer = test::identity(static_cast<unsigned char>(number));
            if (signer.publicKey() == event.pubkey) {
                signer.sign(event);
                return;
            }
        }
    }

    const std::vector<StoryEvent> &m_before;
    std::int64_t m_time;
    std::size_t &m_room;
};

StoryEvent readEvent(std::string_view text, const std::vector<StoryEvent> &before, std::size_t &room)
{
    StoryEvent one;
    std::string_view head = take(text, "\n");
    one.event.kind = static_cast<int>(takeNumber(head) & 0xffff);
    one.event.pubkey = test::keyOf(identityNumber(takeNumber(head)));
    one.event.created_at = timeAt(takeNumber(head));
    one.live = !head.empty();
    const std::int64_t late = std::clamp<std::int64_t>(takeNumber(head), -1'000'000, 1'000'000);
    one.received_ms = std::min(one.event.created_at, latest / 2000) * 1000 + late * 1000;
    const Words words(before, one.event.created_at, room);
    while (!text.empty()) {
        std::string_view line = take(text, "\n");
        if (line.empty())
            break;
        Tag &tag = one.event.tags.emplace_back();
        while (!line.empty())
            tag.push_back(words.filledIn(take(line, "\t")));
        if (tag == Tag{"[]"})
            tag.clear();
    }
    one.event.content = words.filledIn(text);
    one.event.id = computeId(one.event);
    return one;
}

} // namespace

Story readStory(std::string_view text)
{
    Story story;
    std::string_view head = take(text, "\n");
    story.now = timeAt(takeNumber(head));
    story.heardFrom = timeAt(takeNumber(head));
    story.heardUntil = timeAt(takeNumber(head));
    std::size_t room = mostFilledIn;
    while (!text.empty() && story.events.size() < mostEvents)
        story.events.push_back(readEvent(take(text, "\n---\n"), story.events, room));
    return story;
}

} // namespace dvmdash::fuzz
