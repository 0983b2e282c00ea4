// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/wording_table.h"

#include <array>

namespace dvmdash::demo
{

namespace
{

using enum ResultShape;

// clang-format off
constexpr std::array<KindWording, 39> table{{
    {5000, "url", "https://audio.example/talk-%n.mp3", "https://scan.example/page-%n.png", "alignment", "raw", "text/plain", Prose},
    {5001, "text", "Please summarise what was said about %t in last week's thread.", "要約してください：%t について", "length", "5 lines", "text/plain", Prose},
    {5002, "text", "Good evening. Does anybody know more about %t?", "¿Alguien sabe algo sobre %t?", "language", "en", "text/plain", Prose},
    {5050, "text", "Write a limerick about %t", "Explain %t to a tired engineer, in %n words or fewer", "max_tokens", "%n", "text/plain", Prose},
    {5100, "text", "a watercolour of %t at dusk, muted colours", "🌊🌕 %t, isometric, no text", "size", "1024x1024", "image/png", Address, ".png"},
    {5101, "url", "https://pictures.example/portrait-%n.jpg", "https://pictures.example/cup-%n.png", "format", "png", "image/png", Address, ".png"},
    {5102, "url", "https://pictures.example/base-%n.jpg", "https://pictures.example/card-%n.jpg", "overlay", "https://pictures.example/stamp-%n.png", "image/jpeg", Address, ".jpg"},
    {5107, "text", "{\"device\":\"lamp-%n\",\"set\":\"on\"}", "{\"device\":\"door-%n\",\"set\":\"open\"}", "method", "set", "", Json},
    {5200, "url", "https://video.example/raw-%n.mov", "https://video.example/lecture-%n.mkv", "range", "0-%n", "video/mp4", Address, ".mp4"},
    {5201, "url", "https://video.example/interview-%n.mp4", "https://video.example/news-%n.mp4", "language", "de", "video/mp4", Address, ".mp4"},
    {5202, "url", "https://pictures.example/still-%n.png", "https://pictures.example/boat-%n.jpg", "seconds", "4", "video/mp4", Address, ".mp4"},
    {5204, "text", "a parcel numbered %n", "a parcel about %t", "", "", "", Json},
    {5205, "url", "https://video.example/clip-%n.mp4", "https://video.example/stream-%n.webm", "format", "mp4", "", Json},
    {5206, "url", "https://blobs.example/%x.bin", "https://blobs.example/%x.mp4", "server", "https://mirror.example", "", Json},
    {5250, "text", "Read this aloud: the ferry to the island of %t leaves at %n.", "مرحبا، هذا اختبار للصوت رقم %n", "voice", "calm", "audio/mpeg", Address, ".mp3"},
    {5251, "text", "slow waltz for accordion, about %t", "lo-fi beat, 80 bpm, rain, %t", "duration", "30", "audio/mpeg", Address, ".mp3"},
    {5300, "text", "", "%t", "max_results", "200", "", EventList},
    {5301, "text", "people who write about %t", "follows of my follows", "max_results", "20", "", PeopleList},
    {5302, "text", "%t", "from:everyone %t since last month", "max_results", "100", "", EventList},
    {5303, "text", "%t", "somebody called Marta %n", "max_results", "10", "", PeopleList},
    {5304, "text", "%t, wide pictures", "black and white %t", "max_results", "30", "", EventList},
    {5312, "text", "", "", "target", "%x", "", Ranking},
    {5313, "text", "", "", "limit", "7", "", Ranking},
    {5314, "text", "", "", "target", "%x", "", Ranking},
    {5315, "text", "", "", "search", "%t", "", Ranking},
    {5400, "text", "{\"kinds\":[1],\"since\":%n}", "{\"kinds\":[7],\"#e\":[\"%x\"]}", "relay", "wss://relay.example", "text/plain", Number},
    {5500, "url", "https://files.example/setup-%n.exe", "https://files.example/invoice-%n.pdf", "", "", "", Json},
    {5600, "url", "https://files.example/module-%n.wasm", "https://files.example/fib-%n.wasm", "entry", "main", "", Json},
    {5800, "text", "GET /forecast/%n", "GET /stations?near=%t", "budget", "%n", "application/json", Json},
    {5900, "event", "%x", "%x", "", "", "", Json},
    {5901, "text", "%t was here", "block %n", "network", "testnet", "", Json},
    {5902, "url", "https://files.example/notes-%n.zip", "https://files.example/map-%n.tar", "days", "30", "", Address, ".bin"},
    {5904, "url", "https://news.example/story/%n", "https://forum.example/t/%n", "depth", "1", "", Address, ".warc"},
    {5905, "text", "{\"publish\":\"note %n\"}", "{\"publish\":\"good morning, %t\"}", "at", "%n", "", Json},
    {5906, "text", "monthly, until I say stop (%n)", "one month of %t", "cadence", "monthly", "", Json},
    {5910, "text", "{\"name\":\"lookup\",\"arguments\":{\"q\":\"%t\"}}", "{\"name\":\"sum\",\"arguments\":{\"a\":%n,\"b\":%n}}", "c", "execute-tool", "", Json},
    {5950, "text", "reader%n@names.example", "studio%n@names.example", "", "", "", Json},
    {5970, "text", "{\"kind\":1,\"content\":\"%t\"}", "{\"kind\":1,\"content\":\"work for me %n\"}", "difficulty", "21", "", Json},
    {0, "text", "Please do what is usual about %t", "وظيفة رقم %n حول %t", "note", "%n", "", Json},
}};
// clang-format on

} // namespace

std::span<const KindWording> kindWordings()
{
    return table;
}

} // namespace dvmdash::demo
