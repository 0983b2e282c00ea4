// SPDX-License-Identifier: GPL-3.0-or-later
// Zap receipts (NIP-57). Nutzaps are in nutzap.cpp.
#include "dvm/payment.h"

#include "dvm/json_event.h"
#include "nostr/bolt11.h"
#include "nostr/sha256.h"

#include <charconv>

namespace dvmdash::dvm
{

namespace
{

constexpr int zapRequestKind = 9734;

int countTags(const nostr::Event &event, std::string_view name)
{
    int count = 0;
    for (const nostr::Tag &tag : event.tags)
        count += !tag.empty() && tag[0] == name;
    return count;
}

/// The one `p` of an event; nothing when there is none, more than one, or it is no key.
std::optional<nostr::PublicKey> onlyRecipient(const nostr::Event &event)
{
    return countTags(event, "p") == 1 ? nostr::PublicKey::fromHex(event.tagValue("p")) : std::nullopt;
}

/// Whether an event has at most one `e`, and a readable one; `target` is set to it.
bool readTarget(const nostr::Event &event, std::optional<nostr::EventId> &target)
{
    const int count = countTags(event, "e");
    if (count == 1)
        target = nostr::EventId::fromHex(event.tagValue("e"));
    return count == 0 || (count == 1 && target);
}

/// The zap request that a receipt describes, when its id and signature hold.
std::optional<nostr::Event> zapRequest(const nostr::Event &receipt, nostr::Verifier &verifier)
{
    auto request = eventFromJson(receipt.tagValue("description"));
    if (!request || request->kind != zapRequestKind || verifier.check(*request))
        return std::nullopt;
    return request;
}

/// A missing `amount` agrees with anything; one that is no number agrees with nothing.
bool amountAgrees(const nostr::Event &request, std::int64_t msat)
{
    const nostr::Tag *tag = request.firstTag("amount");
    if (!tag)
        return true;
    if (tag->size() < 2)
        return false;
    const std::string &text = (*tag)[1];
    std::int64_t asked = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), asked);
    return error == std::errc{} && end == text.data() + text.size() && asked == msat;
}

} // namespace

std::string_view tierName(Tier tier)
{
    switch (tier) {
    case Tier::Requested:
        return "requested";
    case Tier::Inferred:
        return "inferred";
    case Tier::Claimed:
        return "claimed";
    case Tier::Confirmed:
        return "confirmed";
    }
    return "requested";
}

std::string_view paymentRejectText(PaymentReject reason)
{
    switch (reason) {
    case PaymentReject::NoInvoice:
        return "There is not exactly one bolt11 invoice that can be read.";
    case PaymentReject::NoAmount:
        return "The invoice names no amount.";
    case PaymentReject::NotMoney:
        return "The invoice is of a test network.";
    case PaymentReject::NoDescription:
        return "The description holds no zap request with a valid signature.";
    case PaymentReject::WrongRecipient:
        return "The recipient is missing, named several times, or not the one of the zap request.";
    case PaymentReject::WrongTarget:
        return "Several events are named, or not the one of the zap request.";
    case PaymentReject::AmountDiffers:
        return "The zap request asks for another amount than the invoice.";
    case PaymentReject::WrongSigner:
        return "The receipt is not signed by the recipient's Lightning provider.";
    case PaymentReject::BadProofs:
        return "The proofs or their unit cannot be read.";
    case PaymentReject::WrongMint:
        return "The mint is none of those that the recipient names.";
    case PaymentReject::WrongLock:
        return "The proofs are not locked to the key that the recipient names.";
    }
    return {};
}

std::variant<Payment, PaymentReject> readZapReceipt(const nostr::Event &receipt, nostr::Verifier &verifier,
                                                    const std::optional<nostr::PublicKey> &recipientSigner)
{
    if (countTags(receipt, "bolt11") != 1)
        return PaymentReject::NoInvoice;
    const auto decoded = nostr::bolt11::decode(receipt.tagValue("bolt11"));
    const auto *invoice = std::get_if<nostr::bolt11::Invoice>(&decoded);
    if (!invoice)
        return PaymentReject::NoInvoice;
    if (!invoice->isMoney())
        return PaymentReject::NotMoney;
    if (!invoice->msat)
        return PaymentReject::NoAmount;

    const auto request = zapRequest(receipt, verifier);
    if (!request)
        return PaymentReject::NoDescription;
    const auto recipient = onlyRecipient(receipt);
    if (!recipient || onlyRecipient(*request) != recipient)
        return PaymentReject::WrongRecipient;
    std::optional<nostr::EventId> target;
    std::optional<nostr::EventId> asked;
    if (!readTarget(receipt, target) || !readTarget(*request, asked) || target != asked)
        return PaymentReject::WrongTarget;
    if (!amountAgrees(*request, *invoice->msat))
        return PaymentReject::AmountDiffers;
    if (recipientSigner && *recipientSigner != receipt.pubkey)
        return PaymentReject::WrongSigner;

    Payment payment;
    payment.receipt = receipt.id;
    payment.target = target;
    payment.from = request->pubkey;
    payment.to = *recipient;
    payment.msat = *invoice->msat;
    payment.created_at = receipt.created_at;
    payment.tier = recipientSigner ? Tier::Confirmed : Tier::Claimed;
    if (invoice->paymentHash) {
        const auto &hash = *invoice->paymentHash;
        payment.key = nostr::toHex({reinterpret_cast<const char *>(hash.data()), hash.size()});
    } else {
        payment.key = receipt.id.hex();
    }
    payment.descriptionMismatch = invoice->descriptionHash != nostr::sha256(receipt.tagValue("description"));
    payment.selfSigned = receipt.pubkey == *recipient;
    return payment;
}

} // namespace dvmdash::dvm
