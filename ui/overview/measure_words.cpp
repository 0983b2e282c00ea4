// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/measure_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("measure", text);
}

} // namespace

QString measureMeaning(Measure measure)
{
    switch (measure) {
    case Measure::Requests:
        return tr("Events of the request kinds (see Kinds) made in the time.");
    case Measure::Results:
        return tr("Events of the result kinds made in the time. Those that name no request count nowhere.");
    case Measure::Feedback:
        return tr("Events of kind 7000 made in the time, but customers' own notes and answers to pings.");
    case Measure::Users:
        return tr("Different authors of requests.");
    case Measure::Dvms:
        return tr("Different authors of results and feedback.");
    case Measure::Kinds:
        return tr("Different kinds of requests.");
    case Measure::Completion:
        return tr("Delivered jobs of all jobs whose request was made in the time. Jobs that are still open "
                  "count as not delivered.");
    case Measure::Confirmed:
        return tr("Payments whose receipt was checked: the signer is the one that the payee's own Lightning "
                  "address names, or the ecash was redeemed.");
    case Measure::Claimed:
        return tr(
            "Payments with a receipt whose signer could not be checked, and ecash that was not redeemed "
            "yet.");
    case Measure::P50:
        return tr("Median time from request to first result, of the attempts that delivered.");
    }
    return {};
}

QString sampleWords(Measure measure, const metrics::Figures &figures)
{
    switch (measure) {
    case Measure::Requests:
        return tr("n = %1 requests").arg(format::count(figures.requests));
    case Measure::Results:
        return tr("n = %1 results").arg(format::count(figures.results));
    case Measure::Feedback:
        return tr("n = %1 feedback events").arg(format::count(figures.feedback));
    case Measure::Users:
        return tr("n = %1 users, of %2 requests")
            .arg(format::count(figures.users), format::count(figures.requests));
    case Measure::Dvms:
        return tr("n = %1 DVMs, of %2 results and feedback events")
            .arg(format::count(figures.dvms), format::count(figures.results + figures.feedback));
    case Measure::Kinds:
        return tr("n = %1 kinds, of %2 requests")
            .arg(format::count(figures.kinds), format::count(figures.requests));
    case Measure::Completion:
        return tr("n = %1 jobs: %2 delivered, %3 failed, %4 open")
            .arg(format::count(figures.jobsSeen()), format::count(figures.jobsIn(dvm::State::Delivered)),
                 format::count(figures.jobsFailed()), format::count(figures.jobsOpen()));
    case Measure::Confirmed:
    case Measure::Claimed:
        return tr("n = %1 jobs").arg(format::count(figures.jobsSeen()));
    case Measure::P50:
        return tr("n = %1 deliveries, %2 of them by our own clock")
            .arg(format::count(figures.response.n), format::count(figures.response.measured));
    }
    return {};
}

QString moneyWords(const metrics::Money &money)
{
    QStringList lines{
        tr("Confirmed: %1").arg(format::sats(money.confirmed)),
        tr("Claimed: %1 (a receipt that could not be checked)").arg(format::sats(money.claimed)),
        tr("Inferred: %1 (asked for, then work went on; no payment seen)").arg(format::sats(money.inferred)),
        tr("Requested: %1 (asked for by DVMs)").arg(format::sats(money.requested))};
    if (money.refunded > 0)
        lines.append(tr("Refunded: %1").arg(format::sats(money.refunded)));
    if (money.unattributed_confirmed + money.unattributed_claimed > 0)
        lines.append(
            tr("Beside these, for no known job: %1 confirmed, %2 claimed")
                .arg(format::sats(money.unattributed_confirmed), format::sats(money.unattributed_claimed)));
    return lines.join(QLatin1Char('\n'));
}

PaidTier paidTier(const metrics::Money &money)
{
    if (money.confirmed > 0)
        return {tr("confirmed"), money.confirmed};
    if (money.claimed > 0)
        return {tr("claimed"), money.claimed};
    if (money.inferred > 0)
        return {tr("inferred"), money.inferred};
    return {};
}

QString paidWords(const metrics::Money &money)
{
    const PaidTier tier = paidTier(money);
    return tier.word.isEmpty() ? QString() : tr("%1 %2").arg(format::sats(tier.millisats), tier.word);
}

} // namespace dvmdash::ui
