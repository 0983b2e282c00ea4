// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stat_card.h"

#include "ui/charts/sparkline.h"
#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/skeleton.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>

namespace dvmdash::ui
{

namespace
{

constexpr qreal historyHeight = 40;

Icon directionIcon(format::Change::Direction direction)
{
    switch (direction) {
    case format::Change::Direction::Up:
    case format::Change::Direction::New:
        return Icon::ArrowUp;
    case format::Change::Direction::Down:
        return Icon::ArrowDown;
    case format::Change::Direction::Same:
        return Icon::Equal;
    }
    return Icon::Equal;
}

} // namespace

StatCard::StatCard(const QString &caption, QWidget *parent)
    : QAbstractButton(parent)
    , m_caption(caption)
    , m_history(new Sparkline(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    m_history->setAttribute(Qt::WA_TransparentForMouseEvents);
    describe();
}

void StatCard::setCaption(const QString &caption)
{
    m_caption = caption;
    describe();
}

void StatCard::setFigure(const QString &figure, const QString &detail)
{
    m_figure = figure;
    m_detail = detail;
    m_loading = false;
    m_history->setVisible(true);
    describe();
}

void StatCard::setChange(const std::optional<format::Change> &change)
{
    m_change = change;
    describe();
}

void StatCard::setHistory(const QVector<qint64> &values, Hue hue, bool lastRuns)
{
    setKnownHistory({values.begin(), values.end()}, hue, lastRuns);
}

void StatCard::setKnownHistory(const QVector<std::optional<qint64>> &values, Hue hue, bool lastRuns)
{
    m_history->setHue(hue);
    m_history->setKnownValues(values, lastRuns);
}

void StatCard::setLoading(bool loading)
{
    m_loading = loading;
    m_history->setVisible(!loading);
    describe();
}

void StatCard::setActivatable(bool activatable)
{
    m_activatable = activatable;
    setFocusPolicy(activatable ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(activatable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void StatCard::setExplanation(const QString &explanation)
{
    m_explanation = explanation;
    describe();
}

QSize StatCard::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const qreal height = QFontMetricsF(theme.font(TextSize::Caption)).height() * 2 +
                         QFontMetricsF(theme.numberFont(TextSize::Figure)).height() +
                         theme.scaled(historyHeight) + 2 * theme.space(Space::M) + 2 * theme.space(Space::Xs);
    return {qRound(theme.scaled(160)), qRound(height)};
}

QSize StatCard::minimumSizeHint() const
{
    return {qRound(Theme::of(this).scaled(110)), sizeHint().height()};
}

StatCard::Places StatCard::places() const
{
    const Theme &theme = Theme::of(this);
    const int side = theme.space(Space::M);
    const int gap = theme.space(Space::Xs);
    const QRectF inner = QRectF(rect()).adjusted(side, side, -side, -side);
    const qreal captionHeight = QFontMetricsF(theme.font(TextSize::Caption)).height();
    const qreal figureHeight = QFontMetricsF(theme.numberFont(TextSize::Figure)).height();
    Places p;
    p.caption = QRectF(inner.left(), inner.top(), inner.width(), captionHeight);
    p.figure = QRectF(inner.left(), p.caption.bottom(), inner.width(), figureHeight);
    p.change = QRectF(inner.left(), p.figure.bottom(), inner.width(), captionHeight);
    p.history = QRectF(inner.left(), p.change.bottom() + 2 * gap, inner.width(),
                       inner.bottom() - p.change.bottom() - 2 * gap);
    return p;
}

QString StatCard::changeWords() const
{
    return m_change ? m_change->text : m_detail;
}

void StatCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const bool lit = m_activatable && (underMouse() || isDown());
    paintCard(painter, rect(), theme, lit ? theme.colors().hover : theme.colors().card);
    const Places p = places();

    painter.setFont(theme.font(TextSize::Caption));
    painter.setPen(theme.ink(Ink::Muted));
    paintElided(painter, p.caption, m_caption);
    if (m_loading) {
        paintSkeleton(painter, p.figure, theme, p.figure.height());
        paintSkeleton(painter, p.change.adjusted(0, 0, -p.change.width() / 3, 0), theme, p.change.height());
    } else {
        // A figure that is too long for the large size is better read whole in the middle one.
        painter.setFont(theme.numberFont(TextSize::Figure, TextWeight::Strong));
        if (QFontMetricsF(painter.font()).horizontalAdvance(m_figure) > p.figure.width())
            painter.setFont(theme.numberFont(TextSize::Body, TextWeight::Strong));
        painter.setPen(theme.ink(Ink::Text));
        paintElided(painter, p.figure, m_figure);
        paintChange(painter, p.change);
    }
    if (hasFocus())
        paintFocus(painter, rect(), theme);
}

void StatCard::paintChange(QPainter &painter, const QRectF &rect) const
{
    const Theme &theme = Theme::of(this);
    painter.setFont(theme.numberFont(TextSize::Caption));
    painter.setPen(theme.ink(Ink::Muted));
    QRectF text = rect;
    if (m_change) {
        const qreal side = qMin(rect.height(), theme.scaled(12));
        const QRectF icon(rect.left(), rect.center().y() - side / 2, side, side);
        paintIcon(painter, icon, directionIcon(m_change->direction), theme.ink(Ink::Muted));
        text.setLeft(icon.right() + theme.scaled(3));
    }
    paintElided(painter, text, changeWords());
}

void StatCard::resizeEvent(QResizeEvent *)
{
    m_history->setGeometry(places().history.toAlignedRect());
}

void StatCard::keyPressEvent(QKeyEvent *event)
{
    if (m_activatable && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void StatCard::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void StatCard::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void StatCard::describe()
{
    const QString words = changeWords();
    const QString value = m_loading ? tr("loading") : m_figure;
    setAccessibleName(words.isEmpty() || m_loading ? tr("%1: %2").arg(m_caption, value)
                                                   : tr("%1: %2, %3").arg(m_caption, value, words));
    setAccessibleDescription(m_explanation);
    // The tool tip holds whatever may be elided in the card.
    QStringList lines{m_caption, value};
    if (!m_loading && !words.isEmpty())
        lines.append(words);
    if (!m_explanation.isEmpty())
        lines.append(m_explanation);
    setToolTip(safeToolTip(lines.join(QLatin1Char('\n'))));
    update();
}

} // namespace dvmdash::ui
