// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_list.h"

#include "relay/link_words.h"
#include "relay/relay_url.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSet>

namespace dvmdash::relay
{
namespace
{

/// Thousands of relays; a larger file is something else.
constexpr qint64 largestFile = 1024 * 1024;

std::optional<RelayEntry> entryFromJson(const QJsonValue &value, QString *error)
{
    RelayEntry entry;
    QJsonValue url = value;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        url = object.value(QLatin1String("url"));
        const QJsonValue enabled = object.value(QLatin1String("enabled"));
        if (!enabled.isUndefined() && !enabled.isBool()) {
            *error = LinkWords::listEnabled();
            return std::nullopt;
        }
        entry.enabled = enabled.toBool(true);
    }
    if (!url.isString()) {
        *error = LinkWords::listNoUrl();
        return std::nullopt;
    }
    const auto normal = normalizeRelayUrl(url.toString(), error);
    if (!normal)
        return std::nullopt;
    entry.url = *normal;
    return entry;
}

std::optional<RelayList> relayListFromFile(QFile &file, QString *error)
{
    if (!file.open(QIODevice::ReadOnly)) {
        *error = file.errorString() + QLatin1Char('.');
        return std::nullopt;
    }
    const QByteArray json = file.read(largestFile + 1);
    if (file.error() != QFileDevice::NoError) {
        *error = file.errorString() + QLatin1Char('.');
        return std::nullopt;
    }
    if (json.size() > largestFile) {
        *error = LinkWords::listTooLarge(largestFile);
        return std::nullopt;
    }
    return relayListFromJson(json, error);
}

/// What somebody wrote by hand is not lost for one comma.
bool putUnusableAside(const QString &path, QString *error)
{
    if (!QFileInfo(path).isFile() || readKeptRelays(path).problem.isEmpty())
        return true;
    const QString aside = path + QStringLiteral(".bad");
    QFile::remove(aside);
    QFile file(path);
    if (file.rename(aside))
        return true;
    *error = LinkWords::listUnsaved(path, file.errorString());
    return false;
}

} // namespace

RelayList defaultRelays()
{
    // The file is part of the program and a test reads it, so a failure cannot reach a user.
    return relayListFromJson(defaultRelaysJson()).value_or(RelayList{});
}

std::optional<RelayList> relayListFromJson(const QByteArray &json, QString *error)
{
    const auto fail = [error](const QString &words) -> std::optional<RelayList> {
        if (error)
            *error = words;
        return std::nullopt;
    };
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return fail(LinkWords::listNotJson(problem.errorString(), problem.offset));
    if (!document.isArray())
        return fail(LinkWords::listNotArray());

    RelayList list;
    QSet<QString> known;
    const QJsonArray array = document.array();
    for (int i = 0; i < array.size(); ++i) {
        QString words;
        const auto entry = entryFromJson(array.at(i), &words);
        if (!entry)
            return fail(LinkWords::listEntry(i + 1, words));
        if (known.contains(entry->url))
            continue;
        known.insert(entry->url);
        list.append(*entry);
    }
    return list;
}

QByteArray toJson(const RelayList &list)
{
    QJsonArray array;
    for (const RelayEntry &entry : list)
        array.append(
            QJsonObject{{QStringLiteral("url"), entry.url}, {QStringLiteral("enabled"), entry.enabled}});
    return QJsonDocument(array).toJson(QJsonDocument::Indented);
}

std::optional<RelayList> relayListFromText(const QByteArray &text, QString *error)
{
    QString unused;
    QString &words = error ? *error : unused;
    if (text.size() > largestFile) {
        words = LinkWords::listTooLarge(largestFile);
        return std::nullopt;
    }
    if (text.trimmed().startsWith('['))
        return relayListFromJson(text, error);
    RelayList list;
    const QList<QByteArray> lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = QString::fromUtf8(lines.at(i)).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        QString problem;
        const auto url = normalizeRelayUrl(line, &problem);
        if (!url) {
            words = LinkWords::listLine(static_cast<int>(i) + 1, problem);
            return std::nullopt;
        }
        list = joined(list, {{*url, true}});
    }
    return list;
}

QByteArray toLines(const RelayList &list)
{
    QByteArray lines;
    for (const RelayEntry &entry : list)
        lines += (entry.enabled ? QByteArray() : QByteArray("# off: ")) + entry.url.toUtf8() + '\n';
    return lines;
}

RelayList joined(const RelayList &list, const RelayList &more)
{
    RelayList all = list;
    QSet<QString> known;
    for (const RelayEntry &entry : list)
        known.insert(entry.url);
    for (const RelayEntry &entry : more) {
        if (known.contains(entry.url))
            continue;
        known.insert(entry.url);
        all.append(entry);
    }
    return all;
}

KeptRelays readKeptRelays(const QString &path)
{
    if (!QFileInfo::exists(path))
        return {defaultRelays(), {}};
    QFile file(path);
    QString error;
    if (const auto list = relayListFromFile(file, &error))
        return {*list, {}};
    return {defaultRelays(), LinkWords::listUnusable(path, error)};
}

bool writeKeptRelays(const QString &path, const RelayList &list, QString *error)
{
    QDir().mkpath(QFileInfo(path).path()); // when this fails, opening the file says why
    if (!putUnusableAside(path, error))
        return false;
    QSaveFile file(path);
    const QByteArray json = toJson(list);
    if (file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.commit())
        return true;
    *error = LinkWords::listUnsaved(path, file.errorString());
    return false;
}

} // namespace dvmdash::relay
