// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/section.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/view_state.h"

#include <QAbstractButton>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

class SectionHead : public QAbstractButton
{
public:
    SectionHead(const QString &title, QWidget *parent)
        : QAbstractButton(parent)
    {
        setText(title);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setNote(const QString &note)
    {
        m_note = note;
        update();
    }
    void setExpanded(bool expanded)
    {
        m_expanded = expanded;
        setAccessibleName(expanded ? tr("%1, open").arg(text()) : tr("%1, closed").arg(text()));
        update();
    }

    QSize sizeHint() const override
    {
        const Theme &theme = Theme::of(this);
        return {qRound(theme.scaled(120)), qRound(theme.scaled(30))};
    }
    QSize minimumSizeHint() const override
    {
        return {qRound(Theme::of(this).scaled(60)), sizeHint().height()};
    }

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        const qreal side = theme.scaled(12);
        paintIcon(painter, {0, (height() - side) / 2, side, side},
                  m_expanded ? Icon::ChevronDown : Icon::ChevronRight,
                  theme.ink(underMouse() ? Ink::Text : Ink::Muted));
        QRectF place = QRectF(rect()).adjusted(side + theme.space(Space::Xs), 0, 0, 0);
        painter.setFont(theme.font(TextSize::Body, TextWeight::Strong));
        painter.setPen(theme.ink(Ink::Text));
        paintElided(painter, place, text());
        place.setLeft(place.left() + QFontMetricsF(painter.font()).horizontalAdvance(text()) +
                      theme.space(Space::S));
        painter.setFont(theme.numberFont(TextSize::Caption));
        painter.setPen(theme.ink(Ink::Muted));
        if (place.width() > 0)
            paintElided(painter, place, m_note);
        if (hasFocus())
            paintFocus(painter, rect(), theme);
    }

private:
    QString m_note;
    bool m_expanded = true;
};

Section::Section(const QString &id, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
    , m_head(new SectionHead(title, this))
    , m_actions(new QWidget(this))
    , m_body(new QWidget(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(0);
    head->addWidget(m_head, 1);
    head->addWidget(m_actions);
    layout->addLayout(head);
    layout->addWidget(m_body);
    auto *actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, 0, 0);
    actions->setSpacing(0);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, theme.space(Space::Xs), 0, theme.space(Space::S));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_head, &QAbstractButton::clicked, this, [this] { setExpanded(!m_expanded); });
    show(true);
}

void Section::setNote(const QString &note)
{
    m_head->setNote(note);
}

void Section::setContent(QWidget *content)
{
    m_body->layout()->addWidget(content);
}

QToolButton *Section::addAction(const QIcon &icon, const QString &text)
{
    auto *button = new QToolButton(m_actions);
    const int side = qRound(Theme::of(this).scaled(14));
    button->setIcon(icon);
    button->setIconSize({side, side});
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus);
    m_actions->layout()->addWidget(button);
    return button;
}

void Section::setExpanded(bool expanded)
{
    if (expanded == m_expanded)
        return;
    show(expanded);
    if (m_state)
        m_state->setValue(QStringLiteral("inspector/") + m_id, expanded ? "open" : "closed");
    Q_EMIT expandedChanged(expanded);
}

void Section::restoreFrom(ViewState &state)
{
    const QByteArray saved = state.value(QStringLiteral("inspector/") + m_id);
    if (!saved.isEmpty())
        setExpanded(saved == "open");
    m_state = &state;
}

void Section::show(bool expanded)
{
    m_expanded = expanded;
    m_head->setExpanded(expanded);
    m_actions->setVisible(expanded);
    m_body->setVisible(expanded);
}

} // namespace dvmdash::ui
