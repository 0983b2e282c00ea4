// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs in which money moves, or should.
#include "demo/stage.h"
#include "demo/wording.h"

#include <array>

namespace dvmdash::demo
{

namespace
{

using dvm::State;

constexpr std::int64_t invoiceLife = 600; ///< seconds; short, so that the truth need not wait a day

std::int64_t priceOf(const Dvm &dvm, Random &random)
{
    return dvm.price_msat > 0 ? dvm.price_msat : random.between(1, 100) * 1000;
}

std::int64_t thinkingMs(Random &random)
{
    return random.between(3'000, 60'000);
}

/// Asked, paid with a receipt, delivered.
void paid(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t price = priceOf(dvm, stage.random());
    std::int64_t at = job.acceptAt(dvm);
    const nostr::Event ask = job.askPayment(dvm, at, price, invoiceLife);
    at += thinkingMs(stage.random());
    job.pay(dvm, at, ask, price);
    job.processing(dvm, at += 1'500);
    job.result(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

/// Asked, and then delivered without a receipt in sight: somebody paid the invoice, or nobody minded.
void inferred(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    std::int64_t at = job.acceptAt(dvm);
    const std::int64_t price = priceOf(dvm, stage.random());
    job.askPayment(dvm, at, price, stage.random().chance(70) ? invoiceLife : 0);
    at += thinkingMs(stage.random());
    job.processing(dvm, at);
    job.result(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

/// The bill comes with the goods and is paid.
void paidAfterwards(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t price = priceOf(dvm, stage.random());
    const std::int64_t at = job.acceptAt(dvm) + 1'100;
    const nostr::Event result = job.result(dvm, at, {.extra = {{"amount", std::to_string(price)}}});
    job.pay(dvm, at + thinkingMs(stage.random()), result, price);
    job.end(std::string(name), State::Delivered);
}

/// The bill comes with the goods, and no payment is seen.
void billedWithResult(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t price = priceOf(dvm, stage.random());
    job.result(dvm, job.acceptAt(dvm) + 1'100, {.extra = {{"amount", std::to_string(price)}}});
    job.attempt(dvm).payment = dvm::PaymentState::Requested;
    job.end(std::string(name), State::Delivered);
}

/// Nobody asked for it: a zap on the request itself, to the DVM.
void tipped(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm) + 1'100;
    job.result(dvm, at);
    job.pay(dvm, at + thinkingMs(stage.random()), job.request(), 21'000);
    job.end(std::string(name), State::Delivered);
}

/// Three of four DVMs say openly that they have it; which, no draw decides, so that a seed goes on giving the
/// same jobs.
void nutzapped(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    std::int64_t at = job.acceptAt(dvm);
    const std::int64_t sats = stage.random().between(3, 300);
    const nostr::Event ask = job.askPayment(dvm, at, sats * 1000, invoiceLife);
    at += thinkingMs(stage.random());
    const nostr::Event nutzap = job.payNutzap(dvm, at, ask, sats);
    if (sats % 4 != 0)
        job.redeem(dvm, at + 700, nutzap);
    job.result(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

/// Valid, and worth a look: the receipt is signed by the one who received.
void selfSignedReceipt(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t price = priceOf(dvm, stage.random());
    std::int64_t at = job.acceptAt(dvm);
    const nostr::Event ask = job.askPayment(dvm, at, price, invoiceLife);
    at += thinkingMs(stage.random());
    job.pay(dvm, at, ask, price, ZapFault::SelfSigned);
    job.result(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

void paymentNeverSeen(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.askPayment(dvm, at, priceOf(dvm, stage.random()), invoiceLife);
    job.end(std::string(name), State::Waiting);
}

/// A receipt that does not hold: as if there were none.
void fakeReceipt(Stage &stage, std::string_view name, int kind)
{
    static constexpr std::array<ZapFault, 3> faults{ZapFault::OtherAmount, ZapFault::TestNetwork,
                                                    ZapFault::BrokenRequest};
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    const nostr::Event ask = job.askPayment(dvm, at, 210'000, invoiceLife);
    const ZapFault fault = stage.random().pick(faults);
    job.pay(dvm, at + thinkingMs(stage.random()), ask, 210'000, fault);
    job.end(std::string(name), State::Waiting);
}

void paidUndelivered(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t price = priceOf(dvm, stage.random());
    std::int64_t at = job.acceptAt(dvm);
    const nostr::Event ask = job.askPayment(dvm, at, price, invoiceLife);
    at += thinkingMs(stage.random());
    job.pay(dvm, at, ask, price);
    if (stage.random().chance(50))
        job.processing(dvm, at + 1'500);
    job.paidUndelivered(dvm);
    job.end(std::string(name), State::PaidUndelivered);
}

/// Paid, failed, and the money came back.
void refunded(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t price = priceOf(dvm, stage.random());
    std::int64_t at = job.acceptAt(dvm);
    const nostr::Event ask = job.askPayment(dvm, at, price, invoiceLife);
    at += thinkingMs(stage.random());
    job.pay(dvm, at, ask, price);
    job.error(dvm, at += job.workFor(dvm));
    job.refund(dvm, at + thinkingMs(stage.random()), price);
    job.end(std::string(name), State::Failed);
}

/// Asked, not content with what came, and nothing more happened.
void paymentRejected(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.askPayment(dvm, at, priceOf(dvm, stage.random()), invoiceLife);
    job.feedback(dvm, at + thinkingMs(stage.random()), "payment-rejected", "the proof was spent already");
    job.end(std::string(name), State::Waiting);
}

/// An amount in a unit that nobody can add up: no sum was asked that could be shown.
void unknownUnit(Stage &stage, std::string_view name, int kind)
{
    static constexpr std::array<std::string_view, 4> amounts{"10_000", "0.5", "5 usd", "two coffees"};
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    const std::string amount(stage.random().pick(amounts));
    job.result(dvm, at + job.workFor(dvm), {.extra = {{"amount", amount}}});
    job.end(std::string(name), State::Delivered);
}

/// The tag says one sum and the invoice another; the invoice counts.
void amountMismatch(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm) + 1'100;
    const std::string invoice =
        makeInvoice(stage.random(), 50'000, stage.story().unixAt(at), invoiceLife, "fifty");
    job.result(dvm, at, {.extra = {{"amount", "50", invoice}}});
    job.attempt(dvm).payment = dvm::PaymentState::Requested;
    job.end(std::string(name), State::Delivered);
}

constexpr std::array<Scene, 14> scenes{{
    {"paid", 46, paid},
    {"payment-inferred", 25, inferred},
    {"paid-afterwards", 10, paidAfterwards},
    {"billed-with-result", 8, billedWithResult},
    {"tipped", 8, tipped},
    {"nutzapped", 6, nutzapped},
    {"self-signed-receipt", 3, selfSignedReceipt},
    {"payment-never-seen", 15, paymentNeverSeen},
    {"fake-receipt", 4, fakeReceipt},
    {"paid-undelivered", 10, paidUndelivered},
    {"refunded", 7, refunded},
    {"payment-rejected", 4, paymentRejected},
    {"unknown-unit", 3, unknownUnit},
    {"amount-mismatch", 3, amountMismatch},
}};

} // namespace

std::span<const Scene> paymentScenes()
{
    return scenes;
}

} // namespace dvmdash::demo
