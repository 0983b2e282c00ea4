// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/job_head.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/state_chip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

/// Authors may claim any time; a multiplication must not overflow.
constexpr qint64 latestTime = Q_INT64_C(1) << 52;

} // namespace

JobHead::JobHead(NameBook &names, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_title(new QLabel(this))
    , m_kind(new MutedLabel(this))
    , m_id(new CopyLabel({}, this))
    , m_by(new MutedLabel(this))
    , m_asked(new RelativeTimeLabel(this))
    , m_state(new StateChip(this))
    , m_payment(new StateChip(this))
    , m_duration(new MutedLabel(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::S), theme.space(Space::L),
                               theme.space(Space::S));
    layout->setSpacing(theme.space(Space::Xs));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    layout->addWidget(m_title);

    auto *about = new QHBoxLayout;
    about->setSpacing(theme.space(Space::S));
    m_kind->setWordWrap(false);
    m_id->setMeaning(tr("id of the request"));
    about->addWidget(m_kind);
    about->addWidget(m_id);
    about->addStretch(1);
    about->addWidget(m_asked);
    layout->addLayout(about);
    layout->addWidget(m_by);

    auto *chips = new QHBoxLayout;
    chips->setSpacing(theme.space(Space::L));
    chips->addWidget(m_state);
    chips->addWidget(m_payment);
    chips->addStretch(1);
    m_duration->setWordWrap(false);
    chips->addWidget(m_duration);
    layout->addLayout(chips);
    connect(&names, &NameBook::namesChanged, this, &JobHead::showCustomer);
    restyle();
}

void JobHead::showJob(const engine::JobDetail &detail)
{
    const engine::JobRow &job = detail.row;
    const bool awaits = awaitsPayment(detail);
    m_title->setText(job.kind == 0 ? tr("A job of unknown kind") : kindName(job.kind));
    m_kind->setText(job.kind == 0 ? tr("Job") : tr("Job · kind %1").arg(job.kind));
    m_id->setValue(QString::fromStdString(job.request.hex()));
    m_asked->setTimeMs(std::clamp<qint64>(job.created_at, 0, latestTime) * 1000);
    m_customer = job.customer;
    showCustomer();
    m_state->setState(stateTone(job.state, awaits), stateWord(job.state, awaits));
    m_state->setToolTip(stateMeaning(job.state, awaits));
    m_payment->setVisible(job.payment != dvm::PaymentState::None);
    m_payment->setState(Tone::Payment, tr("payment %1").arg(paymentWord(job.payment)));
    m_payment->setToolTip(paymentMeaning(job.payment));
    const auto ms = responseMs(job.response_ms, job.response_s);
    m_duration->setText(ms ? format::durationMs(*ms) : QString());
    m_duration->setToolTip(job.response_ms ? tr("From request to result, by our receipt")
                                           : tr("From request to result, by the authors' clocks"));
}

void JobHead::showCustomer()
{
    m_by->setText(m_customer ? tr("asked for by %1").arg(m_names.name(*m_customer))
                             : tr("the request was never seen"));
}

void JobHead::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void JobHead::restyle()
{
    const Theme &theme = Theme::of(this);
    m_title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    m_asked->setFont(theme.numberFont(TextSize::Caption));
    QPalette muted = m_asked->palette();
    if (muted.color(QPalette::WindowText) != theme.ink(Ink::Muted)) {
        muted.setColor(QPalette::WindowText, theme.ink(Ink::Muted));
        m_asked->setPalette(muted);
    }
}

} // namespace dvmdash::ui
