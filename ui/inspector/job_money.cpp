// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/job_money.h"

#include "ui/inspector/job_words.h"
#include "ui/inspector/section.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"

#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

const QString between = QStringLiteral(" · ");

QString tierWord(dvm::Tier tier)
{
    switch (tier) {
    case dvm::Tier::Requested:
        return paymentWord(dvm::PaymentState::Requested);
    case dvm::Tier::Inferred:
        return paymentWord(dvm::PaymentState::Inferred);
    case dvm::Tier::Claimed:
        return paymentWord(dvm::PaymentState::Claimed);
    case dvm::Tier::Confirmed:
        return paymentWord(dvm::PaymentState::Confirmed);
    }
    return {};
}

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

bool hasMoney(const dvm::Attempt &attempt)
{
    return attempt.payment != dvm::PaymentState::None || attempt.requested_msat ||
           attempt.claimed_msat + attempt.confirmed_msat + attempt.refunded_msat > 0;
}

} // namespace

JobMoney::JobMoney(NameBook &names, ViewState &viewState, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_meaning(new MutedLabel(this))
    , m_bid(new MutedLabel(this))
    , m_dvms(new LinkList(this))
    , m_asks(new LinkList(this))
    , m_receipts(new LinkList(this))
    , m_dvmSection(new Section(QStringLiteral("money-dvms"), tr("By DVM"), this))
    , m_askSection(new Section(QStringLiteral("money-asks"), tr("Asked for"), this))
    , m_receiptSection(new Section(QStringLiteral("money-receipts"), tr("Seen"), this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), 0, theme.space(Space::L), theme.space(Space::L));
    layout->setSpacing(0);
    m_meaning->setContentsMargins(0, 0, 0, theme.space(Space::Xs));
    m_bid->setContentsMargins(0, 0, 0, theme.space(Space::Xs));
    layout->addWidget(m_meaning);
    layout->addWidget(m_bid);
    const auto add = [&](Section *section, LinkList *list) {
        section->setContent(list);
        section->restoreFrom(viewState);
        layout->addWidget(section);
        connect(list, &LinkList::activated, this, &JobMoney::eventWanted);
    };
    add(m_dvmSection, m_dvms);
    add(m_askSection, m_asks);
    add(m_receiptSection, m_receipts);
    layout->addStretch(1);
    connect(&names, &NameBook::namesChanged, this, &JobMoney::fill);
}

void JobMoney::showMoney(const engine::JobDetail &detail, const engine::JobMaterial &material)
{
    m_detail = detail;
    m_material = material;
    fill();
}

void JobMoney::fill()
{
    if (!m_detail)
        return;
    QVector<LinkContent> dvms;
    for (const dvm::Attempt &attempt : m_detail->attempts)
        if (hasMoney(attempt))
            dvms.append(dvmRow(attempt));
    QVector<LinkContent> asks;
    for (const dvm::AnswerMaterial &answer : m_material.answers)
        if (answer.ask)
            asks.append(askRow(answer));
    QVector<LinkContent> receipts;
    for (const store::JobPayment &row : m_material.payments)
        receipts.append(receiptRow(row));
    fillSection(m_dvmSection, m_dvms, dvms);
    fillSection(m_askSection, m_asks, asks);
    fillSection(m_receiptSection, m_receipts, receipts);

    const bool isQuiet = dvms.isEmpty() && asks.isEmpty() && receipts.isEmpty();
    const bool isNamedOnly = m_detail->row.payment == dvm::PaymentState::None && !asks.isEmpty();
    m_meaning->setText(
        isQuiet       ? tr("No DVM asked for money, and no receipt was seen. A Lightning invoice that "
                                 "was paid leaves no trace on Nostr, so this does not say that nothing was "
                                 "paid.")
        : isNamedOnly ? tr("A DVM named an amount, but not so that it counts as asked for. No payment "
                           "was seen.")
                      : paymentMeaning(m_detail->row.payment));
    const auto &request = m_material.request;
    m_bid->setVisible(request && request->bid_msat);
    if (request && request->bid_msat)
        m_bid->setText(tr("The customer bid %1. A bid is no money: it is never counted.")
                           .arg(format::sats(*request->bid_msat)));
}

