// SPDX-License-Identifier: GPL-3.0-or-later
// A file of events as a stranger hands it over: cut into its events, and unpacked. The first byte says into
// what pieces it comes.
#include "engine/decompression.h"
#include "engine/event_splitter.h"
#include "fuzz.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace dvmdash::fuzz
{

namespace
{

using nlohmann::json;

constexpr std::size_t most = 4'000;

struct Split {
    std::vector<std::string> pieces;
    int tooLarge = 0;
    bool isWhole = true;
    bool operator==(const Split &) const = default;
};

Split split(std::string_view text, std::size_t length)
{
    Split result;
    engine::EventSplitter splitter(
        most, [&](std::string piece) { result.pieces.push_back(std::move(piece)); },
        [&] { ++result.tooLarge; });
    while (!text.empty()) {
        splitter.feed(std::string(text.substr(0, length)));
        text.remove_prefix(std::min(length, text.size()));
    }
    result.isWhole = splitter.finish();
    return result;
}

int depthOf(const json &value)
{
    int deepest = 0;
    for (const json &inner : value)
        if (inner.is_structured())
            deepest = std::max(deepest, depthOf(inner));
    return deepest + 1;
}

/// As others read it. Names that stand twice, and bytes that are no UTF-8, are read differently.
void examineArray(std::string_view text, const Split &result)
{
    const json array = json::parse(text, nullptr, false);
    constexpr int deepest = 60; // what is much deeper than an event is taken for broken
    if (!array.is_array() || array.empty() || !array.front().is_object() || depthOf(array) > deepest)
        return;
    promise(result.isWhole, "an array that is whole is told as such");
    promise(result.pieces.size() + static_cast<std::size_t>(result.tooLarge) == array.size(),
            "each element of an array is one piece");
    if (result.tooLarge > 0)
        return;
    for (std::size_t i = 0; i < array.size(); ++i)
        promise(json::parse(result.pieces[i], nullptr, false) == array[i], "a piece is its element");
}

void examineUnpacking(std::string_view bytes, std::size_t length)
{
    std::string whole;
    std::string pieces;
    const auto unpack = [&](std::size_t step, std::string &into) {
        const auto stream = engine::makeDecompressor(engine::compressionOf(bytes));
        engine::Decoded decoded = engine::Decoded::Good;
        for (std::size_t at = 0; at < bytes.size() && decoded == engine::Decoded::Good; at += step)
            decoded = stream->feed(bytes.substr(at, step), [&](std::string_view made) {
                into.append(made);
                return into.size() < (1u << 22);
            });
        return decoded == engine::Decoded::Good ? stream->finish() : decoded;
    };
    const bool isGood = unpack(bytes.size(), whole) == engine::Decoded::Good;
    promise((unpack(length, pieces) == engine::Decoded::Good) == isGood, "any pieces are good or not");
    promise(isGood ? whole == pieces : whole.starts_with(pieces) || pieces.starts_with(whole),
            "any pieces are unpacked to the same, as far as they can be");
}

} // namespace

void examine(std::string_view input)
{
    if (input.size() < 2)
        return;
    const std::size_t length = 1 + static_cast<unsigned char>(input.front()) % 40;
    const std::string_view text = input.substr(1);
    const Split whole = split(text, text.size());
    promise(split(text, length) == whole, "any pieces are split into the same");
    for (const std::string &piece : whole.pieces)
        promise(!piece.empty() && piece.size() <= most, "what is handed on is no larger than allowed");
    examineArray(text, whole);
    if (engine::compressionOf(text) != engine::Compression::None)
        examineUnpacking(text, length);
}

} // namespace dvmdash::fuzz
