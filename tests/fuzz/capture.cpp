// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of captures, which may come from anybody.
#include "engine/capture_format.h"
#include "fuzz.h"

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

namespace dvmdash::fuzz
{

namespace
{

using namespace engine;

struct Same {
    bool operator()(const CaptureBegins &one, const CaptureBegins &other) const
    {
        return one.version == other.version && one.started_ms == other.started_ms && one.kinds == other.kinds;
    }
    bool operator()(const CapturedEvent &one, const CapturedEvent &other) const
    {
        return one.json == other.json && one.live == other.live;
    }
    bool operator()(const CapturedCopy &one, const CapturedCopy &other) const { return one.id == other.id; }
    bool operator()(const CapturedListening &one, const CapturedListening &other) const
    {
        return one.on == other.on;
    }
    bool operator()(const CapturedCoverage &one, const CapturedCoverage &other) const
    {
        return one.from == other.from && one.until == other.until;
    }
    bool operator()(const CapturedOther &, const CapturedOther &) const { return true; }
    template<typename One, typename Other>
    bool operator()(const One &, const Other &) const
    {
        return false;
    }
};

/// What the program itself writes: a line that says when it holds, and events as JSON objects.
bool isOurs(const CaptureLine &line)
{
    const auto *event = std::get_if<CapturedEvent>(&line.what);
    return line.received_ms > 0 && !std::holds_alternative<CapturedOther>(line.what) &&
           (!event || (event->json.starts_with('{') && nlohmann::json::accept(event->json)));
}

void examineLine(std::string_view text)
{
    const auto line = readCaptureLine(text);
    if (!line)
        return;
    promise(line->received_ms >= 0, "a time is no negative one");
    if (const auto *covered = std::get_if<CapturedCoverage>(&line->what))
        promise(covered->from >= 0 && covered->from < covered->until, "a span goes forward");
    if (const auto *begins = std::get_if<CaptureBegins>(&line->what)) {
        const auto again = readCaptureLine(captureHeader(begins->started_ms, begins->kinds));
        promise(again && std::get<CaptureBegins>(again->what).kinds == begins->kinds,
                "the table of kinds is written and read as the same");
        return;
    }
    if (!isOurs(*line))
        return;
    const std::string written = toLine(*line);
    promise(written.ends_with('\n') && written.find('\n') == written.size() - 1, "a line is one line");
    const auto again = readCaptureLine(written);
    promise(again && again->received_ms == line->received_ms && again->relay == line->relay &&
                std::visit(Same(), again->what, line->what),
            "what is read is written and read as the same");
}

} // namespace

void examine(std::string_view input)
{
    while (!input.empty()) {
        const std::size_t end = input.find('\n');
        examineLine(input.substr(0, end));
        input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
    }
}

} // namespace dvmdash::fuzz
