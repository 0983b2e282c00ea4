// SPDX-License-Identifier: GPL-3.0-or-later
// The fuzz targets without a fuzzer, for every compiler: all files of a corpus, then damaged ones.
#include "fuzz.h"
#include "mutator.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace
{

namespace fs = std::filesystem;

/// What was looked at when the program ended, for whoever wants to look again.
const std::string *current = nullptr;
const char *const crasherName = "crasher";

void keepCrasher()
{
    if (!current)
        return;
    if (std::FILE *file = std::fopen(crasherName, "wb")) {
        std::fwrite(current->data(), 1, current->size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is kept as \"%s\" in the working directory\n", crasherName);
    }
}

void onSignal(int number)
{
    std::signal(number, SIG_DFL);
    keepCrasher();
    std::raise(number);
}

void examine(const std::string &input)
{
    // A buffer of its own without room behind it, so that a sanitizer sees who reads past the end.
    const std::vector<char> exact(input.begin(), input.end());
    current = &input;
    dvmdash::fuzz::examine({exact.data(), exact.size()});
    current = nullptr;
}

std::string contentOf(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// In the order of their names, which is the same everywhere.
std::vector<std::string> filesBelow(const fs::path &path)
{
    std::vector<fs::path> names;
    if (fs::is_directory(path)) {
        for (const auto &entry : fs::directory_iterator(path))
            if (entry.is_regular_file())
                names.push_back(entry.path());
        std::sort(names.begin(), names.end());
    } else {
        names.push_back(path);
    }
    std::vector<std::string> files;
    for (const fs::path &name : names)
        files.push_back(contentOf(name));
    return files;
}

} // namespace

/// PROGRAM CORPUS [COUNT [DICTIONARY]]: a folder or a file, then so many damaged ones.
int main(int argc, char **argv)
{
    if (argc < 2 || !fs::exists(argv[1])) {
        std::fprintf(stderr, "usage: %s CORPUS [COUNT [DICTIONARY]]\n", argv[0]);
        return 2;
    }
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_set_death_callback(keepCrasher);
#endif
    for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGILL})
        std::signal(number, onSignal);

    const std::vector<std::string> corpus = filesBelow(argv[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "%s holds no files\n", argv[1]);
        return 2;
    }
    for (const std::string &file : corpus)
        examine(file);

    constexpr unsigned seed = 1;
    const long count = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 0;
    const auto words =
        argc > 3 ? dvmdash::fuzz::dictionaryWords(contentOf(argv[3])) : std::vector<std::string>();
    dvmdash::fuzz::Mutator mutator(corpus, words, seed);
    for (long i = 0; i < count; ++i)
        examine(mutator.next());
    std::printf("%zu files and %ld damaged ones: no promise was broken\n", corpus.size(), count);
    return 0;
}
