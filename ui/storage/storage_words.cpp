// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/storage_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t secondsPerYear = 31'557'600;
/// A forecast for later than this says nothing.
constexpr std::int64_t farYears = 100;

QString tr(const char *text)
{
    return QCoreApplication::translate("storage", text);
}

enum class Limit {
    None,
    Reached,
    NotApproached, ///< nothing came in lately
    HeldByAge,     ///< events go by their age before the size is reached
    Far,
    Ahead,
};

Limit limitOf(const engine::Storage &storage)
{
    const auto &policy = storage.policy;
    if (policy.max_bytes == 0)
        return Limit::None;
    if (storage.used_bytes >= policy.max_bytes)
        return Limit::Reached;
    if (storage.full_at == 0)
        return Limit::NotApproached;
    if (policy.max_days > 0 &&
        storage.received_last_day * storage.bytes_per_event < policy.max_bytes / policy.max_days)
        return Limit::HeldByAge;
    return (storage.full_at - format::nowS()) / secondsPerYear >= farYears ? Limit::Far : Limit::Ahead;
}

} // namespace

QString tableMeaning(const QString &table)
{
    static const QHash<QString, const char *> meanings{
        {QStringLiteral("event"), QT_TRANSLATE_NOOP("storage", "Events: ids, kinds, times, signatures")},
        {QStringLiteral("payload"), QT_TRANSLATE_NOOP("storage", "Tags and content of events, compressed")},
        {QStringLiteral("pubkey"), QT_TRANSLATE_NOOP("storage", "Public keys, each once")},
        {QStringLiteral("relay"), QT_TRANSLATE_NOOP("storage", "Names of relays and imported files")},
        {QStringLiteral("seen"), QT_TRANSLATE_NOOP("storage", "Which relay gave an event, and when")},
        {QStringLiteral("seen_again"),
         QT_TRANSLATE_NOOP("storage", "Which other relays gave an event, and when")},
        {QStringLiteral("coverage"), QT_TRANSLATE_NOOP("storage", "When each relay surely gave everything")},
        {QStringLiteral("former_coverage"),
         QT_TRANSLATE_NOOP("storage", "The same, from when fewer kinds were asked for")},
        {QStringLiteral("asked_kinds"), QT_TRANSLATE_NOOP("storage", "Which kinds were asked for then")},
        {QStringLiteral("meta"), QT_TRANSLATE_NOOP("storage", "What the file knows of itself")},
        {QStringLiteral("id"), QT_TRANSLATE_NOOP("storage", "What is found by an id, and who refers to it")},
        {QStringLiteral("ref"), QT_TRANSLATE_NOOP("storage", "Which event refers to which")},
        {QStringLiteral("id_new"),
         QT_TRANSLATE_NOOP("storage", "What is found by an id: the latest million")},
        {QStringLiteral("id_old"),
         QT_TRANSLATE_NOOP("storage", "What is found by an id, and who refers to it")},
        {QStringLiteral("profile"), QT_TRANSLATE_NOOP("storage", "Names and profiles of people and DVMs")},
        {QStringLiteral("job"), QT_TRANSLATE_NOOP("storage", "Requests, and how each job is judged")},
        {QStringLiteral("target"), QT_TRANSLATE_NOOP("storage", "The DVMs that a request is meant for")},
        {QStringLiteral("attempt"), QT_TRANSLATE_NOOP("storage", "What each DVM made of a job")},
        {QStringLiteral("answer"), QT_TRANSLATE_NOOP("storage", "Results and feedback, with their job")},
        {QStringLiteral("payment"), QT_TRANSLATE_NOOP("storage", "Receipts of payments, with their job")},
        {QStringLiteral("redemption"),
         QT_TRANSLATE_NOOP("storage", "Nutzaps that their recipients redeemed")},
        {QStringLiteral("lookup"), QT_TRANSLATE_NOOP("storage", "What domains answered over HTTP")},
        {QStringLiteral("signer"), QT_TRANSLATE_NOOP("storage", "Who signs the receipts of a DVM")},
        {QStringLiteral("cancellation"), QT_TRANSLATE_NOOP("storage", "Deletions of requests")},
        {QStringLiteral("rollup"), QT_TRANSLATE_NOOP("storage", "Numbers by minute, hour, day and month")},
        {QStringLiteral("duration"), QT_TRANSLATE_NOOP("storage", "Response times by hour, day and month")},
        {QStringLiteral("uniques"), QT_TRANSLATE_NOOP("storage", "Who took part: sets of keys by time")},
        {QStringLiteral("activity"),
         QT_TRANSLATE_NOOP("storage", "First and last time of each DVM and kind")},
        {QStringLiteral("sqlite_schema"), QT_TRANSLATE_NOOP("storage", "The list of these tables")},
        {QStringLiteral("sqlite_sequence"), QT_TRANSLATE_NOOP("storage", "The last row numbers given out")},
        {QStringLiteral("sqlite_stat1"), QT_TRANSLATE_NOOP("storage", "Statistics that speed up questions")},
    };
    const char *meaning = meanings.value(table, nullptr);
    return meaning ? tr(meaning) : QString();
}

