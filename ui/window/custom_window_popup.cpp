// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/custom_window_popup.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QDateTimeEdit>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

namespace dvmdash::ui
{

CustomWindowPopup::CustomWindowPopup(QWidget *parent)
    : QWidget(parent, Qt::Popup)
    , m_since(makeEdit(tr("From")))
    , m_until(makeEdit(tr("Until")))
    , m_words(new QLabel(this))
    , m_show(new QPushButton(tr("Show"), this))
{
    const Theme &theme = Theme::of(this);
    setObjectName(QStringLiteral("window.custom"));
    setAccessibleName(tr("Time window"));
    auto *layout = new QVBoxLayout(this);
    const int side = theme.space(Space::L);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(theme.space(Space::M));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(theme.space(Space::M));
    form->setVerticalSpacing(theme.space(Space::S));
    form->addRow(m_since->accessibleName(), m_since);
    form->addRow(m_until->accessibleName(), m_until);
    layout->addLayout(form);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setFont(theme.font(TextSize::Caption));
    layout->addWidget(m_words);
    layout->addWidget(m_show, 0, Qt::AlignRight);
    m_show->setProperty("primary", true);
    m_show->setObjectName(QStringLiteral("window.custom.show"));
    connect(m_show, &QPushButton::clicked, this, &CustomWindowPopup::take);
    for (auto *edit : {m_since, m_until})
        connect(edit, &QDateTimeEdit::dateTimeChanged, this, &CustomWindowPopup::check);
}

QDateTimeEdit *CustomWindowPopup::makeEdit(const QString &name)
{
    auto *edit = new QDateTimeEdit(this);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    edit->setCalendarPopup(true);
    edit->setAccessibleName(name);
    edit->setMinimumWidth(qRound(Theme::of(this).scaled(190)));
    return edit;
}

void CustomWindowPopup::open(const QWidget &anchor, const engine::TimeWindow &window)
{
    setWindow(window);
    adjustSize();
    QPoint place = anchor.mapToGlobal(QPoint(anchor.width() - width(), anchor.height()));
    place.ry() += Theme::of(this).space(Space::Xs);
    if (const QScreen *screen = anchor.screen())
        place.setX(qMax(screen->availableGeometry().left(), place.x()));
    move(place);
    show();
    m_since->setFocus(Qt::PopupFocusReason);
}

engine::TimeWindow CustomWindowPopup::window() const
{
    return {m_since->dateTime().toSecsSinceEpoch(), m_until->dateTime().toSecsSinceEpoch()};
}

void CustomWindowPopup::setWindow(const engine::TimeWindow &window)
{
    m_since->setDateTime(QDateTime::fromSecsSinceEpoch(window.since));
    m_until->setDateTime(QDateTime::fromSecsSinceEpoch(window.until));
    check();
}

void CustomWindowPopup::check()
{
    const engine::TimeWindow chosen = window();
    const bool isRight = chosen.length() > 0;
    m_show->setEnabled(isRight);
    m_words->setText(
        isRight ? tr("%1, local time (%2)")
                      .arg(format::durationMs(chosen.length() * 1000), format::utcOffset(chosen.since))
                : tr("The end must be later than the beginning."));
    QPalette palette = m_words->palette();
    const Theme &theme = Theme::of(this);
    palette.setColor(QPalette::WindowText, isRight ? theme.ink(Ink::Muted) : theme.color(Tone::Failed));
    m_words->setPalette(palette);
}

void CustomWindowPopup::take()
{
    const engine::TimeWindow chosen = window();
    if (chosen.length() <= 0)
        return;
    Q_EMIT this->chosen(chosen);
    close();
}

void CustomWindowPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.colors().card);
    painter.setPen(QPen(theme.colors().border, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void CustomWindowPopup::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT closed();
}

void CustomWindowPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        take();
    else if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace dvmdash::ui
