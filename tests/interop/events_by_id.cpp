// SPDX-License-Identifier: GPL-3.0-or-later
#include "events_by_id.h"

#include <QtTest/QTest>

#include <algorithm>

namespace dvmdash::test
{

namespace
{

constexpr int mostNamed = 3;

std::string identifierOf(const nlohmann::json &event)
{
    for (const auto &tag : event.at("tags"))
        if (tag.size() > 1 && tag[0] == "d")
            return tag[1].get<std::string>();
    return {};
}

/// What an event is replaced at; its id when it never is.
std::string addressOf(const nlohmann::json &event)
{
    const int kind = event.at("kind").get<int>();
    const std::string author = std::to_string(kind) + ':' + event.at("pubkey").get<std::string>();
    if (kind >= 30'000 && kind < 40'000)
        return author + ':' + identifierOf(event);
    if (kind == 0 || kind == 3 || (kind >= 10'000 && kind < 20'000))
        return author;
    return event.at("id").get<std::string>();
}

bool isNewer(const nlohmann::json &a, const nlohmann::json &b)
{
    const auto timeA = a.at("created_at").get<std::int64_t>();
    const auto timeB = b.at("created_at").get<std::int64_t>();
    return timeA != timeB ? timeA > timeB : a.at("id") < b.at("id");
}

void failWith(const std::string &text)
{
    QTest::qFail(text.c_str(), __FILE__, __LINE__);
}

} // namespace

EventsById publishedEvents(const ProgramResult &result)
{
    EventsById events;
    if (result.code != 0)
        failWith("publish.mjs failed: see its words above");
    for (const QByteArray &line : result.lines()) {
        const auto answer = nlohmann::json::parse(line.toStdString());
        if (!answer.at("ok").get<bool>())
            failWith("refused: " + line.toStdString());
        events.emplace(answer.at("event").at("id").get<std::string>(), answer.at("event"));
    }
    return events;
}

EventsById exportedEvents(const ProgramFolder &folder)
{
    const ProgramResult exported = folder.withDatabase({QStringLiteral("export")});
    if (exported.code != 0)
        failWith("export failed: " + exported.err.toStdString());
    return eventsFromLines(exported.lines());
}

EventsById eventsFromLines(const QList<QByteArray> &lines)
{
    EventsById events;
    for (const QByteArray &line : lines) {
        auto event = nlohmann::json::parse(line.toStdString());
        const std::string id = event.at("id").get<std::string>();
        events.emplace(id, std::move(event));
    }
    return events;
}

EventsById withoutReplaced(const EventsById &events)
{
    std::map<std::string, const nlohmann::json *> newest;
    for (const auto &[id, event] : events) {
        const nlohmann::json *&held = newest[addressOf(event)];
        if (!held || isNewer(event, *held))
            held = &event;
    }
    EventsById kept;
    for (const auto &[address, event] : newest)
        kept.emplace(event->at("id").get<std::string>(), *event);
    return kept;
}

bool areSameEvents(const EventsById &actual, const EventsById &expected)
{
    std::string differences;
    int count = 0;
    const auto note = [&](const std::string &what, const nlohmann::json &event) {
        if (count++ < mostNamed)
            differences += what + event.dump() + '\n';
    };
    for (const auto &[id, event] : expected) {
        const auto found = actual.find(id);
        if (found == actual.end())
            note("missing: ", event);
        else if (found->second != event)
            note("is ", found->second), note("not ", event);
    }
    for (const auto &[id, event] : actual)
        if (!expected.contains(id))
            note("unexpected: ", event);
    if (count > 0)
        failWith(std::to_string(count) + " differences in " + std::to_string(expected.size()) + " events\n" +
                 differences);
    return count == 0;
}

} // namespace dvmdash::test
