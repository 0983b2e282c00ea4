// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/lookup_card.h"

#include "ui/relays/lookup_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/check_box.h"
#include "ui/widgets/muted_label.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{
constexpr int answerGapMs = 5'000;
}

LookupCard::LookupCard(const PageContext &context, QWidget *parent)
    : Card(tr("Who else may be asked"), parent)
    , m_engine(context.engine)
    , m_feed(context.engine, engine::LookupsQuestion{}, nullptr, answerGapMs)
    , m_toggle(new QPushButton)
    , m_choices(new QWidget)
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(m_choices);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::Xs));
    m_lnurl =
        addChoice(*layout, QStringLiteral("relays.lnurl"), tr("Who signs the zap receipts of a DVM (LNURL)"),
                  tr("Asks the domain of the Lightning address of each DVM that was paid, once a day. It "
                     "learns your network address and which DVM you look at. Receipts can then be "
                     "confirmed."));
    layout->addSpacing(theme.space(Space::S));
    m_nip05 = addChoice(*layout, QStringLiteral("relays.nip05"),
                        tr("Whether the name of a DVM is its own (NIP-05)"),
                        tr("Asks the domain of the name of each announced DVM, once a day. It learns your "
                           "network address and which DVM you look at. The name is then marked."));
    layout->addSpacing(theme.space(Space::S));
    m_hints = addChoice(*layout, QStringLiteral("relays.hints"),
                        tr("Relays that are named as the place of a missing request or input"),
                        tr("What no relay of the list had is looked for where the event that names it says: "
                           "public relays only, some seconds, a few an hour. Whoever wrote that event chose "
                           "them, and they learn your network address."));
    m_toggle->setObjectName(QStringLiteral("relays.lookups"));
    addHeaderWidget(m_toggle);
    setContent(m_choices);
    connect(m_toggle, &QPushButton::clicked, this, [this] { setOpen(!isOpen()); });
    connect(&m_feed, &FeedBase::answered, this, &LookupCard::showState);
    setOpen(false);
    restyle();
}

LookupCard::Choice LookupCard::addChoice(QVBoxLayout &layout, const QString &name, const QString &text,
                                         const QString &meaning)
{
    Choice choice;
    choice.box = new CheckBox(text);
    choice.box->setObjectName(name);
    choice.box->setAccessibleDescription(meaning);
    choice.meaning = new QLabel(meaning);
    choice.state = new QLabel;
    choice.state->setObjectName(name + QStringLiteral(".state"));
    layout.addWidget(choice.box, 0, Qt::AlignLeft);
    // Below the text of the box, not below its mark.
    auto *indented = new QVBoxLayout;
    indented->setContentsMargins(choice.box->style()->pixelMetric(QStyle::PM_IndicatorWidth) +
                                     choice.box->style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing),
                                 0, 0, 0);
    indented->setSpacing(0);
    for (QLabel *label : {choice.meaning, choice.state}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        indented->addWidget(label);
    }
    layout.addLayout(indented);
    connect(choice.box, &CheckBox::clicked, this, &LookupCard::choose);
    return choice;
}

bool LookupCard::isOpen() const
{
    return m_choices->isVisibleTo(this);
}

void LookupCard::open()
{
    setOpen(true);
    m_lnurl.box->setFocus();
}

void LookupCard::setOpen(bool open)
{
    m_choices->setVisible(open);
    m_toggle->setText(open ? tr("Close") : tr("Change\u2026"));
    m_toggle->setAccessibleName(open ? tr("Close what may be asked") : tr("Change what may be asked"));
    m_feed.setActive(open && isVisible());
    showState();
    Q_EMIT opened(open);
}

void LookupCard::setUnavailable(const QString &why)
{
    m_isAvailable = false;
    m_lnurl.meaning->setText(why);
    m_nip05.meaning->setText(why);
    m_hints.meaning->setText(why);
    showState();
}

void LookupCard::choose()
{
    const lookup::Permission permission{m_lnurl.box->isChecked(), m_nip05.box->isChecked(),
                                        m_hints.box->isChecked()};
    m_engine.setLookups(permission);
    showState();
    Q_EMIT permissionChosen(permission);
}

void LookupCard::showState()
{
    const lookup::Permission allowed = m_engine.lookups();
    setNote(allowed.lnurl && allowed.nip05 ? tr("Lightning addresses and names of DVMs")
            : allowed.lnurl                ? tr("Lightning addresses of DVMs that were paid")
            : allowed.nip05                ? tr("names of DVMs")
                                           : tr("no domain: off until you allow it"));
    const auto show = [&](const Choice &choice, lookup::What what) {
        choice.box->setChecked(allowed.allows(what));
        choice.box->setEnabled(m_isAvailable);
        choice.state->setText(m_feed.latest() ? lookupCounts(*m_feed.latest(), what) : QString());
        choice.state->setVisible(m_isAvailable && !choice.state->text().isEmpty());
    };
    show(m_lnurl, lookup::What::Lnurl);
    show(m_nip05, lookup::What::Nip05);
    m_hints.box->setChecked(m_isAvailable && allowed.hinted_relays);
    m_hints.box->setEnabled(m_isAvailable);
    m_hints.state->hide();
}

void LookupCard::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    m_feed.setActive(isOpen());
    showState();
}

void LookupCard::hideEvent(QHideEvent *event)
{
    m_feed.setActive(false);
    Card::hideEvent(event);
}

void LookupCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    Card::changeEvent(event);
}

void LookupCard::restyle()
{
    const Theme &theme = Theme::of(this);
    for (const Choice *choice : {&m_lnurl, &m_nip05, &m_hints}) {
        for (QLabel *label : {choice->meaning, choice->state}) {
            if (!label)
                continue;
            setTextInk(*label, theme.ink(Ink::Muted));
        }
    }
}

} // namespace dvmdash::ui
