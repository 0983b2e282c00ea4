// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmented_control.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPainter>

namespace dvmdash::ui
{

namespace
{

class Segment : public QAbstractButton
{
public:
    Segment(const QString &id, const QString &text, const QString &explanation, QWidget *parent)
        : QAbstractButton(parent)
    {
        setObjectName(id);
        setText(text);
        m_explanation = explanation;
        explain();
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
    }

    void rename(const QString &text)
    {
        if (text == this->text())
            return;
        setText(text);
        m_isRenamed = true; // what it counts is not in the explanation
        explain();
        updateGeometry();
    }

    void setUsable(bool usable, const QString &why)
    {
        setEnabled(usable);
        m_why = usable ? QString() : why;
        explain();
    }

    QSize sizeHint() const override
    {
        const Theme &theme = Theme::of(this);
        // As wide as the strong text, so that choosing moves nothing.
        const QFontMetrics metrics(theme.font(TextSize::Body, TextWeight::Strong));
        return {metrics.horizontalAdvance(text()) + 2 * qRound(theme.scaled(10)), qRound(theme.scaled(26))};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || (isEnabled() && underMouse())) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(isChecked() ? theme.colors().selected : theme.colors().hover);
            painter.drawRoundedRect(rect(), theme.scaled(4), theme.scaled(4));
        }
        if (hasFocus())
            paintFocus(painter, rect(), theme);
        painter.setFont(theme.font(TextSize::Body, isChecked() ? TextWeight::Strong : TextWeight::Regular));
        painter.setPen(theme.ink(!isEnabled() ? Ink::Disabled : isChecked() ? Ink::Text : Ink::Muted));
        painter.drawText(rect(), Qt::AlignCenter, text());
    }

private:
    void explain()
    {
        const QString &told = m_why.isEmpty() ? m_explanation : m_why;
        setToolTip(told);
        setAccessibleName(m_explanation.isEmpty() || m_isRenamed ? text() : m_explanation);
        setAccessibleDescription(m_why);
    }

    QString m_explanation;
    QString m_why; ///< it cannot be chosen
    bool m_isRenamed = false;
};

} // namespace

SegmentedControl::SegmentedControl(const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_layout(new QHBoxLayout(this))
{
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_layout->setContentsMargins(2, 2, 2, 2);
    m_layout->setSpacing(2);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::buttonToggled, this, [this](QAbstractButton *button, bool checked) {
        if (checked)
            Q_EMIT currentChanged(button->objectName());
    });
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton *button) { Q_EMIT clicked(button->objectName()); });
}

void SegmentedControl::addSegment(const QString &id, const QString &text, const QString &explanation)
{
    auto *segment = new Segment(id, text, explanation, this);
    m_layout->addWidget(segment);
    m_group->addButton(segment);
    if (count() == 1)
        segment->setChecked(true);
}

QString SegmentedControl::current() const
{
    const auto *checked = m_group->checkedButton();
    return checked ? checked->objectName() : QString();
}

void SegmentedControl::setCurrent(const QString &id)
{
    if (auto *found = segment(id))
        found->setChecked(true);
}

void SegmentedControl::setSegmentText(const QString &id, const QString &text)
{
    if (auto *found = segment(id))
        static_cast<Segment *>(found)->rename(text);
}

void SegmentedControl::setSegmentEnabled(const QString &id, bool enabled, const QString &why)
{
    if (auto *found = segment(id))
        static_cast<Segment *>(found)->setUsable(enabled, why);
}

bool SegmentedControl::isSegmentEnabled(const QString &id) const
{
    const auto *found = segment(id);
    return found && found->isEnabled();
}

QAbstractButton *SegmentedControl::segment(const QString &id) const
{
    const auto segments = m_group->buttons();
    for (auto *segment : segments) {
        if (segment->objectName() == id)
            return segment;
    }
    return nullptr;
}

int SegmentedControl::count() const
{
    return static_cast<int>(m_group->buttons().size());
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    paintCard(painter, rect(), theme, theme.colors().card);
}

} // namespace dvmdash::ui
