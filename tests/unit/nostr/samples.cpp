// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace dvmdash::test
{

using namespace nostr;

namespace
{

void appendUtf8(std::string &out, char32_t c)
{
    const auto byte = [&out](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6);
        byte(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12);
        byte(0x80 | (c >> 6 & 0x3f));
        byte(0x80 | (c & 0x3f));
    } else {
        byte(0xf0 | c >> 18);
        byte(0x80 | (c >> 12 & 0x3f));
        byte(0x80 | (c >> 6 & 0x3f));
        byte(0x80 | (c & 0x3f));
    }
}

char32_t randomCharacter(Random &random)
{
    static constexpr char32_t special[] = {
        '"',  '\\', '/',  '\n',   '\r',   '\t',   '\b',   '\f',   0x00,   0x01,    0x0b,    0x1b,
        0x1f, 0x7f, 0x80, 0x2028, 0x202e, 0xfeff, 0xfffd, 0xffff, 0xd7ff, 0x10000, 0x1f600, 0x10ffff};
    switch (below(random, 5)) {
    case 0:
        return special[below(random, std::size(special))];
    case 1:
        return static_cast<char32_t>(below(random, 0x800));
    case 2: {
        const auto c = static_cast<char32_t>(below(random, 0x110000));
        return c >= 0xd800 && c <= 0xdfff ? U'?' : c;
    }
    default:
        return static_cast<char32_t>(0x20 + below(random, 0x5f));
    }
}

} // namespace

std::size_t below(Random &random, std::size_t end)
{
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

bool chance(Random &random, double probability)
{
    return std::bernoulli_distribution(probability)(random);
}

Signer signerOf(std::uint64_t number)
{
    SecretKey secret;
    secret.data[0] = 0x42;
    for (std::size_t i = 0; i < 8; ++i)
        secret.data[24 + i] = static_cast<unsigned char>(number >> 8 * (7 - i));
    auto signer = Signer::fromSecret(secret);
    if (!signer)
        throw std::logic_error("the key of a test signer is valid by construction");
    return std::move(*signer);
}

Event sampleRequest()
{
    Event event;
    event.created_at = 1'700'000'000;
    event.kind = 5050;
    event.tags = {{"i",
                   "What is the \"capital\" of Fran\xc3\xa7"
                   "a?",
                   "text"},
                  {"param", "model", "a/b\\c"},
                  {"p", signerOf(2).publicKey().hex()},
                  {"output", "text/plain"},
                  {"bid", "1000"}};
    event.content = "line one\nline two\twith \xf0\x9f\x98\x80 and \x1b[31m";
    signerOf(1).sign(event);
    return event;
}

std::string randomText(Random &random, std::size_t characters)
{
    std::string text;
    for (std::size_t left = below(random, characters + 1); left > 0; --left)
        appendUtf8(text, randomCharacter(random));
    return text;
}

Event randomEvent(Random &random)
{
    Event event;
    event.created_at = static_cast<std::int64_t>(random() >> (1 + below(random, 60)));
    event.kind = static_cast<int>(below(random, 65536));
    for (std::size_t tags = below(random, 6); tags > 0; --tags) {
        Tag tag;
        for (std::size_t values = below(random, 5); values > 0; --values)
            tag.push_back(randomText(random, 12));
        event.tags.push_back(std::move(tag));
    }
    event.content = randomText(random, 60);
    return event;
}

EventText::EventText(const Event &event)
{
    const auto json = nlohmann::json::parse(toJson(event));
    for (const char *name : {"id", "pubkey", "created_at", "kind", "tags", "content", "sig"})
        m_members.emplace_back(name, json.at(name).dump());
}

EventText &EventText::set(std::string_view name, const std::string &json)
{
    for (auto &[key, value] : m_members) {
        if (key == name)
            value = json;
    }
    return *this;
}

EventText &EventText::remove(std::string_view name)
{
    std::erase_if(m_members, [name](const auto &member) { return member.first == name; });
    return *this;
}

EventText &EventText::append(std::string_view name, std::string json)
{
    m_members.emplace_back(name, std::move(json));
    return *this;
}

std::string EventText::json() const
{
    std::string text = "{";
    for (const auto &[name, value] : m_members) {
        if (text.size() > 1)
            text += ',';
        text += '"' + name + "\":" + value;
    }
    return text + '}';
}

std::string verdictOn(std::string_view json)
{
    EventParser parser;
    const auto parsed = parser.parse(json);
    if (const auto *reason = std::get_if<Reject>(&parsed))
        return std::string(rejectName(*reason));
    const auto reason = Verifier().check(std::get<ParsedEvent>(parsed).event);
    return std::string(reason ? rejectName(*reason) : "valid");
}

std::string doubleQuoted(std::string json)
{
    std::replace(json.begin(), json.end(), '\'', '"');
    return json;
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    for (; times > 0; --times)
        result += text;
    return result;
}

} // namespace dvmdash::test
