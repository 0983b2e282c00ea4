// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <random>
#include <string>
#include <vector>

namespace dvmdash::fuzz
{

/// Damages inputs, the same way for the same seed on every platform.
class Mutator
{
public:
    Mutator(std::vector<std::string> corpus, std::vector<std::string> words, unsigned seed);

    /// One of the corpus with one to eight changes.
    std::string next();

private:
    std::size_t below(std::size_t count);
    void change(std::string &text);
    const std::string &any(const std::vector<std::string> &list);

    std::vector<std::string> m_corpus;
    std::vector<std::string> m_words;
    std::mt19937 m_random;
};

/// The words of a dictionary in libFuzzer's form: one "..." a line, with \xNN, \\ and \" inside.
std::vector<std::string> dictionaryWords(const std::string &text);

} // namespace dvmdash::fuzz
