// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relays_bar.h"

#include "engine/relay_list.h"
#include "ui/relays/relay_list_menu.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t secondsPerHour = 3'600;

} // namespace

RelaysBar::RelaysBar(RelayBook &book, FileChooser &files)
{
    const Theme &theme = Theme::of(this);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(theme.space(Space::M));
    auto *layout = new QHBoxLayout;
    layout->setSpacing(theme.space(Space::S));
    m_input = new QLineEdit;
    m_input->setObjectName(QStringLiteral("relays.input"));
    m_input->setPlaceholderText(tr("wss://relay.example"));
    m_input->setAccessibleName(tr("Address of a relay to add"));
    m_input->setMinimumWidth(qRound(theme.scaled(220)));
    m_input->setMaximumWidth(qRound(theme.scaled(420)));
    auto *addButton = new QPushButton(tr("Add relay"));
    addButton->setObjectName(QStringLiteral("relays.add"));
    addButton->setIcon(theme.icon(Icon::Add, Ink::OnAccent));
    addButton->setProperty("primary", true);
    addButton->setToolTip(
        tr("Looks at the relay first: whether it answers, and takes the question for jobs"));
    m_inputError = new QLabel;
    m_inputError->setObjectName(QStringLiteral("relays.error"));
    m_inputError->setTextFormat(Qt::PlainText);
    m_inputError->setWordWrap(true);
    m_inputError->hide();
    m_history = new QPushButton(tr("Fetch history"));
    m_history->setObjectName(QStringLiteral("relays.history.button"));
    m_history->setIcon(theme.icon(Icon::Clock));
    m_history->setToolTip(
        tr("Have the chosen relays give what they have of the past; what they gave before is not "
           "asked again"));
    auto *spans = new QMenu(m_history);
    const auto offer = [&](const QString &text, int hours) {
        connect(spans->addAction(text), &QAction::triggered, this,
                [this, hours] { Q_EMIT historyWanted(hours * secondsPerHour, m_oldestFirst->isChecked()); });
    };
    offer(tr("Of the last hour"), 1);
    offer(tr("Of the last 24 hours"), 24);
    offer(tr("Of the last 7 days"), 7 * 24);
    offer(tr("Of the last 30 days"), 30 * 24);
    offer(tr("Of the last 90 days"), 90 * 24);
    offer(tr("Of the last 365 days"), 365 * 24);
    spans->addSeparator();
    m_oldestFirst = spans->addAction(tr("Oldest first"));
    m_oldestFirst->setCheckable(true);
    m_oldestFirst->setToolTip(tr("Day by day from the oldest on; relays give the newest first, so this takes "
                                 "more pages"));
    m_history->setMenu(spans);
    m_remove = new QPushButton(tr("Remove"));
    m_remove->setObjectName(QStringLiteral("relays.remove"));
    m_remove->setIcon(theme.icon(Icon::Remove));
    m_remove->setToolTip(tr("Remove the chosen relays from the list (Delete)"));
    auto *resetButton = new QPushButton(tr("Default list"));
    resetButton->setObjectName(QStringLiteral("relays.reset"));
    resetButton->setToolTip(tr("Replace the list by the one of a new installation"));
    auto *findButton = new QPushButton(tr("Find relays"));
    findButton->setObjectName(QStringLiteral("relays.find"));
    findButton->setIcon(theme.icon(Icon::Search));
    findButton->setToolTip(tr("Relays that requests, DVMs and monitors name and that are not on the list"));
    auto *file = new QPushButton(tr("Import, export"));
    file->setObjectName(QStringLiteral("relays.list"));
    m_listMenu = new RelayListMenu(book, files, file);
    file->setMenu(m_listMenu);
    m_login = new QPushButton(tr("Log in"));
    m_login->setObjectName(QStringLiteral("relays.login"));
    m_login->setToolTip(tr("With a key, at relays that give nothing to strangers (NIP-42)"));
    m_login->hide();
    connect(m_login, &QPushButton::clicked, this, &RelaysBar::loginWanted);
    layout->addWidget(m_input, 2);
    layout->addWidget(addButton);
    layout->addWidget(findButton);
    layout->addStretch(3);
    layout->addWidget(m_login);
    layout->addWidget(m_history);
    layout->addWidget(m_remove);
    layout->addWidget(resetButton);
    layout->addWidget(file);
    whole->addLayout(layout);
    whole->addWidget(m_inputError);
    setTabOrder(m_input, m_remove);

    const auto add = [this] { Q_EMIT addWanted(m_input->text()); };
    connect(m_input, &QLineEdit::returnPressed, this, add);
    connect(addButton, &QPushButton::clicked, this, add);
    connect(m_input, &QLineEdit::textEdited, this, [this] { showError({}); });
    connect(findButton, &QPushButton::clicked, this, &RelaysBar::findWanted);
    connect(m_remove, &QPushButton::clicked, this, &RelaysBar::removeWanted);
    connect(resetButton, &QPushButton::clicked, this, &RelaysBar::resetWanted);
}

void RelaysBar::beginAdding()
{
    m_input->setFocus(Qt::OtherFocusReason);
    m_input->selectAll();
}

void RelaysBar::noteAdded(const QString &url)
{
    if (relay::normalizeRelayUrl(m_input->text()) == url)
        m_input->clear();
}

void RelaysBar::showError(const QString &error)
{
    m_inputError->setText(error);
    m_inputError->setVisible(!error.isEmpty());
    m_input->setAccessibleDescription(error);
    QPalette palette = m_inputError->palette();
    palette.setColor(QPalette::WindowText, Theme::of(this).color(Tone::Failed));
    m_inputError->setPalette(palette);
}

void RelaysBar::setLoginOffered(bool offered)
{
    m_login->setVisible(offered);
}

void RelaysBar::setChosen(bool any, bool anyIsOn)
{
    m_remove->setEnabled(any);
    m_history->setEnabled(anyIsOn);
}

} // namespace dvmdash::ui
