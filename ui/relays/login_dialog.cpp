// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/login_dialog.h"

#include "engine/identifiers.h"
#include "ui/relays/relay_login.h"
#include "ui/theme/theme.h"
#include "ui/widgets/check_box.h"
#include "ui/widgets/muted_label.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

LoginDialog::LoginDialog(RelayLogin &login, QWidget *parent)
    : QDialog(parent)
    , m_login(login)
    , m_who(new QLabel)
    , m_secret(new QLineEdit)
    , m_keep(new CheckBox(tr("Keep it in the keychain of this system")))
    , m_problem(new QLabel)
{
    const Theme &theme = Theme::of(this);
    setObjectName(QStringLiteral("login"));
    setWindowTitle(tr("Log in at relays"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme.space(Space::S));
    const int margin = theme.space(Space::L);
    layout->setContentsMargins(margin, margin, margin, margin);
    auto *why = new QLabel(tr(
        "Some relays give nothing to strangers (NIP-42). A key tells them who listens, and is shown to those "
        "alone that ask for it. It is best one that is used for nothing else; nothing is published with "
        "it."));
    why->setWordWrap(true);
    setTextInk(*why, theme.ink(Ink::Muted));
    m_who->setObjectName(QStringLiteral("login.who"));
    m_who->setTextFormat(Qt::PlainText);
    m_who->setWordWrap(true);
    m_who->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_secret->setObjectName(QStringLiteral("login.secret"));
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setPlaceholderText(tr("nsec1\u2026 or 64 hex characters"));
    m_secret->setAccessibleName(tr("Secret key"));
    auto *makeButton = new QPushButton(tr("Make a new one"));
    makeButton->setObjectName(QStringLiteral("login.new"));
    auto *line = new QHBoxLayout;
    line->addWidget(m_secret, 1);
    line->addWidget(makeButton);
    m_keep->setObjectName(QStringLiteral("login.keep"));
    m_keep->setEnabled(login.canKeep());
    m_keep->setChecked(login.canKeep());
    m_problem->setObjectName(QStringLiteral("login.problem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    setTextInk(*m_problem, theme.color(Tone::Failed));
    auto *buttons = new QDialogButtonBox;
    m_use = buttons->addButton(tr("Log in"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("login.use"));
    m_use->setProperty("primary", true);
    m_forget = buttons->addButton(tr("Log out"), QDialogButtonBox::DestructiveRole);
    m_forget->setObjectName(QStringLiteral("login.forget"));
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addWidget(why);
    layout->addWidget(m_who);
    layout->addLayout(line);
    layout->addWidget(m_keep);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(qRound(theme.scaled(520)));
    connect(m_use, &QPushButton::clicked, this, &LoginDialog::use);
    connect(m_forget, &QPushButton::clicked, this, [this] { m_login.forget(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(makeButton, &QPushButton::clicked, this, &LoginDialog::makeNew);
    connect(m_secret, &QLineEdit::textEdited, this, [this] { say({}); });
    connect(&login, &RelayLogin::changed, this, &LoginDialog::show);
    show();
}

void LoginDialog::show()
{
    const auto &who = m_login.who();
    if (!who)
        m_who->setText(tr("Nobody is logged in."));
    else if (m_login.isKept())
        m_who->setText(tr("Logged in as %1, also after the next start.")
                           .arg(QString::fromStdString(nostr::nip19::encode(nostr::nip19::Npub{*who}))));
    else
        m_who->setText(tr("Logged in as %1 until the program is closed.")
                           .arg(QString::fromStdString(nostr::nip19::encode(nostr::nip19::Npub{*who}))));
    m_forget->setEnabled(who.has_value());
    say(m_login.problem());
}

void LoginDialog::say(const QString &problem)
{
    m_problem->setText(problem);
    m_secret->setAccessibleDescription(problem);
}

void LoginDialog::makeNew()
{
    const nostr::SecretKey key = engine::newSecretKey();
    m_secret->setText(QString::fromStdString(nostr::nip19::encode(nostr::nip19::Nsec{key})));
    say({});
}

void LoginDialog::use()
{
    const auto key = nostr::nip19::secretKeyFromText(m_secret->text().toStdString());
    if (!key) {
        // What was typed is not repeated: it may be nearly a key.
        say(tr("This is no secret key: paste an nsec or its 64 hex characters."));
        m_secret->setFocus();
        return;
    }
    m_secret->clear();
    m_login.use(*key, m_keep->isChecked());
}

} // namespace dvmdash::ui
