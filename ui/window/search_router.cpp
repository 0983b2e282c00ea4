// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/search_router.h"

#include "engine/identifiers.h"
#include "ui/models/name_book.h"

namespace dvmdash::ui
{

SearchRouter::SearchRouter(engine::Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
}

void SearchRouter::route(const QString &text)
{
    m_ask.cancel();
    const std::string typed = text.trimmed().toStdString();
    if (typed.empty())
        return;
    const auto entity = nostr::nip19::decode(typed);
    if (entity && std::holds_alternative<nostr::nip19::Nsec>(*entity)) {
        Q_EMIT secretPasted();
        return;
    }
    if (entity && std::holds_alternative<nostr::nip19::Naddr>(*entity)) {
        // An address names what its author announces; the lists know the author.
        Q_EMIT filterMeant(NameBook::npub(std::get<nostr::nip19::Naddr>(*entity).author));
        return;
    }
    const auto id = nostr::nip19::eventIdFromText(typed);
    const auto key = nostr::nip19::publicKeyFromText(typed);
    if (id && key)
        askWhich(*id, text.trimmed());
    else if (id)
        Q_EMIT eventMeant(*id);
    else if (key)
        Q_EMIT filterMeant(NameBook::npub(*key));
    else
        Q_EMIT filterMeant(text.trimmed());
}

void SearchRouter::askWhich(const nostr::EventId &id, const QString &text)
{
    m_ask = m_engine.ask(engine::EventQuestion{id}, this,
                         [this, id, text](const engine::Result<engine::EventDetail> &result) {
                             const bool isEvent = !result || result->known || !result->referred_by.empty();
                             if (isEvent)
                                 Q_EMIT eventMeant(id);
                             else
                                 Q_EMIT filterMeant(text);
                         });
}

} // namespace dvmdash::ui
