// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/lookup_words.h"

#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("lookup", text);
}

LookupMark markOf(const lookup::Known &known)
{
    const bool isName = known.subject.what == lookup::What::Nip05;
    if (known.last == lookup::Outcome::Failed && known.answered_ms == 0)
        return {Tone::Suspect, tr("no answer"), {}};
    if (!isName)
        return known.key
                   ? LookupMark{Tone::Delivered, tr("checked"),
                                tr("The address names the key that signs its zap receipts. Receipts by it "
                                   "are confirmed, others are refused.")}
                   : LookupMark{Tone::Waiting, tr("no zaps"),
                                tr("The address does not take zaps over Nostr, so no receipt can be "
                                   "confirmed.")};
    if (known.isVerified())
        return {Tone::Delivered, tr("verified"), tr("The domain says that this name is this key.")};
    return known.key ? LookupMark{Tone::Failed, tr("mismatch"),
                                  tr("The domain says that this name is another key.")}
                     : LookupMark{Tone::Failed, tr("not known"), tr("The domain does not know this name.")};
}

} // namespace

QString lookupCounts(const engine::LookupState &state, lookup::What what)
{
    const auto isOfIt = [&](const lookup::Subject &subject) { return subject.what == what; };
    const auto named = std::count_if(state.named.begin(), state.named.end(), isOfIt);
    std::int64_t answered = 0;
    std::int64_t failed = 0;
    for (const lookup::Known &known : state.known) {
        if (!isOfIt(known.subject))
            continue;
        answered += known.answered_ms > 0 ? 1 : 0;
        failed += known.last == lookup::Outcome::Failed ? 1 : 0;
    }
    if (named == 0 && answered + failed == 0)
        return tr("Nobody is to be asked by now.");
    QString text = tr("%1 of %2 addresses have answered.").arg(format::count(answered), format::count(named));
    if (failed > 0)
        text += QLatin1Char(' ') + tr("%1 could not be asked the last time.").arg(format::count(failed));
    return text;
}

std::optional<LookupMark> lookupMark(const std::vector<lookup::Known> &known, lookup::What what,
                                     const std::string &address, bool isAllowed, qint64 nowMs)
{
    if (address.empty())
        return std::nullopt;
    const auto at = std::find_if(known.begin(), known.end(), [&](const lookup::Known &one) {
        return one.subject.what == what && one.subject.address == address;
    });
    if (at == known.end())
        return isAllowed ? std::optional(LookupMark{Tone::Waiting, tr("not asked yet"),
                                                    tr("Its domain is asked when its turn comes; of a "
                                                       "Lightning address only once there is a receipt.")})
                         : std::nullopt;
    LookupMark mark = markOf(*at);
    QStringList lines;
    if (!mark.toolTip.isEmpty())
        lines.append(mark.toolTip);
    if (at->answered_ms > 0)
        lines.append(tr("It answered %1.").arg(format::relativeTime(at->answered_ms, nowMs)));
    if (at->last == lookup::Outcome::Failed)
        lines.append(tr("The last try, %1, failed: %2")
                         .arg(format::relativeTime(at->checked_ms, nowMs),
                              safeText(QString::fromStdString(at->error))));
    mark.toolTip = lines.join(QLatin1Char('\n'));
    return mark;
}

LookupMark paymentMark(const store::PaymentRow &payment)
{
    const QString amount = format::sats(payment.msat);
    if (payment.refused) {
        const std::string_view reason = dvm::paymentRejectText(*payment.refused);
        return {Tone::Failed, tr("refused"),
                tr("%1, counted nowhere: %2")
                    .arg(amount, QString::fromUtf8(reason.data(), static_cast<qsizetype>(reason.size())))};
    }
    if (!payment.counted)
        return {Tone::Waiting, tr("counted once"),
                tr("%1; another receipt of this payment counts.").arg(amount)};
    if (payment.tier == dvm::Tier::Confirmed)
        return {Tone::Delivered, tr("confirmed"), amount};
    return {Tone::Payment, tr("claimed"), amount + QLatin1Char('\n') + confirmationWords()};
}

QString confirmationWords()
{
    return tr(
        "Confirmed is a nutzap once its recipient says that it was redeemed, and a receipt whose signer is "
        "the one that the recipient's Lightning address names. That is asked over HTTP when the Relays "
        "page allows it.");
}

} // namespace dvmdash::ui
