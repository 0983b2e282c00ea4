// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/given_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("relays_given", text);
}

} // namespace

QString partWords(const metrics::Rate &rate)
{
    const auto percent = format::percent(rate.part, rate.whole);
    if (!percent)
        return tr("none yet");
    return tr("%1 of %2 (%3)").arg(format::count(rate.part), format::count(rate.whole), *percent);
}

std::optional<qint64> hundredths(const metrics::Rate &rate)
{
    constexpr qint64 whole = 10'000;
    return rate.whole > 0 ? std::optional<qint64>(rate.part * whole / rate.whole) : std::nullopt;
}

QString givenMeaning()
{
    return tr("Requests, results and feedback of the window that this relay gave, by their own time.");
}

QString onlyMeaning()
{
    return tr("Of the events looked at, those that no other relay gave: without this relay they would not be "
              "known. Imported files do not count as relays.");
}

QString duplicatesMeaning()
{
    return tr("Of the events looked at, those that another relay had given before.");
}

QString firstMeaning()
{
    return tr(
        "Of the events that came as they happened and that other relays gave too: how many came from this "
        "relay first, or in the same millisecond.");
}

GivenBasis::GivenBasis(const engine::RelaysGiven &given)
    : isKnown(true)
    , isWhole(given.looked.since <= given.window.since)
    , events(given.looked_events)
    , since(given.looked.since)
{
}

QString GivenBasis::words() const
{
    return isWhole ? tr("all %1 events").arg(format::count(events))
                   : tr("the newest %1 events").arg(format::count(events));
}

QString GivenBasis::meaning() const
{
    return isWhole ? QString()
                   : tr("The window holds more than can be looked at one by one: shares, kinds and DVMs are "
                        "those "
                        "of the events since %1.")
                         .arg(format::localTime(since));
}

} // namespace dvmdash::ui
