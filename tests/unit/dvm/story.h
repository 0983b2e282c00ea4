// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"
#include "money_events.h"

#include <QString>

#include <string>
#include <string_view>

namespace dvmdash::dvm::test
{

/// The people of a story: U is the customer, X a stranger, A to F are DVMs.
unsigned char numberOf(char name);
char nameOf(const nostr::PublicKey &key);

/// A job told in words, made of signed events and read through the product's own readers.
///
/// `targets` names the DVMs that the request asks for ("AB"; empty: a broadcast). `script` holds words
/// separated by spaces, each `what@second`; seconds count from the request (kind 5001):
///
///     A:processing@5        feedback of DVM A with that status (`none`, `opaque`: without one)
///     A:processing$7000@5   the same with an amount of 7000 msat
///     A:ask@5               payment-required with an invoice of 1000 msat that expires 600 s later
///     A:result@9            a result "done"; A:result=text@9 another; A:empty@9 white space; A:sealed@9
///     encrypted A:result!error@9      a result whose own status tag says error A:wrong@9             a
///     result of kind 6002; A:wrong!error@9 with that status pay:A@6  pay:A#2@6    a zap of the customer to A
///     (1000 msat) naming the request, or the word number 2 sure:A@6              the same, checked:
///     CONFIRMED tip:A#2@6  tip:A@6    a zap of the stranger refund:A@20  refund:A=400@20   a zap of A to the
///     customer naming the request cancel@9  meddle@9    kind 5 naming the request, of the customer or of the
///     stranger
///
/// Everything was received live, half a second after its date, unless the word ends in `~` (came late, from
/// storage) or in `+n` (received n seconds after its date; n may be negative).
JobFacts tell(std::string_view targets, std::string_view script);

/// The story without its request.
JobFacts tellMissing(std::string_view script);

/// "DELIVERED | A* DELIVERED@9 REQUESTED LATE+REVISED | B WAITING@3": the job, then each attempt with a star
/// when targeted, its state, since when (seconds after the request), its payment unless NONE, its flags.
QString told(const JobJudgement &judgement);

/// A story made up from a seed: who is asked, and what happens within `span` seconds.
struct RandomStory {
    std::string targets;
    std::string script;
};
RandomStory randomStory(unsigned seed, int span);

/// Listens always.
bool always(std::int64_t from, std::int64_t until);

} // namespace dvmdash::dvm::test
