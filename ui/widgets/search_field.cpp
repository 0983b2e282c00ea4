// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/search_field.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <QShortcut>

namespace dvmdash::ui
{

namespace
{

constexpr int pauseMs = 150;

} // namespace

SearchField::SearchField(const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    auto *magnifier = new QAction(Theme::of(this).icon(Icon::Search, Ink::Muted), tr("Search"), this);
    magnifier->setToolTip({});
    addAction(magnifier, QLineEdit::LeadingPosition);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(magnifier, &QAction::triggered, this, [this] { setFocus(); });
    connect(&m_pause, &QTimer::timeout, this, &SearchField::flush);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            flush();
        else
            m_pause.start();
    });
    connect(this, &QLineEdit::returnPressed, this, [this] {
        flush();
        Q_EMIT submitted(text().trimmed());
    });
}

void SearchField::setFocusKeys(const QKeySequence &keys)
{
    m_hint = keys.toString(QKeySequence::NativeText);
    auto *shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, [this] {
        setFocus(Qt::ShortcutFocusReason);
        selectAll();
    });
    setAccessibleDescription(m_hint);
    update();
}

QSize SearchField::sizeHint() const
{
    return {qRound(Theme::of(this).scaled(360)), QLineEdit::sizeHint().height()};
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (m_hint.isEmpty() || !text().isEmpty())
        return;
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(TextSize::Caption));
    const QFontMetricsF metrics(painter.font());
    const qreal width = metrics.horizontalAdvance(m_hint) + 2 * theme.space(Space::Xs);
    const qreal height = metrics.height() + 2;
    const QRectF key(this->width() - width - theme.space(Space::S), (this->height() - height) / 2, width,
                     height);
    painter.setPen(QPen(theme.colors().hairline, 1));
    painter.drawRoundedRect(key, theme.scaled(3), theme.scaled(3));
    painter.setPen(theme.ink(Ink::Muted));
    painter.drawText(key, Qt::AlignCenter, m_hint);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    if (text().isEmpty())
        Q_EMIT left();
    else
        clear();
}

void SearchField::flush()
{
    m_pause.stop();
    const QString query = text().trimmed();
    if (query == m_lastQuery)
        return;
    m_lastQuery = query;
    Q_EMIT queryChanged(query);
}

} // namespace dvmdash::ui
