// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/flag_list.h"

#include "ui/inspector/flag_words.h"
#include "ui/inspector/lifecycle_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/state_chip.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr qreal flagIndent = 20; ///< what is said below a word stands below its letters

} // namespace

FlagList::FlagList(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, Theme::of(this).space(Space::S));
    layout->setSpacing(Theme::of(this).space(Space::Xs) / 2);
    hide();
}

void FlagList::setFlags(std::uint32_t flags, const dvm::Lifecycle &lifecycle)
{
    if (flags == m_flags && lifecycle == m_lifecycle)
        return;
    m_flags = flags;
    m_lifecycle = lifecycle;
    m_reveal = nullptr;
    while (QLayoutItem *item = layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const FlagWords &flag : flagWords(flags)) {
        layout()->addWidget(new StateChip(flag.tone, flag.word, this));
        const QString more = lifecycleMeaning(flag.flag, lifecycle);
        auto *meaning = new MutedLabel(this, more.isEmpty() ? flag.meaning : more);
        meaning->setContentsMargins(qRound(Theme::of(this).scaled(flagIndent)), 0, 0, 0);
        layout()->addWidget(meaning);
        if (flag.flag == dvm::FlagDeleted && lifecycle.deleted)
            addLink(tr("Show the deletion"), lifecycle.deleted->event);
        if (flag.flag == dvm::FlagReplaced && lifecycle.replaced_by)
            addLink(tr("Show the newest version"), *lifecycle.replaced_by);
        if (flag.flag != dvm::FlagBadRequestTag)
            continue;
        m_reveal = new QPushButton(tr("Show it anyway"), this);
        connect(m_reveal, &QPushButton::clicked, this, &FlagList::revealRequested);
        static_cast<QVBoxLayout *>(layout())->addWidget(m_reveal, 0, Qt::AlignLeft);
    }
    setVisible(flags != 0);
}

void FlagList::addLink(const QString &text, const nostr::EventId &id)
{
    const Theme &theme = Theme::of(this);
    auto *line = new QWidget(this);
    auto *lineLayout = new QHBoxLayout(line);
    lineLayout->setContentsMargins(qRound(theme.scaled(flagIndent)), theme.space(Space::Xs), 0,
                                   theme.space(Space::Xs));
    auto *link = new QPushButton(text, line);
    connect(link, &QPushButton::clicked, this, [this, id] { Q_EMIT opened(id); });
    lineLayout->addWidget(link, 0, Qt::AlignLeft);
    layout()->addWidget(line);
}

void FlagList::setRevealed(bool revealed)
{
    if (m_reveal)
        m_reveal->setVisible(!revealed);
}

} // namespace dvmdash::ui
