// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/archive.h"

#include "engine/answers.h"
#include "metrics/step.h"

namespace dvmdash::engine
{

namespace
{

template<typename T, typename Question>
Result<T> guarded(const Question &question)
{
    try {
        return {question(), {}};
    } catch (const metrics::TooManySteps &) {
        throw; // the question is at fault, not the file
    } catch (const std::exception &problem) {
        return {std::nullopt, QString::fromStdString(store::unexpected(problem).what())};
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

template<typename Question>
Result<AnswerOf<Question>> Archive::ask(const Question &question)
{
    return guarded<AnswerOf<Question>>([&] { return answer(d->reader, question); });
}

Result<std::vector<KnownRelay>> Archive::relays()
{
    return guarded<std::vector<KnownRelay>>([&] { return d->reader.relays(); });
}

template Result<Overview> Archive::ask(const OverviewQuestion &);
template Result<Series> Archive::ask(const SeriesQuestion &);
template Result<Months> Archive::ask(const MonthsQuestion &);
template Result<Best> Archive::ask(const BestQuestion &);
template Result<Dvms> Archive::ask(const DvmsQuestion &);
template Result<Kinds> Archive::ask(const KindsQuestion &);
template Result<Users> Archive::ask(const UsersQuestion &);
template Result<RelaysUsed> Archive::ask(const RelaysUsedQuestion &);
template Result<Dvm> Archive::ask(const DvmQuestion &);
template Result<DvmTroubles> Archive::ask(const DvmTroublesQuestion &);
template Result<Kind> Archive::ask(const KindQuestion &);
template Result<Jobs> Archive::ask(const JobsQuestion &);
template Result<EventDetail> Archive::ask(const EventQuestion &);
template Result<LifecycleChanges> Archive::ask(const LifecycleChangesQuestion &);
template Result<JobDetail> Archive::ask(const JobQuestion &);
template Result<ProfileAnswer> Archive::ask(const ProfileQuestion &);
template Result<LookupState> Archive::ask(const LookupsQuestion &);
template Result<RelaysGiven> Archive::ask(const RelaysGivenQuestion &);
template Result<RelayCourse> Archive::ask(const RelayCourseQuestion &);
template Result<NamedRelays> Archive::ask(const NamedRelaysQuestion &);
template Result<Coverages> Archive::ask(const CoverageQuestion &);
template Result<Names> Archive::ask(const NamesQuestion &);
template Result<ChainAnswer> Archive::ask(const ChainQuestion &);
template Result<JobMaterial> Archive::ask(const JobMaterialQuestion &);
template Result<ChainsCompared> Archive::ask(const CompareChainsQuestion &);
template Result<SimilarChains> Archive::ask(const SimilarChainsQuestion &);
template Result<BundleAnswer> Archive::ask(const BundleQuestion &);
template Result<Storage> Archive::ask(const StorageQuestion &);

} // namespace dvmdash::engine
