// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/storage_cards.h"

#include "ui/storage/storage_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/format.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/stat_card.h"

namespace dvmdash::ui
{

namespace
{

constexpr qint64 msPerSecond = 1'000;
constexpr qreal leastCardWidth = 108; ///< all of them in one row of a small window
const QString dash = QStringLiteral("\u2013");

QString lines(const QString &first, const QString &second)
{
    return second.isEmpty() ? first : first + QLatin1Char('\n') + second;
}

} // namespace

StorageCards::StorageCards(QWidget *parent)
    : QWidget(parent)
    , m_layout(new FlowLayout(qRound(Theme::of(this).scaled(leastCardWidth)), Theme::of(this).space(Space::M),
                              this))
    , m_onDisk(add(tr("On disk"), "storage.disk"))
    , m_inUse(add(tr("In use"), "storage.used"))
    , m_events(add(tr("Events"), "storage.events"))
    , m_perEvent(add(tr("Bytes an event"), "storage.perEvent"))
    , m_lastDay(add(tr("Last 24 hours"), "storage.lastDay"))
    , m_oldest(add(tr("Oldest event"), "storage.oldest"))
    , m_newest(add(tr("Newest event"), "storage.newest"))
    , m_limit(add(tr("Limit"), "storage.limit"))
{
}

StatCard *StorageCards::add(const QString &caption, const char *name)
{
    auto *made = new StatCard(caption, this);
    const Theme &theme = Theme::of(this);
    made->setObjectName(QString::fromLatin1(name));
    // These cards have no course below their words.
    made->setFixedHeight(made->sizeHint().height() - qRound(theme.scaled(40)) - 2 * theme.space(Space::Xs));
    m_layout->addWidget(made);
    return made;
}

void StorageCards::show(const engine::Storage &storage, qint64 nowMs)
{
    const auto exact = [this](std::int64_t bytes) { return tr("%1 bytes").arg(format::count(bytes)); };

    m_onDisk->setFigure(format::bytes(storage.file_bytes + storage.wal_bytes),
                        storage.wal_bytes > 0 ? tr("%1 in WAL").arg(format::bytes(storage.wal_bytes))
                                              : QString());
    m_onDisk->setExplanation(
        tr("The file and what is still to be worked into it (its -wal).\nFile: %1\nStill to be worked in: %2")
            .arg(exact(storage.file_bytes), exact(storage.wal_bytes)));

    const std::int64_t free = storage.file_bytes - storage.used_bytes;
    m_inUse->setFigure(format::bytes(storage.used_bytes),
                       free > 0 ? tr("%1 to use again").arg(format::bytes(free)) : tr("the whole file"));
    m_inUse->setExplanation(
        tr("Pages of the file that hold something. The rest is used again before the file grows; "
           "\"dvmdash-cli prune --compact\" gives it back to the disk.\n%1")
            .arg(exact(storage.used_bytes)));

    m_events->setFigure(format::compactCount(storage.events), tr("in the file"));
    m_events->setExplanation(
        tr("Signed events that are stored, of every kind.\n%1 events").arg(format::count(storage.events)));

    m_perEvent->setFigure(storage.events > 0 ? format::count(storage.bytes_per_event) : dash,
                          tr("with its numbers"));
    m_perEvent->setExplanation(
        tr("What is in use by the number of events: each event with its references, its part in jobs and all "
           "numbers that follow from it."));

    m_lastDay->setFigure(
        format::compactCount(storage.received_last_day),
        tr("about %1").arg(format::bytes(storage.received_last_day * storage.bytes_per_event)));
    m_lastDay->setExplanation(
        tr("Events that came in during the last 24 hours, whenever they were made, and about "
           "what they take.\n%1 events")
            .arg(format::count(storage.received_last_day)));

    const auto showMoment = [&](StatCard &card, std::int64_t at, const QString &meaning) {
        const bool isKnown = storage.events > 0;
        card.setFigure(isKnown ? format::relativeTime(at * msPerSecond, nowMs) : dash,
                       isKnown ? dateText(at) : QString());
        card.setExplanation(lines(meaning, isKnown ? momentToolTip(at * msPerSecond) : QString()));
    };
    showMoment(*m_oldest, storage.oldest_event_at,
               tr("The earliest date that an author gave to an event in the file."));
    showMoment(*m_newest, storage.newest_event_at,
               tr("The latest such date that is not ahead of the clock."));

    m_limit->setFigure(storage.policy.max_bytes > 0 ? format::bytes(storage.policy.max_bytes) : tr("none"),
                       shortForecast(storage));
    m_limit->setExplanation(
        tr("So much may be in use; then the oldest events go.\n%1").arg(forecastWords(storage)));
}

} // namespace dvmdash::ui
