// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/loose_events.h"

#include "engine/capture_format.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <QList>

namespace dvmdash::engine
{

LooseEvents looseEvents(const QByteArray &text)
{
    LooseEvents found;
    nostr::EventParser parser;
    nostr::Verifier verifier;
    const auto take = [&](const QByteArray &part) {
        std::string json = part.trimmed().toStdString();
        if (looksLikeCaptureLine(json)) {
            auto line = readCaptureLine(json);
            auto *event = line ? std::get_if<CapturedEvent>(&line->what) : nullptr;
            if (!event)
                return false;
            json = std::move(event->json);
        }
        const auto outcome = parser.parse(json);
        const auto *parsed = std::get_if<nostr::ParsedEvent>(&outcome);
        if (!parsed)
            return false;
        if (!found.first && !verifier.check(parsed->event))
            found.first = parsed->event.id;
        found.events.push_back(std::move(json));
        return true;
    };
    if (take(text))
        return found;
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines)
        take(line);
    return found;
}

} // namespace dvmdash::engine
