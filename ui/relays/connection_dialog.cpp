// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/connection_dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/check_box.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/safe_text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

using Kind = http::ProxyChoice::Kind;

constexpr qsizetype longestWords = 400;

QString hostAndPort(const http::ProxyChoice &choice)
{
    return http::proxyText(choice).section(QStringLiteral("//"), 1);
}

bool isOnion(const QString &url)
{
    return http::isOnion(QUrl(url).host());
}

} // namespace

ConnectionDialog::ConnectionDialog(const http::Proxies &proxies, const QStringList &relays, QWidget *parent)
    : QDialog(parent)
    , m_relays(relays)
    , m_kind(new QComboBox)
    , m_address(new QLineEdit)
    , m_meaning(new QLabel)
    , m_withTor(new CheckBox(tr("Reach .onion relays through Tor at")))
    , m_tor(new QLineEdit)
    , m_said(new QLabel)
{
    const Theme &theme = Theme::of(this);
    setObjectName(QStringLiteral("connection"));
    setWindowTitle(tr("Connection"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme.space(Space::S));
    const int margin = theme.space(Space::L);
    layout->setContentsMargins(margin, margin, margin, margin);
    m_kind->setObjectName(QStringLiteral("connection.kind"));
    m_kind->setAccessibleName(tr("How relays are reached"));
    m_kind->addItem(tr("As this system says"), static_cast<int>(Kind::System));
    m_kind->addItem(tr("Directly"), static_cast<int>(Kind::None));
    m_kind->addItem(tr("SOCKS5 proxy"), static_cast<int>(Kind::Socks5));
    m_kind->addItem(tr("HTTP proxy"), static_cast<int>(Kind::Http));
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(proxies.usual.kind)));
    m_address->setObjectName(QStringLiteral("connection.address"));
    m_address->setAccessibleName(tr("Host and port of the proxy"));
    m_address->setPlaceholderText(tr("host:port"));
    if (!proxies.usual.host.isEmpty())
        m_address->setText(hostAndPort(proxies.usual));
    auto *line = new QHBoxLayout;
    line->setSpacing(theme.space(Space::S));
    line->addWidget(m_kind);
    line->addWidget(m_address, 1);
    m_withTor->setObjectName(QStringLiteral("connection.tor"));
    m_withTor->setChecked(proxies.tor.has_value());
    m_tor->setObjectName(QStringLiteral("connection.tor.address"));
    m_tor->setAccessibleName(tr("Host and port of Tor"));
    m_tor->setText(proxies.tor ? hostAndPort(*proxies.tor)
                               : QStringLiteral("127.0.0.1:%1").arg(http::usualTorPort));
    auto *torLine = new QHBoxLayout;
    torLine->setSpacing(theme.space(Space::S));
    torLine->addWidget(m_withTor);
    torLine->addWidget(m_tor, 1);
    auto *torMeaning = new QLabel(
        tr("The name of such a relay is asked of Tor alone, never of a name server. Tor is a program "
           "of its own that has to run; the Tor Browser listens at 127.0.0.1:9150."));
    for (QLabel *label : {m_meaning, torMeaning, m_said}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    setTextInk(*m_meaning, theme.ink(Ink::Muted));
    setTextInk(*torMeaning, theme.ink(Ink::Muted));
    m_said->setObjectName(QStringLiteral("connection.said"));
    auto *buttons = new QDialogButtonBox;
    auto *useButton = buttons->addButton(tr("Use it"), QDialogButtonBox::AcceptRole);
    useButton->setObjectName(QStringLiteral("connection.use"));
    useButton->setProperty("primary", true);
    m_try = buttons->addButton(tr("Try it"), QDialogButtonBox::ActionRole);
    m_try->setObjectName(QStringLiteral("connection.try"));
    m_try->setToolTip(tr("Visits a relay of the list in this way; nothing is changed"));
    m_try->setEnabled(!relays.isEmpty());
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addLayout(line);
    layout->addWidget(m_meaning);
    layout->addSpacing(theme.space(Space::S));
    layout->addLayout(torLine);
    layout->addWidget(torMeaning);
    layout->addWidget(m_said);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(qRound(theme.scaled(540)));
    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectionDialog::use);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_try, &QPushButton::clicked, this, &ConnectionDialog::tryOut);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ConnectionDialog::showKind);
    connect(m_withTor, &CheckBox::toggled, m_tor, &QWidget::setEnabled);
    m_tor->setEnabled(m_withTor->isChecked());
    for (QLineEdit *edit : {m_address, m_tor})
        connect(edit, &QLineEdit::textEdited, this, [this] { say(Said::Nothing, {}); });
    showKind();
    say(Said::Nothing, {});
}

