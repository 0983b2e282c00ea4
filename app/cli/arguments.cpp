// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include "command.h"
#include "dvm/kinds.h"
#include "engine/kinds_in_use.h"
#include "nostr/nip19.h"
#include "relay/relay_url.h"
#include "shared/default_paths.h"

#include <QDateTime>
#include <QFile>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dvmdash::cli
{

namespace
{

constexpr std::int64_t secondsPerDay = 86'400;

[[noreturn]] void refuse(const std::string &option, const QString &wanted, const std::string &given)
{
    throw UsageError(QStringLiteral("%1 takes %2, not '%3'")
                         .arg(QString::fromStdString(option), wanted, QString::fromStdString(given)));
}

std::int64_t unitSeconds(QChar unit)
{
    switch (unit.unicode()) {
    case u's':
        return 1;
    case u'm':
        return 60;
    case u'h':
        return 3'600;
    case u'd':
        return secondsPerDay;
    case u'w':
        return 7 * secondsPerDay;
    }
    return 0;
}

bool isDigits(const QString &text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// Seconds in "2h"; nothing when it is not of this form.
std::optional<std::int64_t> secondsIn(const QString &text)
{
    if (text.isEmpty())
        return std::nullopt;
    const std::int64_t unit = unitSeconds(text.back());
    const QString digits = text.chopped(1);
    bool fits = false;
    const std::int64_t count = digits.toLongLong(&fits);
    if (unit == 0 || !isDigits(digits) || !fits || count > std::numeric_limits<std::int64_t>::max() / unit)
        return std::nullopt;
    return count * unit;
}

std::optional<std::int64_t> calendarTime(const QString &text)
{
    QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC); // no zone named: the same on every machine
    return time.toSecsSinceEpoch();
}

} // namespace

std::int64_t bytesFromText(const std::string &text)
{
    const QString typed = QString::fromStdString(text).trimmed().toUpper();
    struct Unit {
        QLatin1String name;
        double bytes;
    };
    for (const Unit &unit :
         {Unit{QLatin1String("TB"), 1e12}, Unit{QLatin1String("GB"), 1e9}, Unit{QLatin1String("MB"), 1e6}}) {
        if (!typed.endsWith(unit.name))
            continue;
        bool isNumber = false;
        const double number = typed.left(typed.size() - unit.name.size()).trimmed().toDouble(&isNumber);
        if (isNumber && number > 0 && number * unit.bytes < 1e15)
            return std::llround(number * unit.bytes);
    }
    if (typed == QLatin1String("0"))
        return 0;
    throw UsageError(QStringLiteral("'%1' is no size: write 10GB, 500MB, or 0 for no limit")
                         .arg(QString::fromStdString(text)));
}

std::int64_t unixNow()
{
    return QDateTime::currentSecsSinceEpoch();
}

std::int64_t durationFromText(const std::string &option, const std::string &text)
{
    const QString given = QString::fromStdString(text).trimmed().toLower();
    const auto seconds = secondsIn(isDigits(given) ? QString(given + u's') : given);
    if (!seconds || *seconds <= 0)
        refuse(option, QStringLiteral("a time such as 60s, 5m, 2h or 1d"), text);
    return *seconds;
}

std::int64_t timeFromText(const std::string &option, const std::string &text, std::int64_t now)
{
    const QString given = QString::fromStdString(text).trimmed();
    std::optional<std::int64_t> time;
    if (given.compare(QLatin1String("now"), Qt::CaseInsensitive) == 0) {
        time = now;
    } else if (isDigits(given)) {
        bool fits = false;
        const std::int64_t seconds = given.toLongLong(&fits);
        if (fits)
            time = seconds;
    } else if (const auto ago = secondsIn(given.toLower())) {
        time = std::max<std::int64_t>(0, now - *ago);
    } else {
        time = calendarTime(given);
    }
    if (!time || *time < 0)
        refuse(option,
               QStringLiteral("a time such as 2024-05-01, 2024-05-01T12:30:00Z, Unix seconds, or 2h (ago)"),
               text);
    return *time;
}

std::vector<int> kindsFromText(const std::string &option, const std::vector<std::string> &texts)
{
    constexpr int largestKind = 65'535;
    std::vector<int> kinds;
    for (const std::string &text : texts) {
        const QStringList parts = QString::fromStdString(text).split(u',');
        for (const QString &part : parts) {
            bool isNumber = false;
            const int kind = part.trimmed().toInt(&isNumber);
            if (!isNumber || kind < 0 || kind > largestKind)
                refuse(option, QStringLiteral("kinds from 0 to 65535, with commas between"), text);
            kinds.push_back(kind);
        }
    }
    return kinds;
}

int requestKindFromText(const std::string &option, const std::string &text)
{
    const dvm::KindTable &table = engine::kindsInUse();
    const std::vector<int> kinds = kindsFromText(option, {text});
    const int kind = table.isResult(kinds.front()) ? table.requestKind(kinds.front()) : kinds.front();
    if (kinds.size() != 1 || !table.isRequest(kind))
        refuse(option, QStringLiteral("one kind of requests or results that belongs to NIP-90, such as 5050"),
               text);
    return kind;
}

metrics::Step stepFromText(const std::string &option, const std::string &text)
{
    using metrics::Step;
    QStringList words;
    for (const Step step : {Step::Minute, Step::FiveMinutes, Step::Quarter, Step::Hour, Step::FourHours,
                            Step::Day, Step::Month}) {
        if (metrics::stepName(step) == text)
            return step;
        const auto name = metrics::stepName(step);
        words.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    refuse(option, QStringLiteral("one of ") + words.join(QStringLiteral(", ")), text);
}

nostr::EventId eventIdFromArgument(const std::string &option, const std::string &text)
{
    const auto id = nostr::nip19::eventIdFromText(QString::fromStdString(text).trimmed().toStdString());
    if (!id)
        throw UsageError(QStringLiteral("%1 takes an event id: 64 hex characters, a note or a nevent")
                             .arg(QString::fromStdString(option)));
    return *id;
}

nostr::PublicKey publicKeyFromArgument(const std::string &option, const std::string &text)
{
    const auto key = nostr::nip19::publicKeyFromText(QString::fromStdString(text).trimmed().toStdString());
    if (!key)
        throw UsageError(QStringLiteral("%1 takes a public key: 64 hex characters, an npub or an nprofile")
                             .arg(QString::fromStdString(option)));
    return *key;
}

std::optional<nostr::SecretKey> secretKeyFromFile(const std::string &option, const std::string &path)
{
    if (path.empty())
        return std::nullopt;
    constexpr qint64 most = 4096;
    const QString name = QString::fromStdString(path);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        throw UsageError(QStringLiteral("%1: cannot read %2: %3")
                             .arg(QString::fromStdString(option), name, file.errorString()));
    const auto key = nostr::nip19::secretKeyFromText(file.read(most).trimmed().toStdString());
    if (!key)
        throw UsageError(QStringLiteral("%1: %2 does not hold a secret key: 64 hex characters or an nsec")
                             .arg(QString::fromStdString(option), name));
    return key;
}

http::Proxies proxiesFromArguments(const ConnectionArguments &arguments)
{
    http::Proxies proxies;
    QString error;
    const auto read = [&](const char *option, const std::string &text, auto parse) {
        const auto choice = parse(QString::fromStdString(text), &error);
        if (!choice)
            throw UsageError(QStringLiteral("%1: %2").arg(QLatin1String(option), error));
        return *choice;
    };
    if (!arguments.proxy.empty())
        proxies.usual = read("--proxy", arguments.proxy, http::proxyFromText);
    if (!arguments.tor.empty())
        proxies.tor = read("--tor", arguments.tor, http::torFromText);
    return proxies;
}

QStringList relayUrlsFromArguments(const std::string &option, const std::vector<std::string> &texts)
{
    QStringList urls;
    for (const std::string &text : texts) {
        QString error;
        const auto url = relay::normalizeRelayUrl(QString::fromStdString(text), &error);
        if (!url)
            throw UsageError(QString::fromStdString(option + ": ") + error);
        if (!urls.contains(*url))
            urls.append(*url);
    }
    return urls;
}

QString relaysFileFromArgument(const std::string &text)
{
    return text.empty() ? app::defaultRelayListPath() : QString::fromStdString(text);
}

WindowArgument windowFromArguments(const std::string &window, const std::string &since,
                                   const std::string &until, std::int64_t now)
{
    if (!window.empty() && (!since.empty() || !until.empty()))
        throw UsageError(
            QStringLiteral("--window cannot be combined with --since or --until: use one or the other"));
    WindowArgument result;
    result.until = until.empty() ? now + 1 : timeFromText("--until", until, now);
    if (window == "all" || (window.empty() && since.empty() && until.empty())) {
        result.all = true;
        return result;
    }
    if (!window.empty())
        result.since = std::max<std::int64_t>(0, result.until - durationFromText("--window", window));
    else if (!since.empty())
        result.since = timeFromText("--since", since, now);
    if (result.since >= result.until)
        throw UsageError(QStringLiteral("the window is empty: --since must be before --until"));
    return result;
}

} // namespace dvmdash::cli
