// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/wording.h"

#include "demo/wording_table.h"
#include "nostr/bytes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dvmdash::demo
{

namespace
{

constexpr std::array<std::string_view, 12> topics{
    "lighthouses",
    "the price of bread in 1923",
    "sourdough",
    "موسيقى الأندلس",
    "mechanical keyboards",
    "北海道の冬",
    "mesh networks",
    "a village choir",
    "street markets",
    "bees in cities 🐝",
    "old radio sets",
    "lightning routing",
};

constexpr std::array<std::string_view, 10> prose{
    "Three points stand out. The first is cost, which fell by a third. The second is time. The third nobody "
    "expected: people liked it.",
    "In short: yes, but not this year.",
    "Der Text beschreibt, wie eine kleine Genossenschaft ihr eigenes Netz baut und warum sie damit Geld "
    "spart.",
    "記事の要点は三つある。費用、時間、そして人の気持ちである。",
    "يشرح المقال كيف يعمل النظام ولماذا يحتاج إلى وقت أطول مما وعد به أصحابه.",
    "<p>The author <b>disagrees</b> with herself twice.</p><script>document.title='not run'</script>",
    "Here is what I found:\n\n1. The archive opens at nine.\n2. The catalogue is incomplete.\n3. Ask for "
    "Marta.\n",
    "A short answer 🙂 and a longer one: it depends on the weather, the road and the driver, in that "
    "order.",
    "Resumen: el puerto cierra por obras hasta marzo; los barcos pequeños pueden usar el muelle viejo.",
    "The speaker thanks the town, jokes about the rain, and then reads the list of names, which takes the "
    "rest "
    "of the recording. At the end someone laughs.",
};

constexpr std::array<std::string_view, 8> errors{
    "Upstream model did not answer in time",
    "Input could not be fetched: 404",
    "unsupported language pair",
    "Out of memory on worker 3 <code>0x7f</code>",
    "I can't help with that.",
    "Error: invalid input type 'job' 🤷",
    "Die Datei ist beschädigt",
    "Job \x1b[31mfailed\x1b[0m: quota exceeded",
};

constexpr std::array<std::string_view, 6> progress{
    "", "", "Working on it", "Started ⏳", "Queued at position 2", "処理中です",
};

constexpr std::array<std::string_view, 4> partials{
    "Halfway there: the first part follows.",
    "40%",
    "First draft: the harbour, the square, the two bridges.",
    "…",
};

const KindWording &wordingOf(int requestKind)
{
    const auto table = kindWordings();
    const auto found = std::ranges::find(table, requestKind, &KindWording::kind);
    return found == table.end() ? table.back() : *found;
}

std::string filled(std::string_view pattern, Random &random)
{
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%' || i + 1 == pattern.size()) {
            text += pattern[i];
            continue;
        }
        switch (pattern[++i]) {
        case 't':
            text += random.pick(topics);
            break;
        case 'n':
            text += std::to_string(random.between(2, 99'999));
            break;
        case 'x':
            text += nostr::toHex(random.bytes(32));
            break;
        default:
            text += pattern[i];
        }
    }
    return text;
}

/// Some people paste whole articles.
void lengthen(std::string &text, Random &random)
{
    for (std::int64_t left = random.between(8, 40); left > 0; --left)
        text.append("\n\n").append(random.pick(prose));
}

/// What a display must survive; never in the way of understanding the job.
void disturb(std::string &text, Random &random)
{
    switch (random.below(4)) {
    case 0:
        text += " <img src=x onerror=\"alert(1)\">";
        break;
    case 1:
        text += " \xE2\x80\xAE"
                "txt.exe\xE2\x80\xAC";
        break;
    case 2:
        text += "\x07\x1b[2J bell and clear";
        break;
    case 3:
        text += std::string(1, '\0') + "after NUL";
        break;
    }
}

std::string idList(Random &random, std::string_view tag)
{
    std::string list = "[";
    for (std::int64_t left = random.between(3, 20); left > 0; --left) {
        list += list.size() > 1 ? ",[\"" : "[\"";
        list.append(tag).append("\",\"").append(nostr::toHex(random.bytes(32))).append("\"]");
    }
    return list + "]";
}

std::string rankedKeys(Random &random)
{
    std::string list = "[";
    for (std::int64_t left = random.between(2, 12); left > 0; --left) {
        list += list.size() > 1 ? ",{\"pubkey\":\"" : "{\"pubkey\":\"";
        list += nostr::toHex(random.bytes(32));
        list += "\",\"rank\":0." + std::to_string(random.between(100, 999)) + "}";
    }
    return list + "]";
}

std::string smallJson(Random &random)
{
    std::string json = "{\"ok\":true,\"took_ms\":" + std::to_string(random.between(3, 9'000));
    json += ",\"id\":\"" + nostr::toHex(random.bytes(16)) + "\"}";
    return json;
}

} // namespace

nostr::Tags parameterTags(int requestKind, Random &random)
{
    const KindWording &wording = wordingOf(requestKind);
    nostr::Tags tags;
    if (!wording.param.empty())
        tags.push_back({"param", std::string(wording.param), filled(wording.paramValue, random)});
    if (!wording.output.empty())
        tags.push_back({"output", std::string(wording.output)});
    return tags;
}

nostr::Tags requestTags(int requestKind, Random &random)
{
    const KindWording &wording = wordingOf(requestKind);
    std::string input = filled(random.chance(50) ? wording.input : wording.otherInput, random);
    const bool isText = wording.inputType == "text";
    if (isText && random.chance(4))
        lengthen(input, random);
    if (isText && random.chance(3))
        disturb(input, random);
    nostr::Tags tags;
    if (!input.empty())
        tags.push_back({"i", std::move(input), std::string(wording.inputType)});
    for (nostr::Tag &tag : parameterTags(requestKind, random))
        tags.push_back(std::move(tag));
    return tags;
}

std::string resultContent(int requestKind, Random &random)
{
    const KindWording &wording = wordingOf(requestKind);
    switch (wording.result) {
    case ResultShape::Prose: {
        std::string text(random.pick(prose));
        if (random.chance(10))
            lengthen(text, random);
        // No two results are equal by chance: equal content means a duplicate.
        return text + "\n(" + std::to_string(random.below(1'000'000'000)) + ")";
    }
    case ResultShape::Address:
        return "https://media.example/" + nostr::toHex(random.bytes(32)) + std::string(wording.ending);
    case ResultShape::EventList:
        return idList(random, "e");
    case ResultShape::PeopleList:
        return idList(random, "p");
    case ResultShape::Ranking:
        return rankedKeys(random);
    case ResultShape::Json:
        return smallJson(random);
    case ResultShape::Number:
        return std::to_string(random.between(0, 900'000'000));
    }
    return {};
}

std::string progressText(Random &random)
{
    return std::string(random.pick(progress));
}

std::string partialText(Random &random)
{
    return std::string(random.pick(partials));
}

std::string errorText(Random &random)
{
    return std::string(random.pick(errors));
}

std::string ciphertext(Random &random, std::size_t bytes)
{
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto letters = [&](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += alphabet[static_cast<std::size_t>(random.below(alphabet.size()))];
        return text;
    };
    // 16-byte blocks in base64, and the vector: 16 bytes are 22 letters and two signs of padding.
    std::string text = letters((bytes / 48 + 1) * 64) + "?iv=";
    text += letters(22) + "==";
    return text;
}

} // namespace dvmdash::demo
