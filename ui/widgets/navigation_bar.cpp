// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/navigation_bar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QFontMetricsF>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

namespace dvmdash::ui
{

/// One page in the bar.
class NavigationItem : public QAbstractButton
{
public:
    NavigationItem(const QString &id, Icon icon, const QString &text, QWidget *parent)
        : QAbstractButton(parent)
        , m_id(id)
        , m_icon(icon)
    {
        setText(text);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        describe();
    }

    const QString &id() const { return m_id; }

    void setBadge(int count, const QString &meaning)
    {
        m_badge = count;
        m_meaning = meaning;
        describe();
    }

    void setShortcutText(const QString &shortcut)
    {
        m_shortcut = shortcut;
        describe();
    }

    void setCollapsed(bool collapsed)
    {
        m_collapsed = collapsed;
        describe();
        updateGeometry();
    }

    QSize sizeHint() const override
    {
        const Theme &theme = Theme::of(this);
        return {qRound(theme.scaled(m_collapsed ? 40 : 148)), qRound(theme.scaled(34))};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        paintGround(painter, theme);
        const QColor ink = isChecked() ? theme.ink(Ink::Text) : theme.ink(Ink::Muted);
        const qreal side = theme.scaled(18);
        const qreal inset = theme.space(Space::M) - theme.scaled(1);
        const QRectF icon(inset, (height() - side) / 2, side, side);
        paintIcon(painter, icon, m_icon, isChecked() ? theme.ink(Ink::Accent) : ink);
        if (m_collapsed) {
            paintBadgeDot(painter, theme, icon);
            return;
        }
        const qreal badgeWidth = paintBadge(painter, theme);
        painter.setFont(theme.font(TextSize::Body, isChecked() ? TextWeight::Strong : TextWeight::Regular));
        painter.setPen(ink);
        paintElided(painter,
                    {icon.right() + theme.scaled(10), 0,
                     width() - icon.right() - theme.scaled(18) - badgeWidth, qreal(height())},
                    text());
    }

private:
    void paintGround(QPainter &painter, const Theme &theme)
    {
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse() || isDown()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(isChecked() ? theme.colors().selected : theme.colors().hover);
            painter.drawRoundedRect(rect(), theme.cornerRadius(), theme.cornerRadius());
        }
        if (hasFocus())
            paintFocus(painter, rect(), theme);
    }

    /// Returns the width taken at the right edge.
    qreal paintBadge(QPainter &painter, const Theme &theme)
    {
        if (m_badge == 0)
            return 0;
        painter.setFont(theme.numberFont(TextSize::Caption, TextWeight::Strong));
        const QString number = format::compactCount(m_badge);
        const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(number);
        painter.setPen(theme.color(Tone::Failed));
        painter.drawText(rect().adjusted(0, 0, -theme.space(Space::M), 0), Qt::AlignRight | Qt::AlignVCenter,
                         number);
        return width + theme.space(Space::S);
    }

    void paintBadgeDot(QPainter &painter, const Theme &theme, const QRectF &icon)
    {
        if (m_badge == 0)
            return;
        painter.setPen(QPen(isChecked() ? theme.colors().selected : theme.colors().window, 2));
        painter.setBrush(theme.color(Tone::Failed));
        const qreal radius = theme.scaled(4.5);
        painter.drawEllipse(icon.topRight(), radius, radius);
    }

    void describe()
    {
        QString name = text();
        if (m_badge > 0)
            name += QStringLiteral(", ") + (m_meaning.isEmpty() ? format::count(m_badge) : m_meaning);
        setAccessibleName(name);
        QString tip = m_collapsed || m_badge > 0 ? name : text();
        if (!m_shortcut.isEmpty())
            tip += QStringLiteral("  ") + m_shortcut;
        setToolTip(tip);
        update();
    }

    QString m_id;
    QString m_meaning;
    QString m_shortcut;
    Icon m_icon;
    int m_badge = 0;
    bool m_collapsed = false;
};

NavigationBar::NavigationBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_group(new QButtonGroup(this))
{
    const Theme &theme = Theme::of(this);
    const int side = theme.space(Space::S);
    m_layout->setContentsMargins(side, side, side, side);
    m_layout->setSpacing(2);
    m_layout->setAlignment(Qt::AlignTop);
    m_group->setExclusive(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setAccessibleName(tr("Pages"));
    connect(m_group, &QButtonGroup::buttonToggled, this, [this](QAbstractButton *button, bool checked) {
        if (checked)
            Q_EMIT currentChanged(static_cast<NavigationItem *>(button)->id());
    });
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton *button) { Q_EMIT chosen(static_cast<NavigationItem *>(button)->id()); });
}

void NavigationBar::addPage(const QString &id, Icon icon, const QString &text)
{
    auto *button = new NavigationItem(id, icon, text, this);
    button->setCollapsed(m_collapsed);
    m_items.push_back(button);
    m_layout->addWidget(button);
    if (m_items.size() <= 9) {
        const QKeySequence keys(Qt::CTRL |
                                static_cast<Qt::Key>(Qt::Key_0 + static_cast<int>(m_items.size())));
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, [this, id] {
            setCurrent(id);
            Q_EMIT chosen(id);
        });
        button->setShortcutText(keys.toString(QKeySequence::NativeText));
    }
    m_group->addButton(button);
    if (m_items.size() == 1)
        button->setChecked(true);
}

void NavigationBar::addStretch()
{
    m_layout->setAlignment({});
    m_layout->addStretch(1);
}

void NavigationBar::setBadge(const QString &id, int count, const QString &meaning)
{
    if (auto *found = item(id))
        found->setBadge(count, meaning);
}

QString NavigationBar::current() const
{
    const auto *checked = static_cast<NavigationItem *>(m_group->checkedButton());
    return checked ? checked->id() : QString();
}

void NavigationBar::setCurrent(const QString &id)
{
    if (auto *found = item(id))
        found->setChecked(true);
}

void NavigationBar::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    for (auto *button : m_items)
        button->setCollapsed(collapsed);
}

void NavigationBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.setPen(QPen(theme.colors().hairline, 1));
    painter.drawLine(QPointF(width() - 0.5, 0), QPointF(width() - 0.5, height()));
}

NavigationItem *NavigationBar::item(const QString &id) const
{
    for (auto *candidate : m_items) {
        if (candidate->id() == id)
            return candidate;
    }
    return nullptr;
}

} // namespace dvmdash::ui
