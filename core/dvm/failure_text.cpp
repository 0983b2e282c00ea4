// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/failure_text.h"

#include <algorithm>
#include <array>

namespace dvmdash::dvm
{

namespace
{

constexpr std::size_t longestText = 160;
/// Nobody reads on: what differs further behind makes no other fault.
constexpr std::size_t mostRead = 4'096;
constexpr char placeholder = '#';

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// A key, an id, a hash: words that no two events share. `follows`: it stands behind another one and a dash,
/// as the parts of a UUID do.
bool isIdentifier(std::string_view word, bool follows)
{
    constexpr std::size_t shortestHex = 4;
    constexpr std::size_t shortestCode = 24;
    constexpr std::size_t longestPrefix = 9;
    constexpr std::array<std::string_view, 6> prefixes{"npub1",  "note1",     "nevent1",
                                                       "naddr1", "nprofile1", "lnbc"};
    const bool hasDigit = std::any_of(word.begin(), word.end(), isDigit);
    constexpr std::size_t hexPrefix = 2;
    if (word.size() > hexPrefix && word.starts_with("0x") &&
        std::all_of(word.begin() + hexPrefix, word.end(), isHex))
        return true;
    if (word.size() >= shortestHex && std::all_of(word.begin(), word.end(), isHex))
        return hasDigit || follows;
    const bool hasPrefix = std::any_of(prefixes.begin(), prefixes.end(),
                                       [&](std::string_view prefix) { return word.starts_with(prefix); });
    return (hasPrefix && word.size() > longestPrefix) || (hasDigit && word.size() >= shortestCode);
}

/// Writes the folded text word by word.
class Folder
{
public:
    void word(std::string_view word)
    {
        if (isIdentifier(word, joinsWith('-'))) {
            number();
            return;
        }
        for (const char c : word) {
            if (isDigit(c))
                number();
            else
                m_text += c;
        }
    }
    void other(char c)
    {
        if (!isSpace(c))
            m_text += c;
        else if (!m_text.empty() && m_text.back() != ' ')
            m_text += ' ';
    }
    std::string take()
    {
        while (!m_text.empty() && m_text.back() == ' ')
            m_text.pop_back();
        return std::move(m_text);
    }
    std::size_t size() const { return m_text.size(); }

private:
    /// "#-" and the like: what comes now belongs to the number before.
    bool joinsWith(char joint) const
    {
        return m_text.size() > 1 && m_text.back() == joint && m_text[m_text.size() - 2] == placeholder;
    }
    void number()
    {
        if (joinsWith('.') || joinsWith(',') || joinsWith(':') || joinsWith('-'))
            m_text.pop_back();
        if (m_text.empty() || m_text.back() != placeholder)
            m_text += placeholder;
    }

    std::string m_text;
};

/// Up to so many bytes, and no part of a character.
std::string_view cutTo(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80)
        --most;
    return text.substr(0, most);
}

bool isBlank(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), isSpace);
}

} // namespace

std::string failureText(const nostr::Event &answer)
{
    for (const char *name : {"status", "s"}) {
        const nostr::Tag *status = answer.firstTag(name);
        if (status && status->size() > 2 && !isBlank((*status)[2]))
            return (*status)[2];
    }
    return answer.firstTag("encrypted") || isBlank(answer.content) ? std::string() : answer.content;
}

std::string foldedFailureText(std::string_view text)
{
    text = cutTo(text, mostRead);
    Folder folder;
    std::size_t at = 0;
    while (at < text.size() && folder.size() <= longestText) {
        std::size_t end = at;
        while (end < text.size() && (isLetter(text[end]) || isDigit(text[end])))
            ++end;
        if (end > at) {
            folder.word(text.substr(at, end - at));
            at = end;
        } else {
            folder.other(text[at++]);
        }
    }
    const std::string folded = folder.take();
    return std::string(cutTo(folded, longestText));
}

} // namespace dvmdash::dvm
