// SPDX-License-Identifier: GPL-3.0-or-later
// How long answers about windows take in a file with very many facts, and that they take as long in one with
// ten times as many. Makes a file of a year's facts (10 million; another number may be given), asks each
// question many times over windows that end at different moments, and prints median and 99th percentile in
// milliseconds. "cold": the first question through a new connection, after the system was asked to forget the
// file.
//
//     bench_metrics [FACTS [keep]]      make files of a tenth of so many facts and of all, and measure
//     bench_metrics FILE                measure one that was kept
#include "made_facts.h"
#include "metrics/boards.h"
#include "metrics/overview.h"
#include "metrics/relay_course.h"
#include "metrics/relays_given.h"
#include "metrics/rollup_fill.h"
#include "metrics/troubles.h"
#include "metrics/window_reader.h"
#include "store/reader.h"
#include "store/store_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#ifdef __linux__
#include <fcntl.h>
#include <unistd.h>
#endif

using namespace dvmdash;
using metrics::TimeWindow;

namespace
{

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t until = 1'760'000'000;
constexpr std::int64_t factsPerJob = 5; // about

struct Question {
    std::string name;
    std::function<void(store::Reader &, std::int64_t now)> ask;
    int rounds = 40;
};

TimeWindow last(std::int64_t length, std::int64_t now)
{
    return {now - length, now};
}

std::vector<Question> questions(const nostr::PublicKey &dvm)
{
    std::vector<Question> all;
    const auto overview = [&](const char *name, std::int64_t length) {
        all.push_back({std::string("overview, ") + name, [length](store::Reader &reader, std::int64_t now) {
                           metrics::readOverview(reader, {last(length, now), {}}, now * 1000);
                       }});
    };
    overview("1 h", hour);
    overview("24 h", day);
    overview("7 d", 7 * day);
    overview("30 d", 30 * day);
    overview("90 d", 90 * day);
    all.push_back({"overview, all", [](store::Reader &reader, std::int64_t now) {
                       metrics::readOverview(reader, {TimeWindow::everything(), {}}, now * 1000);
                   }});
    all.push_back(
        {"90-day series of days", [](store::Reader &reader, std::int64_t now) {
             metrics::readSeries(reader, {last(90 * day, now), metrics::Step::Day, {}, {}}, now * 1000);
         }});
    for (const auto &[name, length] :
         {std::pair("troubles of a DVM, 1 d", day), std::pair("troubles of a DVM, 30 d", 30 * day),
          std::pair("troubles of a DVM, 365 d", 365 * day)})
        all.push_back({name, [dvm, length = length](store::Reader &reader, std::int64_t now) {
                           metrics::readDvmTroubles(reader, {dvm, last(length, now)}, now * 1000);
                       }});
    all.push_back({"DVM page, 30 d", [dvm](store::Reader &reader, std::int64_t now) {
                       metrics::readDvm(reader, {dvm, last(30 * day, now), {}}, now * 1000);
                   }});
    all.push_back({"kind page, 30 d", [](store::Reader &reader, std::int64_t now) {
                       metrics::readKind(reader, {5001, last(30 * day, now), {}}, now * 1000);
                   }});
    for (const auto sort : {metrics::SortBy::Results, metrics::SortBy::Feedback, metrics::SortBy::Success,
                            metrics::SortBy::Failed, metrics::SortBy::P50, metrics::SortBy::P95,
                            metrics::SortBy::Paid, metrics::SortBy::Ignored, metrics::SortBy::LastSeen})
        all.push_back({"top 50 DVMs by " + std::string(metrics::sortName(sort)) + ", 30 d",
                       [sort](store::Reader &reader, std::int64_t now) {
                           metrics::readDvms(reader, {last(30 * day, now), sort, 50}, now * 1000);
                       },
                       15});
    all.push_back(
        {"top 50 users, 30 d",
         [](store::Reader &reader, std::int64_t now) {
             metrics::readUsers(reader, {last(30 * day, now), metrics::SortBy::Requests, 50}, now * 1000);
         },
         15});
    all.push_back(
        {"kinds table, 30 d",
         [](store::Reader &reader, std::int64_t now) {
             metrics::readKinds(reader, {last(30 * day, now), metrics::SortBy::Requests, 0}, now * 1000);
         },
         15});
    for (const auto &[name, length] : {std::pair("1 h", hour), std::pair("24 h", day),
                                       std::pair("30 d", 30 * day), std::pair("365 d", 365 * day)}) {
        all.push_back({std::string("what relays gave, ") + name,
                       [length = length](store::Reader &reader, std::int64_t now) {
                           metrics::readRelaysGiven(reader, {last(length, now)}, now * 1000);
                       },
                       15});
        all.push_back(
            {std::string("course of a relay, ") + name,
             [length = length](store::Reader &reader, std::int64_t now) {
                 metrics::readRelayCourse(reader, {"wss://relay1.example", last(length, now)}, now * 1000);
             },
             15});
    }
    all.push_back({"unique users, 30 d", [](store::Reader &reader, std::int64_t now) {
                       metrics::WindowReader(reader.database(), dvm::KindTable::standard())
                           .members(metrics::Members::Users, 0, last(30 * day, now));
                   }});
    return all;
}

double millisecondsOf(const Question &question, store::Reader &reader, std::int64_t now)
{
    const auto start = std::chrono::steady_clock::now();
    question.ask(reader, now);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void forgetFile(const std::string &path)
{
#ifdef __linux__
    const int file = ::open(path.c_str(), O_RDONLY);
    ::fdatasync(file);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    ::close(file);
#else
    (void)path;
#endif
}

void measure(const std::string &path, std::int64_t facts)
{
    store::Reader any(path);
    store::Statement key = any.database().prepare("SELECT pk FROM pubkey WHERE pid = 3");
    if (!key.step())
        std::exit(1);
    const auto dvm = *nostr::PublicKey::fromBytes(key.blob(0));
    key.reset();
    std::printf("\n%.1f million facts, %.0f MB\n", static_cast<double>(facts) / 1e6,
                static_cast<double>(QFileInfo(QString::fromStdString(path)).size()) / 1e6);
    std::printf("%-34s %9s %9s %9s\n", "ms", "median", "p99", "cold");
    for (const Question &question : questions(dvm)) {
        forgetFile(path);
        double cold = 0;
        {
            store::Reader fresh(path);
            cold = millisecondsOf(question, fresh, until - 777);
        }
        store::Reader reader(path);
        millisecondsOf(question, reader, until);
        std::vector<double> times;
        for (int round = 0; round < question.rounds; ++round)
            times.push_back(millisecondsOf(question, reader, until - round * 1'111));
        std::sort(times.begin(), times.end());
        std::printf("%-34s %9.2f %9.2f %9.2f\n", question.name.c_str(), times[times.size() / 2],
                    times[times.size() * 99 / 100], cold);
        std::fflush(stdout);
    }
}

void make(const std::string &path, std::int64_t facts)
{
    store::StoreFile file(path);
    const auto listener = metrics::openRollups(file.database(), dvm::KindTable::standard());
    const std::int64_t jobs = facts / factsPerJob;
    bench::MadeFacts made(file.database(), *listener, until - 365 * day, until, jobs);
    const auto start = std::chrono::steady_clock::now();
    std::int64_t count = 0;
    for (std::int64_t done = 0; done < jobs; done += 5'000) {
        count = made.make(5'000);
        file.checkpointIfLarge();
    }
    file.checkpointAll();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("made %.1f million facts, %.0f a second\n", static_cast<double>(count) / 1e6,
                static_cast<double>(count) / seconds);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    // A file that was kept is measured again.
    if (argc > 1 && QFileInfo(QString::fromLocal8Bit(argv[1])).isFile()) {
        measure(argv[1], store::Reader(argv[1]).database().integer("SELECT count(*) FROM event"));
        return 0;
    }
    const std::int64_t most = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
    QTemporaryDir folder;
    if (argc > 2)
        folder.setAutoRemove(false);
    for (const std::int64_t facts : {most / 10, most}) {
        const std::string path = folder.filePath(QString::number(facts)).toStdString();
        make(path, facts);
        measure(path, facts);
    }
    return 0;
}
