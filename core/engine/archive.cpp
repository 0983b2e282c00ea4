// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/archive.h"

#include "engine/answers.h"

#include <QDateTime>

namespace dvmdash::engine
{

namespace
{

template<typename T, typename Question>
Result<T> guarded(const Question &question)
{
    try {
        return {question(), {}};
    } catch (const store::Error &error) {
        return {std::nullopt, QString::fromStdString(error.what())};
    }
}

} // namespace

struct Archive::Private {
    explicit Private(const std::string &path)
        : reader(path)
    {
    }
    store::Reader reader;
};

Archive::Archive(std::unique_ptr<Private> state)
    : d(std::move(state))
{
}
Archive::Archive(Archive &&) noexcept = default;
Archive &Archive::operator=(Archive &&) noexcept = default;
Archive::~Archive() = default;

Result<Archive> Archive::open(const QString &database)
{
    return guarded<Archive>([&] { return Archive(std::make_unique<Private>(database.toStdString())); });
}

Result<std::int64_t> Archive::exportEvents(const ExportFilter &filter,
                                           const std::function<bool(std::string_view)> &sink)
{
    return guarded<std::int64_t>([&] {
        return d->reader.selectEvents(filter,
                                      [&](const nostr::Event &event) { return sink(nostr::toJson(event)); });
    });
}

Result<Overview> Archive::overview(const OverviewQuestion &question)
{
    return guarded<Overview>([&] { return answer(d->reader, question); });
}

Result<TimeWindow> Archive::everything()
{
    return guarded<TimeWindow>(
        [&] { return metrics::readSpan(d->reader, QDateTime::currentMSecsSinceEpoch()); });
}

Result<EventDetail> Archive::event(const nostr::EventId &id)
{
    return guarded<EventDetail>([&] { return answer(d->reader, EventQuestion{id}); });
}

Result<JobDetail> Archive::job(const nostr::EventId &id)
{
    return guarded<JobDetail>([&] { return answer(d->reader, JobQuestion{id}); });
}

Result<std::vector<KnownRelay>> Archive::relays()
{
    return guarded<std::vector<KnownRelay>>([&] { return d->reader.relays(); });
}

Result<Names> Archive::names(const std::vector<nostr::PublicKey> &keys)
{
    return guarded<Names>([&] { return answer(d->reader, NamesQuestion{keys}); });
}

} // namespace dvmdash::engine
