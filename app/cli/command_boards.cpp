// SPDX-License-Identifier: GPL-3.0-or-later
#include "board_json.h"
#include "figures_text.h"
#include "format.h"
#include "table.h"
#include "window_options.h"

#include <QStringList>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <span>

namespace dvmdash::cli
{

namespace
{

using metrics::SortBy;
using nlohmann::ordered_json;

constexpr int shownToPeople = 20;

struct BoardOptions {
    WindowOptions window;
    std::string sort;
    std::optional<int> limit; ///< 0: all
    bool csv = false;
};

constexpr TextColumn dvmText[] = {
    {"DVM", "/npub", Show::Text},
    {"results", "/results", Show::Count},
    {"feedback", "/feedback", Show::Count},
    {"success", "/success_rate", Show::Percent},
    {"p50", "/response_ms/p50", Show::Duration},
    {"p95", "/response_ms/p95", Show::Duration},
    {"sats", "/sats/confirmed", Show::Count},
    {"claimed", "/sats/claimed", Show::Count},
    {"inferred", "/sats/inferred", Show::Count},
    {"ignored", "/attempts/IGNORED", Show::Count},
    {"last seen", "/last_seen_at", Show::Time},
    {"name", "/name", Show::Text},
};
constexpr TextColumn kindText[] = {
    {"kind", "/kind", Show::Number},
    {"requests", "/requests", Show::Count},
    {"results", "/results", Show::Count},
    {"users", "/unique_users", Show::Count},
    {"DVMs", "/unique_dvms", Show::Count},
    {"completed", "/completion_rate", Show::Percent},
    {"p50", "/response_ms/p50", Show::Duration},
    {"p95", "/response_ms/p95", Show::Duration},
    {"sats", "/sats/confirmed", Show::Count},
    {"claimed", "/sats/claimed", Show::Count},
    {"inferred", "/sats/inferred", Show::Count},
    {"ignored", "/jobs/IGNORED", Show::Count},
    {"last seen", "/last_seen_at", Show::Time},
    {"name", "/kind_name", Show::Text},
};
constexpr TextColumn userText[] = {
    {"user", "/npub", Show::Text},
    {"requests", "/requests", Show::Count},
    {"completed", "/completion_rate", Show::Percent},
    {"failed", "/jobs_failed", Show::Count},
    {"ignored", "/jobs/IGNORED", Show::Count},
    {"first seen", "/first_seen_at", Show::Time},
    {"last seen", "/last_seen_at", Show::Time},
    {"name", "/name", Show::Text},
};

constexpr CsvColumn dvmCsv[] = {
    {"dvm", "/dvm"},
    {"results", "/results"},
    {"feedback", "/feedback"},
    {"attempts", "/attempts_all"},
    {"delivered", "/attempts/DELIVERED"},
    {"failed", "/attempts_failed"},
    {"ignored", "/attempts/IGNORED"},
    {"success_rate", "/success_rate"},
    {"responses", "/response_ms/n"},
    {"mean_ms", "/response_ms/mean"},
    {"p50_ms", "/response_ms/p50"},
    {"p95_ms", "/response_ms/p95"},
    {"p99_ms", "/response_ms/p99"},
    {"confirmed_msat", "/msat/confirmed"},
    {"claimed_msat", "/msat/claimed"},
    {"inferred_msat", "/msat/inferred"},
    {"requested_msat", "/msat/requested"},
    {"kinds", "/kinds"},
    {"first_seen_utc", "/first_seen_at"},
    {"last_seen_utc", "/last_seen_at"},
    {"last_completed_utc", "/last_completed_at"},
};
constexpr CsvColumn kindCsv[] = {
    {"kind", "/kind"},
    {"requests", "/requests"},
    {"results", "/results"},
    {"users", "/unique_users"},
    {"dvms", "/unique_dvms"},
    {"dvms_ever", "/dvms_ever"},
    {"jobs", "/jobs_seen"},
    {"completed", "/jobs/DELIVERED"},
    {"failed", "/jobs_failed"},
    {"ignored", "/jobs/IGNORED"},
    {"completion_rate", "/completion_rate"},
    {"responses", "/response_ms/n"},
    {"mean_ms", "/response_ms/mean"},
    {"p50_ms", "/response_ms/p50"},
    {"p95_ms", "/response_ms/p95"},
    {"p99_ms", "/response_ms/p99"},
    {"confirmed_msat", "/msat/confirmed"},
    {"claimed_msat", "/msat/claimed"},
    {"inferred_msat", "/msat/inferred"},
    {"requested_msat", "/msat/requested"},
    {"fastest", "/fastest"},
    {"top_earning", "/top_earning"},
    {"first_seen_utc", "/first_seen_at"},
    {"last_seen_utc", "/last_seen_at"},
};
constexpr CsvColumn userCsv[] = {
    {"user", "/user"},
    {"requests", "/requests"},
    {"jobs", "/jobs_seen"},
    {"completed", "/jobs/DELIVERED"},
    {"failed", "/jobs_failed"},
    {"ignored", "/jobs/IGNORED"},
    {"completion_rate", "/completion_rate"},
    {"first_seen_utc", "/first_seen_at"},
    {"last_seen_utc", "/last_seen_at"},
};

constexpr SortBy dvmSorts[] = {SortBy::Results,  SortBy::Feedback, SortBy::Success, SortBy::Failed,
                               SortBy::P50,      SortBy::P95,      SortBy::Paid,    SortBy::Ignored,
                               SortBy::LastSeen, SortBy::Key};
constexpr SortBy kindSorts[] = {SortBy::Requests, SortBy::Results, SortBy::Success,  SortBy::Failed,
                                SortBy::P50,      SortBy::P95,     SortBy::Paid,     SortBy::Ignored,
                                SortBy::Users,    SortBy::Dvms,    SortBy::LastSeen, SortBy::Key};
constexpr SortBy userSorts[] = {SortBy::Requests, SortBy::Success,  SortBy::Failed,
                                SortBy::Ignored,  SortBy::LastSeen, SortBy::Key};

/// A board: which words it is sorted by, the first being the default, and how it is written.
template<typename Question>
struct Board {
    const char *name;
    const char *description;
    const char *plural;
    std::span<const SortBy> sorts;
    std::span<const TextColumn> text;
    std::span<const CsvColumn> csv;
};

template<typename Question>
std::vector<nostr::PublicKey> peopleIn(const engine::AnswerOf<Question> &answer)
{
    std::vector<nostr::PublicKey> keys;
    for (const auto &row : answer.rows) {
        if constexpr (std::is_same_v<Question, engine::DvmsQuestion>)
            keys.push_back(row.dvm);
        else if constexpr (std::is_same_v<Question, engine::UsersQuestion>)
            keys.push_back(row.user);
        else
            for (const auto &key : {row.fastest, row.top_earning})
                if (key)
                    keys.push_back(*key);
    }
    return keys;
}

QString word(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString sortWords(std::span<const SortBy> sorts)
{
    QStringList words;
    for (const SortBy sort : sorts)
        words.append(word(metrics::sortName(sort)));
    return words.join(QStringLiteral(", "));
}

SortBy sortFrom(const std::string &text, std::span<const SortBy> sorts)
{
    if (text.empty())
        return sorts.front();
    const auto sort = metrics::sortFromName(text);
    if (!sort || std::find(sorts.begin(), sorts.end(), *sort) == sorts.end())
        throw UsageError(QStringLiteral("--sort takes one of %1, not '%2'")
                             .arg(sortWords(sorts), QString::fromStdString(text)));
    return *sort;
}

template<typename Question>
void printText(Output &output, const Board<Question> &board, const ordered_json &json)
{
    printWindow(output, json);
    const auto &rows = json.at(board.name);
    if (!rows.empty())
        printTable(output, rows, board.text);
    const auto all = json.at("all").get<std::int64_t>();
    const QString plural = QString::fromUtf8(board.plural);
    if (const auto count = static_cast<std::int64_t>(rows.size()); count < all)
        output.line(QStringLiteral("%1 of %2 %3, by %4; --limit 0 gives all")
                        .arg(grouped(count), grouped(all), plural, shown(json.at("sort"), Show::Text)));
    else
        output.line(
            QStringLiteral("%1 %2, by %3").arg(grouped(all), plural, shown(json.at("sort"), Show::Text)));
    printFreshness(output, json);
}

template<typename Question>
int runBoard(const Invocation &invocation, const Board<Question> &board, const BoardOptions &options)
{
    const bool forPeople = !invocation.json && !options.csv;
    if (invocation.json && options.csv)
        throw UsageError(QStringLiteral("--json and --csv cannot be combined: use one or the other"));
    if (options.limit.value_or(0) < 0)
        throw UsageError(QStringLiteral("--limit takes a number from 0 up; 0 gives all"));
    Question question;
    question.window = options.window.meant();
    question.sort = sortFrom(options.sort, board.sorts);
    question.limit = options.limit.value_or(forPeople ? shownToPeople : 0);

    engine::Archive archive = openArchive(invocation);
    const auto answer = ask(archive, question);
    const Names names(archive, peopleIn<Question>(answer));
    ordered_json json;
    json["window"] = windowJson(answer.freshness.window);
    json["sort"] = std::string(metrics::sortName(question.sort));
    json["all"] = answer.all;
    json[board.name] = ordered_json::array();
    for (const auto &row : answer.rows)
        json[board.name].push_back(toJson(row, names));
    json["freshness"] = freshnessJson(answer.freshness);

    return printAnswer(invocation, json, [&](Output &output, const ordered_json &whole) {
        if (options.csv)
            printCsv(output, whole.at(board.name), board.csv);
        else
            printText(output, board, whole);
    });
}

template<typename Question>
void addBoard(CLI::App &app, Invocation &invocation, const Board<Question> &board)
{
    auto options = std::make_shared<BoardOptions>();
    CLI::App &command =
        addCommand(app, invocation, board.name, board.description,
                   [&invocation, board, options] { return runBoard(invocation, board, *options); });
    addWindowOptions(command, options->window);
    command
        .add_option("--sort", options->sort,
                    "By " + sortWords(board.sorts).toStdString() + " (default: the first)")
        ->type_name("WORD");
    command
        .add_option("--limit", options->limit, "So many rows, 0 for all (default: 20 for people, else all)")
        ->type_name("N");
    command.add_flag("--csv", options->csv, "Print the rows as CSV");
    command.footer(windowFooter);
}

} // namespace

void addBoardCommands(CLI::App &app, Invocation &invocation)
{
    addBoard(app, invocation,
             Board<engine::DvmsQuestion>{"dvms", "DVMs and how they did in a window of time", "DVMs",
                                         dvmSorts, dvmText, dvmCsv});
    addBoard(app, invocation,
             Board<engine::KindsQuestion>{"kinds", "Kinds of jobs, what was asked for and who works on it",
                                          "kinds", kindSorts, kindText, kindCsv});
    addBoard(app, invocation,
             Board<engine::UsersQuestion>{"users", "Who asked for jobs, and what became of them", "users",
                                          userSorts, userText, userCsv});
}

} // namespace dvmdash::cli