Column tableNameColumn()
{
    return {QStringLiteral("table"),
            tr("Table"),
            CellKind::Text,
            12,
            false,
            {},
            tr("The table's name in the file.")};
}

Column tableMeaningColumn()
{
    return {QStringLiteral("holds"), tr("Holds"), CellKind::Text, 8, false, {}, tr("What is in it."), true};
}

QString forecastWords(const engine::Storage &storage)
{
    const QString budget = format::bytes(storage.policy.max_bytes);
    switch (limitOf(storage)) {
    case Limit::None:
        return tr("No limit of size is set: the file grows as long as the disk has room.");
    case Limit::Reached:
        return tr("%1 are reached: the oldest events go as new ones come in.").arg(budget);
    case Limit::NotApproached:
        return tr("%1 are not reached: nothing came in during the last 24 hours.").arg(budget);
    case Limit::HeldByAge:
        return tr("%1 are not reached: at the rate of the last 24 hours (%2 events) the %3 that are kept "
                  "take "
                  "about %4.")
            .arg(
                budget, format::count(storage.received_last_day), daysText(storage.policy.max_days),
                format::bytes(storage.received_last_day * storage.bytes_per_event * storage.policy.max_days));
    case Limit::Far:
        return tr("%1 are not reached within %2 years at the rate of the last 24 hours (%3 events).")
            .arg(budget, format::count(farYears), format::count(storage.received_last_day));
    case Limit::Ahead:
        return tr("%1 are reached on %2 at the rate of the last 24 hours (%3 events).")
            .arg(budget, dateText(storage.full_at), format::count(storage.received_last_day));
    }
    return {};
}

QString shortForecast(const engine::Storage &storage)
{
    switch (limitOf(storage)) {
    case Limit::None:
        return tr("the disk is the limit");
    case Limit::Reached:
        return tr("reached");
    case Limit::NotApproached:
    case Limit::HeldByAge:
        return tr("not reached");
    case Limit::Far:
        return tr("not for %1 years").arg(format::count(farYears));
    case Limit::Ahead:
        return tr("on %1").arg(dateText(storage.full_at));
    }
    return {};
}

QString deletedWords(const engine::Storage &storage)
{
    QStringList sentences;
    if (storage.horizon > 0)
        sentences.append(tr("Raw events before %1 were deleted; older ones are refused when they come again.")
                             .arg(hourText(storage.horizon)));
    if (storage.minutes_from > 0)
        sentences.append(
            tr("Numbers by the minute before %1 were deleted.").arg(dateText(storage.minutes_from)));
    return sentences.join(QLatin1Char(' '));
}

QString dateText(std::int64_t seconds)
{
    return format::isoUtc(seconds).section(QLatin1Char('T'), 0, 0);
}

QString hourText(std::int64_t seconds)
{
    const QString iso = format::isoUtc(seconds);
    return iso.contains(QLatin1Char('T'))
               ? tr("%1 %2 UTC")
                     .arg(iso.section(QLatin1Char('T'), 0, 0), iso.section(QLatin1Char('T'), 1, 1).left(5))
               : iso;
}

QString daysText(int days)
{
    return days == 1 ? tr("1 day") : tr("%1 days").arg(format::count(days));
}

} // namespace dvmdash::ui
