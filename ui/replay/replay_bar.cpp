// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replay/replay_bar.h"

#include "ui/replay/time_track.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/segmented_control.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace dvmdash::ui
{

namespace
{

constexpr std::array<int, 5> offered{1, 10, 100, 1000, 10'000};

QString momentText(qint64 moment_ms)
{
    return QDateTime::fromMSecsSinceEpoch(moment_ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

} // namespace

ReplayBar::ReplayBar(engine::Player &player, QWidget *parent)
    : QWidget(parent)
    , m_player(player)
    , m_back(nullptr)
    , m_play(nullptr)
    , m_forward(nullptr)
    , m_track(new TimeTrack(player.capture().course(), player.capture().untilMs(), this))
    , m_moment(new QLabel(this))
    , m_way(new QLabel(this))
    , m_speeds(new SegmentedControl(tr("Speed of the replay"), this))
{
    const Theme &theme = Theme::of(this);
    setObjectName(QStringLiteral("replay.bar"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::S), theme.space(Space::L),
                               theme.space(Space::S));
    layout->setSpacing(theme.space(Space::S));
    m_back = addButton("replay.back", tr("The event before (Ctrl+Left)"));
    m_play = addButton("replay.play", tr("Play (Space)"));
    m_forward = addButton("replay.forward", tr("The next event (Ctrl+Right)"));

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    m_moment->setTextFormat(Qt::PlainText);
    m_moment->setObjectName(QStringLiteral("replay.moment"));
    m_moment->setFont(theme.numberFont(TextSize::Body, TextWeight::Strong));
    m_way->setTextFormat(Qt::PlainText);
    m_way->setObjectName(QStringLiteral("replay.way"));
    m_way->setFont(theme.numberFont(TextSize::Caption));
    words->addWidget(m_moment);
    words->addWidget(m_way);
    layout->addLayout(words);
    // Digits come and go: the track beside them stays where it is.
    m_moment->setMinimumWidth(
        m_moment->fontMetrics().horizontalAdvance(QStringLiteral("0000-00-00 00:00:00 ")));
    m_way->setMinimumWidth(m_moment->minimumWidth());
    layout->addWidget(m_track, 1);
    for (const int speed : offered)
        m_speeds->addSegment(QString::number(speed), tr("%1\u00d7").arg(format::count(speed)));
    m_speeds->setObjectName(QStringLiteral("replay.speed"));
    m_speeds->setCurrent(QString::number(qRound(engine::Player::usualSpeed)));
    layout->addWidget(m_speeds);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    connect(m_play, &QToolButton::clicked, this, &ReplayBar::togglePlaying);
    connect(m_back, &QToolButton::clicked, this, [this] { m_player.step(-1); });
    connect(m_forward, &QToolButton::clicked, this, [this] { m_player.step(1); });
    connect(m_track, &TimeTrack::momentWanted, &m_player, &engine::Player::seek);
    connect(m_track, &TimeTrack::stepWanted, &m_player, &engine::Player::step);
    connect(m_track, &TimeTrack::pointedAt, this, &ReplayBar::showMoment);
    connect(m_speeds, &SegmentedControl::clicked, this,
            [this](const QString &id) { m_player.setSpeed(id.toDouble()); });
    connect(&m_player, &engine::Player::statusChanged, this, &ReplayBar::showStatus);
    addShortcuts();
    restyle();
    showStatus(m_player.status());
}

QToolButton *ReplayBar::addButton(const char *name, const QString &words)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(words);
    button->setAccessibleName(words);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setIconSize({Theme::of(this).iconSize(), Theme::of(this).iconSize()});
    static_cast<QHBoxLayout *>(layout())->addWidget(button);
    return button;
}

void ReplayBar::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto action) {
        connect(new QShortcut(keys, this, nullptr, nullptr, Qt::WindowShortcut), &QShortcut::activated, this,
                action);
    };
    add(QKeySequence(Qt::Key_Space), [this] {
        // Elsewhere it presses the button that has the keyboard.
        auto *button = qobject_cast<QAbstractButton *>(QApplication::focusWidget());
        if (button && button->isEnabled())
            button->click();
        else
            togglePlaying();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_Left), [this] { m_player.step(-1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Right), [this] { m_player.step(1); });
}

void ReplayBar::togglePlaying()
{
    if (m_player.status().playing)
        m_player.pause();
    else
        m_player.play();
}

void ReplayBar::showStatus(const engine::PlayerStatus &status)
{
    const QString words = status.playing ? tr("Pause (Space)") : tr("Play (Space)");
    m_play->setToolTip(words);
    m_play->setAccessibleName(words);
    m_speeds->setCurrent(QString::number(qRound(status.speed)));
    m_track->setMoment(status.moment_ms);
    m_track->setTarget(status.seeking_ms.value_or(-1));
    if (!m_track->isDragged())
        showMoment(status.seeking_ms.value_or(status.moment_ms));
    if (!status.error.isEmpty())
        m_way->setText(safeText(status.error));
    else if (status.seeking_ms)
        m_way->setText(tr("on its way, %1 %").arg(status.permille / 10));
    else if (status.moment_ms >= m_player.capture().untilMs())
        m_way->setText(tr("the end of the capture"));
    else
        m_way->setText(status.playing ? tr("playing") : tr("paused"));
    m_way->setToolTip(status.error.isEmpty() ? QString() : safeToolTip(status.error));
    restyle();
}

void ReplayBar::showMoment(qint64 moment_ms)
{
    m_moment->setText(momentText(moment_ms));
    m_moment->setToolTip(format::isoUtcMs(moment_ms));
}

void ReplayBar::restyle()
{
    const Theme &theme = Theme::of(this);
    const auto &status = m_player.status();
    m_play->setIcon(theme.icon(status.playing ? Icon::Pause : Icon::Play));
    m_back->setIcon(theme.icon(Icon::ChevronLeft, Ink::Muted));
    m_forward->setIcon(theme.icon(Icon::ChevronRight, Ink::Muted));
    QPalette palette = m_way->palette();
    palette.setColor(QPalette::WindowText,
                     status.error.isEmpty() ? theme.ink(Ink::Muted) : theme.color(Tone::Failed));
    m_way->setPalette(palette);
}

void ReplayBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void ReplayBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(QPen(Theme::of(this).colors().hairline, 1));
    painter.drawLine(QPointF(0, 0.5), QPointF(width(), 0.5));
}

} // namespace dvmdash::ui
