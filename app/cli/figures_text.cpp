// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures_text.h"

#include "format.h"
#include "nostr/nip19.h"

#include <QStringList>

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

struct Field {
    const char *name;
    const char *pointer;
    Show show;
};
constexpr Field counts[] = {
    {"requests", "/requests", Show::Count},       {"results", "/results", Show::Count},
    {"feedback", "/feedback", Show::Count},       {"unique users", "/unique_users", Show::Count},
    {"unique DVMs", "/unique_dvms", Show::Count}, {"unique kinds", "/unique_kinds", Show::Count},
};

/// "12 of 15, 80.0 %"
QString rateText(const ordered_json &rate, std::int64_t part, std::int64_t whole)
{
    return QStringLiteral("%1 of %2, %3").arg(grouped(part), grouped(whole), shown(rate, Show::Percent));
}

/// Members above zero as "DELIVERED 12, FAILED 3".
QString partsText(const ordered_json &parts)
{
    QStringList texts;
    for (const auto &[name, count] : parts.items())
        if (count != 0)
            texts.append(QString::fromStdString(name) + u' ' + shown(count, Show::Count));
    return texts.isEmpty() ? QStringLiteral("none") : texts.join(QStringLiteral(", "));
}

void printRates(Output &output, const ordered_json &answer)
{
    const auto count = [&](const char *member) { return answer.at(member).get<std::int64_t>(); };
    if (answer.contains("jobs")) {
        const std::int64_t seen = count("jobs_seen");
        output.line(field(QStringLiteral("completed jobs"),
                          rateText(answer.at("completion_rate"),
                                   answer.at("jobs").at("DELIVERED").get<std::int64_t>(), seen)));
        output.line(field(QStringLiteral("failed jobs"),
                          rateText(answer.at("failure_rate"), count("jobs_failed"), seen)));
        output.line(field(QStringLiteral("jobs by state"), partsText(answer.at("jobs"))));
    }
    if (answer.contains("attempts")) {
        const auto delivered = answer.at("attempts").at("DELIVERED").get<std::int64_t>();
        output.line(
            field(QStringLiteral("attempts delivered"),
                  rateText(answer.at("success_rate"), delivered, delivered + count("attempts_failed")) +
                      QStringLiteral(" of those that ended")));
        output.line(field(QStringLiteral("attempts by state"), partsText(answer.at("attempts"))));
    }
}

void printResponse(Output &output, const ordered_json &response)
{
    const auto part = [&](const char *member) { return shown(response.at(member), Show::Duration); };
    output.line(
        field(QStringLiteral("response time"), QStringLiteral("mean %1, p50 %2, p95 %3, p99 %4, n %5")
                                                   .arg(part("mean"), part("p50"), part("p95"), part("p99"),
                                                        shown(response.at("n"), Show::Count))));
}

} // namespace

void printField(Output &output, const char *name, const ordered_json &json, const char *pointer, Show show)
{
    const ordered_json::json_pointer at(pointer);
    if (json.contains(at))
        output.line(field(QString::fromUtf8(name), shown(json.at(at), show)));
}

void printPerson(Output &output, const char *name, const ordered_json &json, const std::string &member,
                 const QString &more)
{
    const auto &hex = json.at(member);
    const auto key = hex.is_null() ? std::nullopt : nostr::PublicKey::fromHex(hex.get<std::string>());
    if (!key)
        return;
    QString text = QString::fromStdString(nostr::nip19::encode(nostr::nip19::Npub{*key}));
    if (const auto &called = json.at(member + "_name"); !called.is_null())
        text.prepend(shown(called, Show::Text) + u' ');
    if (!more.isEmpty())
        text += QStringLiteral(", ") + more;
    output.line(field(QString::fromUtf8(name), text));
}

void printWindow(Output &output, const ordered_json &answer)
{
    const auto &window = answer.at("window");
    output.line(
        field(QStringLiteral("window"),
              window.at("since").is_null()
                  ? QStringLiteral("nothing counted yet: collect or import first")
                  : QStringLiteral("%1 to %2")
                        .arg(shown(window.at("since"), Show::Time), shown(window.at("until"), Show::Time))));
}

void printFigures(Output &output, const ordered_json &answer)
{
    for (const Field &count : counts)
        printField(output, count.name, answer, count.pointer, count.show);
    if (answer.contains("feedback_by"))
        output.line(field(QStringLiteral("feedback by status"), partsText(answer.at("feedback_by"))));
    printRates(output, answer);
    if (answer.contains("response_ms"))
        printResponse(output, answer.at("response_ms"));
    if (answer.contains("sats"))
        output.line(field(QStringLiteral("sats"), partsText(answer.at("sats"))));
}

void printPrevious(Output &output, const ordered_json &answer)
{
    const auto &previous = answer.at("previous");
    const bool nothing = previous.at("results") == 0 && previous.at("attempts_all") == 0 &&
                         previous.value("requests", 0) == 0 && previous.value("feedback", 0) == 0;
    output.line(nothing ? QStringLiteral("before, for the same length of time: nothing")
                        : QStringLiteral("before, for the same length of time"));
    if (!nothing)
        printFigures(output, previous);
}

void printFreshness(Output &output, const ordered_json &answer)
{
    const auto &fresh = answer.at("freshness");
    printField(output, "newest event", fresh, "/newest_event_at", Show::Time);
    if (!fresh.at("newest_received_at").is_null())
        output.line(field(QStringLiteral("last received"),
                          QStringLiteral("%1, %2 ago")
                              .arg(shown(fresh.at("newest_received_at"), Show::Time),
                                   roughDuration(fresh.at("stale_s").get<std::int64_t>()))));
    if (!fresh.at("coverage").is_null())
        output.line(
            field(QStringLiteral("covered"),
                  QStringLiteral("%1 of the window, relays and files: %2; late events: %3")
                      .arg(shown(fresh.at("coverage"), Show::Percent), shown(fresh.at("relays"), Show::Count),
                           shown(fresh.at("late"), Show::Count))));
    if (!fresh.at("partial").empty())
        output.line(field(QStringLiteral("partial"), shown(fresh.at("partial"), Show::Text)));
}

} // namespace dvmdash::cli
