// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/comparison_questions.h"
#include "engine/questions.h"
#include "store/fact_listener.h"
#include "store/reader.h"

#include <memory>

/// Each question put to a reader. Called on reader threads; throw store::Error and store::Interrupted.
namespace dvmdash::engine
{

Overview answer(store::Reader &reader, const OverviewQuestion &question);
Series answer(store::Reader &reader, const SeriesQuestion &question);
Months answer(store::Reader &reader, const MonthsQuestion &question);
Best answer(store::Reader &reader, const BestQuestion &question);
Dvms answer(store::Reader &reader, const DvmsQuestion &question);
Kinds answer(store::Reader &reader, const KindsQuestion &question);
Users answer(store::Reader &reader, const UsersQuestion &question);
RelaysUsed answer(store::Reader &reader, const RelaysUsedQuestion &question);
Dvm answer(store::Reader &reader, const DvmQuestion &question);
DvmTroubles answer(store::Reader &reader, const DvmTroublesQuestion &question);
Kind answer(store::Reader &reader, const KindQuestion &question);
RecentEvents answer(store::Reader &reader, const RecentEventsQuestion &question);
Jobs answer(store::Reader &reader, const JobsQuestion &question);
EventDetail answer(store::Reader &reader, const EventQuestion &question);
LifecycleChanges answer(store::Reader &reader, const LifecycleChangesQuestion &question);
/// Throws store::Error when no such job is known.
JobDetail answer(store::Reader &reader, const JobQuestion &question);
/// Throws store::Error when no such job is known.
JobMaterial answer(store::Reader &reader, const JobMaterialQuestion &question);
/// Throws store::Error when no such job is known.
ChainAnswer answer(store::Reader &reader, const ChainQuestion &question);
/// Throws store::Error when either job is not known.
ChainsCompared answer(store::Reader &reader, const CompareChainsQuestion &question);
/// Throws store::Error when no such job is known.
SimilarChains answer(store::Reader &reader, const SimilarChainsQuestion &question);
/// Throws store::Error when no such job is known, and when its bundle could not be read again.
BundleAnswer answer(store::Reader &reader, const BundleQuestion &question);
ProfileAnswer answer(store::Reader &reader, const ProfileQuestion &question);
LookupState answer(store::Reader &reader, const LookupsQuestion &question);
RelaysGiven answer(store::Reader &reader, const RelaysGivenQuestion &question);
RelayCourse answer(store::Reader &reader, const RelayCourseQuestion &question);
NamedRelays answer(store::Reader &reader, const NamedRelaysQuestion &question);
Coverages answer(store::Reader &reader, const CoverageQuestion &question);
Names answer(store::Reader &reader, const NamesQuestion &question);
Storage answer(store::Reader &reader, const StorageQuestion &question);

/// An answer of before is given again: what it rests on is looked up anew, its numbers stand.
void refresh(store::Reader &reader, metrics::Freshness &freshness);

/// Keeps the numbers of a file while it is written: for store::WriterSettings.
std::unique_ptr<store::FactListener> countInRollups(store::Database &db);

/// Unix milliseconds by the system clock.
std::int64_t nowMs();

} // namespace dvmdash::engine