ConnectionDialog::~ConnectionDialog() = default;

void ConnectionDialog::showKind()
{
    const auto kind = static_cast<Kind>(m_kind->currentData().toInt());
    m_address->setVisible(kind == Kind::Socks5 || kind == Kind::Http);
    switch (kind) {
    case Kind::System:
        m_meaning->setText(
            tr("Relays, their descriptions (NIP-11) and lookups go the way that is set up in this "
               "system."));
        break;
    case Kind::None:
        m_meaning->setText(
            tr("No proxy is used, whatever is set up in this system. Relays learn your network "
               "address."));
        break;
    case Kind::Socks5:
    case Kind::Http:
        m_meaning->setText(
            tr("All goes through it, and it looks up the names. When it fails nothing is reached in "
               "another way. Relays on this computer are reached directly."));
        break;
    }
    say(Said::Nothing, {});
}

std::optional<http::Proxies> ConnectionDialog::proxies()
{
    http::Proxies proxies;
    proxies.usual.kind = static_cast<Kind>(m_kind->currentData().toInt());
    if (proxies.usual.kind == Kind::Socks5 || proxies.usual.kind == Kind::Http) {
        QString error;
        const QString typed = m_address->text().trimmed();
        const QString scheme =
            proxies.usual.kind == Kind::Http ? QStringLiteral("http://") : QStringLiteral("socks5://");
        const auto choice =
            http::proxyFromText(typed.contains(QLatin1String("://")) ? typed : scheme + typed, &error);
        if (!choice || choice->kind != proxies.usual.kind) {
            const bool hasUser = typed.contains(QLatin1Char('@'));
            say(Said::Bad, choice ? tr("That is an address of another kind of proxy.")
                           : hasUser
                               ? error
                               : tr("Write where the proxy listens as host:port, such as 127.0.0.1:1080."));
            m_address->setFocus();
            return std::nullopt;
        }
        proxies.usual = *choice;
    }
    if (m_withTor->isChecked()) {
        QString error;
        proxies.tor = http::torFromText(m_tor->text(), &error);
        if (!proxies.tor) {
            say(Said::Bad, error);
            m_tor->setFocus();
            return std::nullopt;
        }
    }
    return proxies;
}

void ConnectionDialog::use()
{
    if (const auto chosenNow = proxies()) {
        Q_EMIT chosen(*chosenNow);
        accept();
    }
}

/// One for which the choice makes a difference.
QString ConnectionDialog::relayToTry(const http::Proxies &proxies) const
{
    const auto found = std::find_if(m_relays.begin(), m_relays.end(), [&](const QString &url) {
        return isOnion(url) == (proxies.tor && proxies.usual.kind == Kind::System);
    });
    return found == m_relays.end() ? m_relays.constFirst() : *found;
}

void ConnectionDialog::tryOut()
{
    const auto wanted = proxies();
    if (!wanted)
        return;
    engine::RelayCheckSettings settings;
    settings.proxies = *wanted;
    const QString url = relayToTry(*wanted);
    m_check = std::make_unique<engine::RelayCheck>(url, settings);
    connect(m_check.get(), &engine::RelayCheck::finished, this, &ConnectionDialog::tell);
    say(Said::Good, tr("Looking at %1.").arg(url));
    m_try->setEnabled(false);
}

void ConnectionDialog::tell(const engine::RelayCheckResult &result)
{
    m_check.release()->deleteLater(); // it is its signal
    m_try->setEnabled(true);
    const bool isReached = result.isGood() || result.outcome == engine::RelayCheckResult::Outcome::Refused;
    say(isReached ? Said::Good : Said::Bad,
        isReached && result.connect_ms
            ? tr("%1 is reached in this way, in %2 ms.").arg(result.url).arg(*result.connect_ms)
            : safeText(result.words(), LineBreaks::Inline, longestWords));
}

void ConnectionDialog::say(Said how, const QString &text)
{
    const Theme &theme = Theme::of(this);
    m_said->setText(text);
    m_said->setVisible(!text.isEmpty());
    setTextInk(*m_said, how == Said::Bad ? theme.color(Tone::Failed) : theme.ink(Ink::Muted));
    m_address->setAccessibleDescription(text);
    fit();
}

/// Texts that break into lines take more room than a dialog gives by itself.
void ConnectionDialog::fit()
{
    const int needed = layout()->totalHeightForWidth(width());
    if (needed > height())
        resize(width(), needed);
}

} // namespace dvmdash::ui
