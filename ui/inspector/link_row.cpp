// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/link_row.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr qsizetype longestLine = 200;
/// Authors may claim any time; a multiplication must not overflow.
constexpr qint64 latestTime = Q_INT64_C(1) << 52;

} // namespace

LinkRow::LinkRow(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LinkRow::setContent(const LinkContent &content)
{
    if (content == m_content)
        return;
    m_content = content;
    m_primary = safeText(content.primary, LineBreaks::Inline, longestLine);
    m_secondary = safeText(content.secondary, LineBreaks::Inline, longestLine);
    const bool leads = content.target && !content.current;
    setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
    QStringList names{m_primary};
    for (const Mark &mark : content.marks)
        names.append(mark.word);
    names.append(m_secondary);
    setAccessibleName(names.join(QStringLiteral(", ")));
    QString tip = content.secondary;
    if (!content.marksMeaning.isEmpty())
        tip += QLatin1Char('\n') + content.marksMeaning;
    if (content.time >= 0)
        tip += QLatin1Char('\n') + momentToolTip(qMin(content.time, latestTime) * 1000);
    if (content.target)
        tip += QLatin1Char('\n') + QString::fromStdString(content.target->hex());
    setToolTip(safeToolTip(tip));
    update();
}

QSize LinkRow::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int lines =
        QFontMetrics(theme.font()).height() + QFontMetrics(theme.font(TextSize::Caption)).height();
    return {qRound(theme.scaled(240)), lines + 2 * theme.space(Space::Xs) + 2};
}

QSize LinkRow::minimumSizeHint() const
{
    return {qRound(Theme::of(this).scaled(120)), sizeHint().height()};
}

void LinkRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void LinkRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool leads = m_content.target && !m_content.current;
    painter.setPen(Qt::NoPen);
    if (m_content.current || (leads && underMouse())) {
        painter.setBrush(m_content.current ? theme.colors().selected : theme.colors().hover);
        painter.drawRoundedRect(frame, theme.scaled(4), theme.scaled(4));
    }
    if (m_content.ghost) {
        QPen pen(theme.ink(Ink::Muted), 1, Qt::DashLine);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, theme.scaled(4), theme.scaled(4));
    }
    const qreal side = theme.scaled(16);
    const qreal gap = theme.space(Space::S);
    const QRectF inner = frame.adjusted(gap, theme.space(Space::Xs), -gap, -theme.space(Space::Xs));
    const QFontMetricsF body(theme.font());
    paintIcon(painter, {inner.left(), inner.top() + (body.height() - side) / 2, side, side}, m_content.icon,
              m_content.tone ? theme.color(*m_content.tone) : theme.ink(Ink::Muted));
    QRectF first = inner.adjusted(side + gap, 0, 0, 0);
    first.setHeight(body.height());

    painter.setFont(theme.numberFont(TextSize::Caption));
    painter.setPen(theme.ink(Ink::Muted));
    const QString trailing = trailingText();
    const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(trailing);
    painter.drawText(first, Qt::AlignRight | Qt::AlignVCenter, trailing);
    QRectF text = first.adjusted(0, 0, trailing.isEmpty() ? 0 : -width - gap, 0);
    painter.setFont(theme.font(TextSize::Caption));
    for (const Mark &mark : m_content.marks) {
        const qreal markWidth =
            side + gap / 2 + QFontMetricsF(painter.font()).horizontalAdvance(mark.word) + 1;
        paintState(painter, {text.right() - markWidth, text.top(), markWidth, text.height()}, theme,
                   mark.tone, mark.word, theme.color(mark.tone));
        text.setRight(text.right() - markWidth - gap);
    }

    painter.setFont(theme.font());
    painter.setPen(theme.ink(leads && underMouse() ? Ink::Accent : Ink::Text));
    paintElided(painter, text, m_primary);
    painter.setFont(theme.font(TextSize::Caption));
    painter.setPen(theme.ink(Ink::Muted));
    paintElided(painter, {first.left(), first.bottom(), first.width(), inner.bottom() - first.bottom()},
                m_secondary);
    if (hasFocus())
        paintFocus(painter, rect(), theme);
}

QString LinkRow::trailingText() const
{
    if (!m_content.trailing.isEmpty() || m_content.time < 0)
        return m_content.trailing;
    return format::relativeTime(qMin(m_content.time, latestTime) * 1000, format::nowMs());
}

LinkList::LinkList(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_more(new QPushButton(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::of(this).space(Space::Xs) / 2);
    m_layout->addWidget(m_more, 0, Qt::AlignLeft);
    m_more->hide();
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_all = true;
        fill();
    });
}

void LinkList::setRows(const QVector<LinkContent> &rows)
{
    m_rows = rows;
    fill();
}

void LinkList::collapse()
{
    m_all = false;
}

void LinkList::fill()
{
    const qsizetype count = m_all ? m_rows.size() : qMin(m_rows.size(), firstRows);
    while (static_cast<qsizetype>(m_widgets.size()) > count) {
        delete m_widgets.back();
        m_widgets.pop_back();
    }
    while (static_cast<qsizetype>(m_widgets.size()) < count) {
        auto *row = new LinkRow(this);
        connect(row, &QAbstractButton::clicked, this, [this, row] {
            if (row->content().target && !row->content().current)
                Q_EMIT activated(*row->content().target);
        });
        m_layout->insertWidget(static_cast<int>(m_widgets.size()), row);
        m_widgets.push_back(row);
    }
    for (qsizetype i = 0; i < count; ++i)
        m_widgets[static_cast<std::size_t>(i)]->setContent(m_rows.at(i));
    m_more->setVisible(count < m_rows.size());
    m_more->setText(tr("Show all %1").arg(format::count(m_rows.size())));
}

} // namespace dvmdash::ui