void JobMoney::fillSection(Section *section, LinkList *list, const QVector<LinkContent> &rows)
{
    list->setRows(rows);
    section->setNote(format::count(rows.size()));
    section->setVisible(!rows.isEmpty());
}

LinkContent JobMoney::dvmRow(const dvm::Attempt &attempt)
{
    LinkContent row;
    row.icon = Icon::Coin;
    row.tone = attempt.payment == dvm::PaymentState::None ? std::nullopt : std::optional(Tone::Payment);
    row.primary = m_names.name(attempt.dvm);
    QStringList words;
    if (attempt.requested_msat)
        words.append(tr("asked %1").arg(format::sats(*attempt.requested_msat)));
    else if (attempt.payment == dvm::PaymentState::Requested)
        words.append(tr("asked, no amount that can be read"));
    if (attempt.claimed_msat > 0)
        words.append(tr("claimed %1").arg(format::sats(attempt.claimed_msat)));
    if (attempt.confirmed_msat > 0)
        words.append(tr("confirmed %1").arg(format::sats(attempt.confirmed_msat)));
    if (attempt.refunded_msat > 0)
        words.append(tr("paid back %1").arg(format::sats(attempt.refunded_msat)));
    if (attempt.payment == dvm::PaymentState::Inferred)
        words.append(tr("went on after it asked"));
    if (attempt.state == dvm::State::PaidUndelivered)
        words.append(stateWord(attempt.state));
    row.secondary = words.join(between);
    row.trailing = paymentWord(attempt.payment);
    return row;
}

LinkContent JobMoney::askRow(const dvm::AnswerMaterial &answer)
{
    const dvm::Amount &amount = answer.ask->amount;
    LinkContent row;
    row.target = answer.id;
    row.icon = amount.unknownUnit ? Icon::Triangle : Icon::Coin;
    row.tone = amount.unknownUnit ? Tone::Suspect : Tone::Payment;
    row.primary =
        amount.msat
            ? format::sats(*amount.msat)
            : tr("“%1”: an unknown unit", "amount tag").arg(QString::fromStdString(answer.ask->written));
    QStringList words{m_names.name(answer.author)};
    if (amount.invoice_expires)
        words.append(*amount.invoice_expires > format::nowMs() / 1000
                         ? tr("invoice until %1").arg(format::isoUtc(*amount.invoice_expires))
                         : tr("invoice ran out %1").arg(format::isoUtc(*amount.invoice_expires)));
    else
        words.append(tr("no invoice"));
    if (amount.mismatch)
        words.append(
            tr("“%1” stands beside it; the invoice counts").arg(QString::fromStdString(answer.ask->written)));
    if (amount.unknownUnit)
        words.append(tr("counts nowhere"));
    row.secondary = words.join(between);
    row.time = answer.created_at;
    return row;
}

LinkContent JobMoney::receiptRow(const store::JobPayment &paid)
{
    const dvm::Payment &payment = paid.payment;
    LinkContent row;
    row.target = payment.receipt;
    row.icon = Icon::Coin;
    row.tone = paid.standing.counted ? std::optional(Tone::Payment) : std::nullopt;
    row.primary = tr("%1 %2", "amount, tier").arg(format::sats(payment.msat), tierWord(payment.tier));
    QStringList words{tr("%1 to %2").arg(m_names.name(payment.from), m_names.name(payment.to))};
    if (paid.standing.refused) {
        words.append(tr("refused: %1").arg(text(dvm::paymentRejectText(*paid.standing.refused))));
    } else if (!paid.standing.counted) {
        words.append(tr("another receipt of the same payment counts"));
    } else {
        switch (paid.standing.purpose) {
        case dvm::Purpose::Work:
            words.append(tr("for the work"));
            break;
        case dvm::Purpose::Refund:
            words.append(tr("paid back"));
            break;
        case dvm::Purpose::None:
            words.append(tr("neither to a DVM of this job nor from one: counts nowhere"));
            break;
        case dvm::Purpose::Unattributed:
            words.append(tr("for no job that is known"));
            break;
        }
    }
    if (payment.descriptionMismatch)
        words.append(tr("the invoice does not commit to the zap request"));
    if (payment.selfSigned)
        words.append(tr("signed by its own recipient"));
    row.secondary = words.join(between);
    row.time = payment.created_at;
    return row;
}

} // namespace dvmdash::ui
