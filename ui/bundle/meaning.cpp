// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/meaning.h"

#include "engine/bundle.h"
#include "engine/capture_format.h"
#include "engine/decompression.h"
#include "engine/identifiers.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace dvmdash::ui
{

namespace
{

const QString bundleSuffix = QStringLiteral(".dvmchain.json");

QString tr(const char *text)
{
    return QCoreApplication::translate("Meaning", text);
}

/// A web page about an event or a person has its name at the end of the address.
QString linkIn(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (!trimmed.startsWith(QLatin1String("https://")) && !trimmed.startsWith(QLatin1String("http://")))
        return trimmed;
    return QUrl(trimmed).path().section(u'/', -1, -1, QString::SectionSkipEmpty);
}

bool looksLikeJson(const QString &text)
{
    const QString trimmed = text.trimmed();
    return trimmed.startsWith(u'{') || trimmed.startsWith(u'[');
}

/// That were dropped; none when anything else was dropped with them.
QStringList filesIn(const QMimeData &data)
{
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls)
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    return paths.size() == urls.size() ? paths : QStringList();
}

QString textIn(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.front().toString() : data.text();
}

/// Why the file cannot be read at all.
std::optional<NothingMeant> unreadable(const QString &path)
{
    const QString name = safeText(QFileInfo(path).fileName());
    if (QFileInfo(path).isDir())
        return NothingMeant{tr("%1 is a folder: open the files in it one by one.").arg(name)};
    if (!QFileInfo(path).isFile())
        return NothingMeant{tr("%1 is no file that can be opened.").arg(name)};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return NothingMeant{tr("%1 cannot be read: %2.").arg(name, safeText(file.errorString()))};
    return std::nullopt;
}

QByteArray beginningOf(const QString &path)
{
    constexpr qint64 looked = 512;
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(looked) : QByteArray();
}

bool isBundle(const QString &path)
{
    return path.endsWith(bundleSuffix, Qt::CaseInsensitive) || engine::looksLikeBundle(beginningOf(path));
}

Meaning meaningOfFiles(const QStringList &paths)
{
    for (const QString &path : paths) {
        if (auto why = unreadable(path))
            return *std::move(why);
        if (isBundle(path))
            return NothingMeant{
                tr("%1 is the bundle of a chain: drop it alone.").arg(safeText(QFileInfo(path).fileName()))};
    }
    return ArchivesMeant{paths};
}

} // namespace

Meaning meaningOfFile(const QString &path)
{
    if (auto why = unreadable(path))
        return *std::move(why);
    if (isBundle(path))
        return BundleMeant{path};
    if (engine::looksLikeCapture(beginningOf(path).toStdString()))
        return CaptureMeant{path};
    const bool isPacked = engine::compressionOf(beginningOf(path).toStdString()) != engine::Compression::None;
    QFile file(path);
    if (isPacked || file.size() > mostEventBytes || !file.open(QIODevice::ReadOnly))
        return ArchivesMeant{{path}};
    const QByteArray text = file.readAll();
    engine::LooseEvents found = engine::looseEvents(text);
    if (!found.events.empty())
        return EventsMeant{QFileInfo(path).fileName(), std::move(found)};
    if (looksLikeJson(QString::fromUtf8(text.left(1'000))))
        return ArchivesMeant{{path}};
    return NothingMeant{tr("%1 is neither the bundle of a chain nor a file of Nostr events.")
                            .arg(safeText(QFileInfo(path).fileName()))};
}

Meaning meaningOfText(const QString &text)
{
    if (looksLikeJson(text)) {
        engine::LooseEvents found = engine::looseEvents(text.toUtf8());
        if (!found.events.empty())
            return EventsMeant{tr("dropped text"), std::move(found)};
        return NothingMeant{tr("That text is no Nostr event.")};
    }
    constexpr qsizetype longestLink = 2'000;
    const std::string link = linkIn(text.left(longestLink)).toStdString();
    const auto entity = nostr::nip19::decode(link);
    if (entity && std::holds_alternative<nostr::nip19::Nsec>(*entity))
        return NothingMeant{tr("That was a secret key (nsec). It was neither searched for nor kept. Whoever "
                               "sees it can sign in its owner's name."),
                            true};
    if (entity && std::holds_alternative<nostr::nip19::Naddr>(*entity))
        return LinkMeant{std::nullopt, std::get<nostr::nip19::Naddr>(*entity).author};
    const LinkMeant meant{nostr::nip19::eventIdFromText(link), nostr::nip19::publicKeyFromText(link)};
    if (meant.event || meant.key)
        return meant;
    return NothingMeant{tr("That is neither a bundle, nor an event, nor a nostr: link.")};
}

Meaning meaningOfArgument(const QString &argument)
{
    return QFileInfo::exists(argument) ? meaningOfFile(argument) : meaningOfText(argument);
}

Meaning meaningOf(const QMimeData &data)
{
    const QStringList files = filesIn(data);
    if (files.size() == 1)
        return meaningOfFile(files.front());
    if (files.size() > 1)
        return meaningOfFiles(files);
    if (data.urls().size() > 1)
        return NothingMeant{tr("Drop one link at a time.")};
    return meaningOfText(textIn(data));
}

QString dropWords(const QMimeData &data)
{
    const QStringList files = filesIn(data);
    if (files.size() == 1)
        return files.front().endsWith(bundleSuffix, Qt::CaseInsensitive) ? tr("Drop to open the bundle")
                                                                         : tr("Drop to open the file");
    if (files.size() > 1)
        return tr("Drop to import %1 files").arg(files.size());
    if (data.urls().size() > 1)
        return tr("One link at a time");
    if (!data.hasText() && !data.hasUrls())
        return {};
    return looksLikeJson(textIn(data)) ? tr("Drop to take the event in") : tr("Drop to look it up");
}

} // namespace dvmdash::ui
