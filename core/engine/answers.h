// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "store/reader.h"

/// Each question put to a reader. Called on reader threads; throw store::Error and store::Interrupted.
namespace dvmdash::engine
{

Overview answer(store::Reader &reader, const OverviewQuestion &question);
RecentEvents answer(store::Reader &reader, const RecentEventsQuestion &question);
Jobs answer(store::Reader &reader, const JobsQuestion &question);
EventDetail answer(store::Reader &reader, const EventQuestion &question);
/// Throws store::Error when no such job is known.
JobDetail answer(store::Reader &reader, const JobQuestion &question);
Names answer(store::Reader &reader, const NamesQuestion &question);

/// Unix milliseconds by the system clock.
std::int64_t nowMs();

} // namespace dvmdash::engine
