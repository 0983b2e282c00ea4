// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/arrivals.h"

#include "engine/identifiers.h"
#include "ui/bundle/bundle_loader.h"
#include "ui/bundle/bundle_words.h"
#include "ui/models/name_book.h"
#include "ui/widgets/safe_text.h"

#include <QFileInfo>

namespace dvmdash::ui
{

Arrivals::Arrivals(engine::Engine &engine, BundleServices services, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_services(std::move(services))
    , m_loader(new BundleLoader(this))
{
    m_services.import = [&engine](const QString &source, const std::vector<std::string> &events,
                                  QObject *context, engine::Engine::Added added) {
        return engine.addEvents(source, events, context, std::move(added));
    };
    connect(m_loader, &BundleLoader::loaded, this, &Arrivals::showBundle);
    connect(m_loader, &BundleLoader::failed, this,
            [this](const QString &, const QString &error) { Q_EMIT said(Tone::Failed, safeText(error)); });
    connect(&engine, &engine::Engine::stateChanged, this, &Arrivals::fileChanged);
}

Arrivals::~Arrivals()
{
    closeWindows();
}

void Arrivals::closeWindows()
{
    const auto windows = std::exchange(m_windows, {});
    for (const auto &window : windows)
        delete window.data();
}

BundleWindow *Arrivals::lastWindow() const
{
    for (auto at = m_windows.crbegin(); at != m_windows.crend(); ++at)
        if (*at)
            return *at;
    return nullptr;
}

void Arrivals::take(const Meaning &meaning)
{
    const bool needsFile = std::holds_alternative<EventsMeant>(meaning) ||
                           std::holds_alternative<ArchivesMeant>(meaning) ||
                           std::holds_alternative<LinkMeant>(meaning);
    if (needsFile && m_engine.state() != engine::EngineState::Running) {
        m_waiting = meaning;
        fileChanged();
        return;
    }
    takeNow(meaning);
}

void Arrivals::fileChanged()
{
    if (!m_waiting)
        return;
    switch (m_engine.state()) {
    case engine::EngineState::Running:
        takeNow(*std::exchange(m_waiting, std::nullopt));
        break;
    case engine::EngineState::Failed:
        m_waiting.reset();
        Q_EMIT said(Tone::Failed, tr("Your file is not open, so nothing can be looked up or taken in."));
        break;
    case engine::EngineState::Stopped:
    case engine::EngineState::Starting:
    case engine::EngineState::Stopping:
        break;
    }
}

void Arrivals::takeNow(const Meaning &meaning)
{
    if (const auto *bundle = std::get_if<BundleMeant>(&meaning)) {
        Q_EMIT said(
            Tone::Running,
            tr("%1 is being read and verified\u2026").arg(safeText(QFileInfo(bundle->path).fileName())));
        m_loader->load(bundle->path);
    } else if (const auto *capture = std::get_if<CaptureMeant>(&meaning)) {
        Q_EMIT captureMeant(capture->path);
    } else if (const auto *events = std::get_if<EventsMeant>(&meaning)) {
        addEvents(*events);
    } else if (const auto *archives = std::get_if<ArchivesMeant>(&meaning)) {
        Q_EMIT archivesMeant(archives->paths);
    } else if (const auto *link = std::get_if<LinkMeant>(&meaning)) {
        lookUp(*link);
    } else {
        Q_EMIT said(Tone::Suspect, std::get<NothingMeant>(meaning).why);
    }
}

void Arrivals::showBundle(const QString &path, const engine::OpenedBundlePtr &bundle)
{
    Q_EMIT said(Tone::Running, {});
    auto *window = new BundleWindow(m_services, bundle, path);
    connect(window, &BundleWindow::dvmWanted, this, &Arrivals::dvmMeant);
    m_windows.removeAll(QPointer<BundleWindow>());
    m_windows.append(window);
    Q_EMIT windowMade(window);
    window->show();
}

void Arrivals::addEvents(const EventsMeant &meant)
{
    m_engine.addEvents(
        QStringLiteral("file:") + meant.source, meant.found.events, this,
        [this, source = meant.source, first = meant.found.first](const ingest::SourceCounters &counters) {
            const BundleNotice words = addedWords(source, counters);
            Q_EMIT said(words.tone, words.text);
            if (first)
                Q_EMIT eventMeant(*first);
        });
}

/// 64 hex characters may be an id or a key: whichever is known.
void Arrivals::lookUp(const LinkMeant &link)
{
    if (!link.event) {
        lookUpKey(*link.key, tr("Nothing of %1 is in your file yet.").arg(NameBook::npub(*link.key)));
        return;
    }
    m_ask = m_engine.ask(
        engine::EventQuestion{*link.event}, this,
        [this, link](const engine::Result<engine::EventDetail> &result) {
            if (!result)
                Q_EMIT said(Tone::Failed, safeText(result.error));
            else if (result->job)
                Q_EMIT chainMeant(*result->job);
            else if (result->known || !result->referred_by.empty())
                Q_EMIT eventMeant(*link.event);
            else if (link.key)
                lookUpKey(*link.key, tr("Nothing with the id or key %1 is in your file yet.")
                                         .arg(QString::fromStdString(link.event->hex())));
            else
                Q_EMIT said(Tone::Suspect, tr("The event %1 is not in your file: no relay has given it yet.")
                                               .arg(QString::fromStdString(
                                                   nostr::nip19::encode(nostr::nip19::Note{*link.event}))));
        });
}

void Arrivals::lookUpKey(const nostr::PublicKey &key, const QString &unknown)
{
    // Of a window of a second, for its numbers are not wanted.
    m_ask = m_engine.ask(engine::DvmQuestion{key, {1, 2}}, this,
                         [this, key, unknown](const engine::Result<engine::Dvm> &result) {
                             if (!result)
                                 Q_EMIT said(Tone::Failed, safeText(result.error));
                             else if (result->known)
                                 Q_EMIT dvmMeant(key);
                             else
                                 Q_EMIT said(Tone::Suspect, unknown);
                         });
}

} // namespace dvmdash::ui
