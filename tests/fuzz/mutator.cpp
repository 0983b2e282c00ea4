// SPDX-License-Identifier: GPL-3.0-or-later
#include "mutator.h"

#include <sstream>
#include <utility>

namespace dvmdash::fuzz
{

namespace
{

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

std::string unescaped(const std::string &text)
{
    std::string word;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            word += text[i];
        } else if (text[i + 1] == 'x' && i + 3 < text.size()) {
            word += static_cast<char>(hexDigit(text[i + 2]) << 4 | hexDigit(text[i + 3]));
            i += 3;
        } else {
            word += text[++i];
        }
    }
    return word;
}

} // namespace

std::vector<std::string> dictionaryWords(const std::string &text)
{
    std::vector<std::string> words;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find('"');
        const auto last = line.rfind('"');
        if (!line.starts_with('#') && first != line.npos && last > first)
            words.push_back(unescaped(line.substr(first + 1, last - first - 1)));
    }
    return words;
}

Mutator::Mutator(std::vector<std::string> corpus, std::vector<std::string> words, unsigned seed)
    : m_corpus(std::move(corpus))
    , m_words(std::move(words))
    , m_random(seed)
{
    if (m_corpus.empty())
        m_corpus.emplace_back();
    if (m_words.empty())
        m_words.emplace_back("0");
}

std::string Mutator::next()
{
    std::string text = any(m_corpus);
    for (std::size_t changes = 1 + below(8); changes > 0; --changes)
        change(text);
    return text;
}

std::size_t Mutator::below(std::size_t count)
{
    return m_random() % count;
}

const std::string &Mutator::any(const std::vector<std::string> &list)
{
    return list[below(list.size())];
}

void Mutator::change(std::string &text)
{
    constexpr std::size_t longestPiece = 64;
    const std::size_t at = below(text.size() + 1);
    switch (below(8)) {
    case 0: // another byte
        if (at < text.size())
            text[at] = static_cast<char>(below(256));
        break;
    case 1: // another bit
        if (at < text.size())
            text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
    case 2:
        text.erase(at, below(longestPiece));
        break;
    case 3: // twice
        text.insert(at, text.substr(at, below(longestPiece)));
        break;
    case 4:
        text.insert(at, any(m_words));
        break;
    case 5: {
        const std::string &word = any(m_words);
        text.replace(at, word.size(), word);
        break;
    }
    case 6: { // a piece of another one
        const std::string &other = any(m_corpus);
        text.insert(at, other.substr(below(other.size() + 1), below(longestPiece)));
        break;
    }
    case 7: { // the end of another one
        const std::string &other = any(m_corpus);
        text.replace(at, text.npos, other.substr(below(other.size() + 1)));
        break;
    }
    }
}

} // namespace dvmdash::fuzz
