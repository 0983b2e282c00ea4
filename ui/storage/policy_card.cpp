// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/policy_card.h"

#include "ui/storage/deletion.h"
#include "ui/storage/policy_form.h"
#include "ui/storage/storage_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/safe_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

PolicyCard::PolicyCard(const PageContext &context, QWidget *parent)
    : Card(tr("What is kept"), parent)
    , m_context(context)
    , m_form(new PolicyForm)
    , m_deleted(new QLabel)
    , m_warning(new Banner)
    , m_revert(new QPushButton)
    , m_apply(new QPushButton)
{
    const Theme &theme = Theme::of(this);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    layout->addWidget(m_form);
    layout->addWidget(m_deleted);
    layout->addWidget(m_warning);
    layout->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.space(Space::S));
    buttons->addStretch(1);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_apply);
    layout->addLayout(buttons);
    setContent(content);

    m_deleted->setObjectName(QStringLiteral("storage.deleted"));
    m_deleted->setTextFormat(Qt::PlainText);
    m_deleted->setWordWrap(true);
    m_deleted->hide();
    m_warning->setObjectName(QStringLiteral("storage.warning"));
    m_revert->setObjectName(QStringLiteral("storage.revert"));
    m_apply->setObjectName(QStringLiteral("storage.apply"));
    m_apply->setProperty("primary", true);
    connect(m_form, &PolicyForm::edited, this, &PolicyCard::edited);
    connect(m_revert, &QPushButton::clicked, this, &PolicyCard::revert);
    connect(m_apply, &QPushButton::clicked, this, &PolicyCard::apply);
    connect(&context.engine, &engine::Engine::stateChanged, this, [this] {
        // What was asked or given before is not answered any more.
        if (m_step != Step::Looking)
            turnTo(Step::Editing);
        updateButtons();
    });
    restyle();
    turnTo(Step::Looking);
}

bool PolicyCard::isOpen() const
{
    return m_context.engine.state() == engine::EngineState::Running && m_storage.has_value();
}

QString PolicyCard::asking() const
{
    return m_step == Step::Asking ? m_warning->text() : QString();
}

void PolicyCard::show(const engine::Storage &storage)
{
    m_storage = storage;
    const QString deleted = deletedWords(storage);
    m_deleted->setText(deleted);
    m_deleted->setVisible(!deleted.isEmpty());
    const bool isGiven = m_step == Step::Applying && storage.policy == m_form->policy();
    if (m_step == Step::Looking || isGiven) {
        m_form->setPolicy(storage.policy);
        turnTo(Step::Looking);
    }
    updateButtons();
}

void PolicyCard::edited()
{
    const bool isAsBefore = m_storage && m_storage->policy == m_form->policy();
    turnTo(isAsBefore ? Step::Looking : Step::Editing);
}

void PolicyCard::apply()
{
    if (!isOpen())
        return;
    const engine::RetentionPolicy wanted = m_form->policy();
    if (m_step == Step::Asking || !keepsLess(wanted, m_storage->policy)) {
        give();
        return;
    }
    turnTo(Step::Reckoning);
    m_ask = m_context.engine.ask(questionFor(wanted, *m_storage), this,
                                 [this](const engine::Result<engine::Storage> &result) { reckoned(result); });
}

void PolicyCard::reckoned(const engine::Result<engine::Storage> &result)
{
    if (m_step != Step::Reckoning)
        return;
    if (!result) {
        turnTo(Step::Editing);
        m_warning->showMessage(Tone::Failed, tr("It could not be read what would be deleted: %1. Nothing was "
                                                "changed.")
                                                 .arg(safeText(result.error)));
        return;
    }
    const engine::RetentionPolicy wanted = m_form->policy();
    const Deletion deletion = deletionBy(wanted, *result, format::nowS());
    if (deletion.isNothing()) {
        give();
        return;
    }
    turnTo(Step::Asking);
    m_warning->showMessage(Tone::Suspect, deletionWords(deletion, *result, wanted));
    Q_EMIT asked();
}

void PolicyCard::give()
{
    turnTo(Step::Applying);
    m_context.engine.setRetention(m_form->policy());
    Q_EMIT applied();
}

void PolicyCard::revert()
{
    if (m_storage)
        m_form->setPolicy(m_storage->policy);
    turnTo(Step::Looking);
}

void PolicyCard::turnTo(Step step)
{
    m_step = step;
    if (step != Step::Reckoning && m_ask.pending())
        m_ask.cancel();
    if (step != Step::Asking)
        m_warning->hide();
    updateButtons();
}

void PolicyCard::updateButtons()
{
    const bool isAsking = m_step == Step::Asking;
    m_form->setEnabled(isOpen() && m_step != Step::Applying);
    m_apply->setEnabled(isOpen() && (m_step == Step::Editing || isAsking));
    m_revert->setEnabled(m_step == Step::Editing || m_step == Step::Reckoning || isAsking);
    m_apply->setText(isAsking ? tr("Delete and apply") : tr("Apply"));
    m_revert->setText(isAsking ? tr("Keep all") : tr("Revert"));
    m_revert->setToolTip(tr("Back to what the file is told to keep now"));
    switch (m_step) {
    case Step::Looking:
        setNote({});
        break;
    case Step::Editing:
    case Step::Asking:
        setNote(tr("not applied yet"));
        break;
    case Step::Reckoning:
        setNote(tr("reckoning what would be deleted ..."));
        break;
    case Step::Applying:
        setNote(tr("applying ..."));
        break;
    }
}

void PolicyCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    Card::changeEvent(event);
}

void PolicyCard::restyle()
{
    const Theme &theme = Theme::of(this);
    m_deleted->setFont(theme.font(TextSize::Caption));
    setTextInk(*m_deleted, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
