// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/state_filter.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QAbstractButton>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

struct Group {
    const char *word;
    Tone tone;
    std::vector<dvm::State> states;
};

const std::vector<Group> &groups()
{
    using S = dvm::State;
    static const std::vector<Group> list{
        {QT_TRANSLATE_NOOP("StateFilter", "Failed"),
         Tone::Failed,
         {S::Failed, S::Ignored, S::Stalled, S::PaidUndelivered}},
        {QT_TRANSLATE_NOOP("StateFilter", "Running"),
         Tone::Running,
         {S::Accepted, S::Partial, S::ClaimedSuccess}},
        {QT_TRANSLATE_NOOP("StateFilter", "Waiting"), Tone::Waiting, {S::Waiting}},
        {QT_TRANSLATE_NOOP("StateFilter", "Delivered"), Tone::Delivered, {S::Delivered}},
        {QT_TRANSLATE_NOOP("StateFilter", "Other"),
         Tone::Ghost,
         {S::Cancelled, S::Unobserved, S::Unserved, S::Missing}},
    };
    return list;
}

bool has(const std::vector<dvm::State> &states, dvm::State state)
{
    return std::find(states.begin(), states.end(), state) != states.end();
}

} // namespace

/// A choice that stands by itself, checked or not.
class FilterChip : public QAbstractButton
{
public:
    FilterChip(Tone tone, const QString &word, QWidget *parent)
        : QAbstractButton(parent)
        , m_tone(tone)
    {
        setText(word);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setCount({});
    }

    void setCount(std::optional<qint64> count)
    {
        if (count == m_count)
            return;
        m_count = count;
        setAccessibleName(count ? QStringLiteral("%1, %2").arg(text(), format::count(*count)) : text());
        updateGeometry();
        update();
    }

    QSize sizeHint() const override
    {
        const Theme &theme = Theme::of(this);
        const QFontMetrics strong(theme.font(TextSize::Body, TextWeight::Strong));
        int width = 2 * theme.space(Space::S) + qRound(theme.scaled(20)) + strong.horizontalAdvance(text());
        if (m_count)
            width += theme.space(Space::S) + QFontMetrics(theme.numberFont()).horizontalAdvance(countText());
        return {width + 2, qRound(theme.scaled(28))};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::of(this);
        const qreal radius = height() / 2.0;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(isChecked() ? theme.ink(Ink::Accent) : theme.colors().border, 1));
        painter.setBrush(isChecked()    ? theme.colors().selected
                         : underMouse() ? theme.colors().hover
                                        : theme.colors().card);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        if (hasFocus()) {
            painter.setPen(QPen(theme.ink(Ink::Accent), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius - 1, radius - 1);
        }
        const qreal side = theme.scaled(14);
        QRectF place = QRectF(rect()).adjusted(theme.space(Space::S), 0, -theme.space(Space::S), 0);
        paintIcon(painter, {place.left(), place.center().y() - side / 2, side, side}, toneIcon(m_tone),
                  theme.color(m_tone));
        place.setLeft(place.left() + theme.scaled(20));
        painter.setFont(theme.font(TextSize::Body, isChecked() ? TextWeight::Strong : TextWeight::Regular));
        painter.setPen(theme.ink(Ink::Text));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, text());
        painter.setFont(theme.numberFont());
        painter.setPen(theme.ink(Ink::Muted));
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, countText());
    }

private:
    QString countText() const { return m_count ? format::count(*m_count) : QString(); }

    Tone m_tone;
    std::optional<qint64> m_count;
};

StateFilter::StateFilter(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("States"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::S));
    for (const Group &group : groups()) {
        auto *chip = new FilterChip(group.tone, tr(group.word), this);
        connect(chip, &QAbstractButton::toggled, this, &StateFilter::changed);
        layout->addWidget(chip);
        m_chips.push_back(chip);
    }
    layout->addStretch(1);
}

std::vector<dvm::State> StateFilter::states() const
{
    std::vector<dvm::State> chosen;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        if (m_chips[i]->isChecked())
            chosen.insert(chosen.end(), groups()[i].states.begin(), groups()[i].states.end());
    return chosen;
}

void StateFilter::setStates(const std::vector<dvm::State> &states)
{
    const auto before = this->states();
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const QSignalBlocker blocker(m_chips[i]);
        const auto &group = groups()[i].states;
        m_chips[i]->setChecked(
            std::any_of(group.begin(), group.end(), [&](dvm::State state) { return has(states, state); }));
    }
    if (this->states() != before)
        Q_EMIT changed();
}

void StateFilter::setCounts(const std::vector<engine::JobRow> &jobs)
{
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const auto &group = groups()[i].states;
        m_chips[i]->setCount(std::count_if(jobs.begin(), jobs.end(),
                                           [&](const engine::JobRow &job) { return has(group, job.state); }));
    }
}

void StateFilter::setFailedCount(qint64 failed)
{
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        m_chips[i]->setCount(i == 0 ? std::optional(failed) : std::nullopt);
}

} // namespace dvmdash::ui
