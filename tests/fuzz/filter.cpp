// SPDX-License-Identifier: GPL-3.0-or-later
// A filter on the first line, and a story (story.h) of events that it may match.
#include "nostr/filter.h"

#include "fuzz.h"
#include "story.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using nlohmann::json;
using namespace nostr;

bool holds(const json &list, const json &value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// NIP-01, member by member and straight from the JSON.
bool matchesByTheBook(const json &filter, const Event &event)
{
    for (const auto &item : filter.items()) {
        const std::string &name = item.key();
        const json &value = item.value();
        bool allowed = true;
        if (name == "ids")
            allowed = holds(value, event.id.hex());
        else if (name == "authors")
            allowed = holds(value, event.pubkey.hex());
        else if (name == "kinds")
            allowed = holds(value, event.kind);
        else if (name == "since")
            allowed = event.created_at >= value.get<std::int64_t>();
        else if (name == "until")
            allowed = event.created_at <= value.get<std::int64_t>();
        else if (name.front() == '#')
            allowed = std::any_of(event.tags.begin(), event.tags.end(), [&](const Tag &tag) {
                return tag.size() > 1 && tag[0] == name.substr(1) && holds(value, tag[1]);
            });
        if (!allowed)
            return false;
    }
    return true;
}

/// An event that the filter asks for, as far as it can be asked for.
Event wantedBy(const Filter &filter)
{
    Event event;
    if (filter.ids && !filter.ids->empty())
        event.id = filter.ids->back();
    if (filter.authors && !filter.authors->empty())
        event.pubkey = filter.authors->back();
    if (filter.kinds && !filter.kinds->empty())
        event.kind = filter.kinds->back();
    for (const auto &[letter, values] : filter.tags)
        if (!values.empty())
            event.tags.push_back({std::string(1, letter), values.back(), "more"});
    event.created_at = filter.since.value_or(filter.until.value_or(0));
    return event;
}

/// Nothing that is empty is asked for, and the time is a time.
bool canBeMet(const Filter &filter)
{
    const auto isEmpty = [](const auto &list) { return list && list->empty(); };
    return !isEmpty(filter.ids) && !isEmpty(filter.authors) && !isEmpty(filter.kinds) &&
           std::none_of(filter.tags.begin(), filter.tags.end(),
                        [](const auto &one) { return one.second.empty(); }) &&
           !(filter.since && filter.until && *filter.since > *filter.until);
}

void examineMatching(const Filter &filter, const Filter &copy, const json &written, const Event &event)
{
    const bool matched = matches(filter, event);
    promise(matched == matches(copy, event), "a filter that is written matches the same events");
    promise(matched == matchesByTheBook(written, event), "a filter matches as NIP-01 says");
    promise(matched == matchesAny({Filter{{}, {}, std::vector<int>{}, {}, {}, {}, {}}, filter}, event),
            "of several filters one is enough, and an empty list matches nothing");
    Filter wider = filter;
    wider.kinds.reset();
    wider.since.reset();
    wider.limit = 0;
    promise(!matched || matches(wider, event), "a filter that asks for less matches more");
}

} // namespace

void examine(std::string_view input)
{
    const std::size_t lineEnd = std::min(input.find('\n'), input.size());
    const json read = json::parse(input.substr(0, lineEnd), nullptr, false);
    std::string error;
    const auto filter = filterFromJson(read, &error);
    promise(filter.has_value() == error.empty(), "a filter that is refused comes with the reason");
    if (!filter)
        return;
    const json written = toJson(*filter);
    promise(written == read, "a filter is written as it was read");
    const auto copy = filterFromJson(written);
    promise(copy == filter, "a filter is written and read as the same");
    promise(matches(*filter, wantedBy(*filter)) == canBeMet(*filter), "what a filter asks for it matches");
    const Story story = readStory(input.substr(std::min(lineEnd + 1, input.size())));
    examineMatching(*filter, *copy, written, wantedBy(*filter));
    for (const StoryEvent &one : story.events)
        examineMatching(*filter, *copy, written, one.event);
}

} // namespace dvmdash::fuzz
