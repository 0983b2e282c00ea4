// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/start_view.h"

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

StartView::StartView(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_why(new QLabel(this))
    , m_demo(new QPushButton(tr("Try the demo network"), this))
    , m_relays(new QPushButton(tr("Add a relay"), this))
    , m_history(new QPushButton(tr("Fetch the last 7 days"), this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme.space(Space::S));
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    auto *why = new QHBoxLayout;
    why->addStretch(1);
    why->addWidget(m_why, 4);
    why->addStretch(1);
    layout->addLayout(why);
    layout->addSpacing(theme.space(Space::M));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.space(Space::M));
    buttons->addStretch(1);
    buttons->addWidget(m_history);
    buttons->addWidget(m_demo);
    buttons->addWidget(m_relays);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addStretch(3);
    m_title->setFont(theme.font(TextSize::Figure, TextWeight::Strong));
    m_why->setWordWrap(true);
    m_why->setAlignment(Qt::AlignCenter);
    m_history->setProperty("primary", true);
    m_history->setObjectName(QStringLiteral("start.history"));
    m_history->setToolTip(tr("Have all relays give what they have of the last 7 days; what happens now comes "
                             "in beside it"));
    m_demo->setObjectName(QStringLiteral("start.demo"));
    m_relays->setObjectName(QStringLiteral("start.relays"));
    for (auto *label : {m_title, m_why})
        label->setTextFormat(Qt::PlainText);
    connect(m_demo, &QPushButton::clicked, this, &StartView::demoWanted);
    connect(m_relays, &QPushButton::clicked, this, &StartView::relaysWanted);
    connect(m_history, &QPushButton::clicked, this, &StartView::historyWanted);
    showRelays(0, 0);
    restyle();
}

void StartView::showRelays(int live, int enabled)
{
    m_live = live;
    m_enabled = enabled;
    m_history->setVisible(!m_isDemo && enabled > 0 && m_historyWords.isEmpty());
    if (!m_historyWords.isEmpty()) {
        m_title->setText(tr("Fetching the past"));
        m_why->setText(m_historyWords);
    } else if (m_isDemo) {
        m_title->setText(tr("The demo network is starting"));
        m_why->setText(
            tr("Simulated customers and DVMs sign their first events; they appear here in a moment."));
    } else if (enabled == 0) {
        m_title->setText(tr("No relay to listen to"));
        m_why->setText(
            tr("Requests and results arrive through Nostr relays, and none is switched on. Add one, or look "
               "at a simulated network first."));
    } else if (live == 0) {
        m_title->setText(tr("Nothing collected yet"));
        m_why->setText(tr(
            "No relay is connected yet. Where there is no network, the demo shows what this program does."));
    } else {
        m_title->setText(tr("Listening, nothing heard yet"));
        m_why->setText(
            tr("%1 of %2 relays are connected. The first request or result that arrives opens this page. "
               "DVM traffic can be sparse: the past of the relays shows at once what is going on, and more "
               "relays hear more.")
                .arg(live)
                .arg(enabled));
    }
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_why->text());
}

void StartView::setDemo(bool demo)
{
    m_isDemo = demo;
    m_demo->setVisible(!demo);
    m_relays->setVisible(!demo);
    showRelays(0, 0);
}

void StartView::showHistory(const QString &words)
{
    m_historyWords = words;
    showRelays(m_live, m_enabled);
}

void StartView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void StartView::restyle()
{
    const Theme &theme = Theme::of(this);
    m_icon->setPixmap(iconPixmap(Icon::Live, theme.ink(Ink::Muted), theme.scaled(40), devicePixelRatioF()));
    setTextInk(*m_why, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
