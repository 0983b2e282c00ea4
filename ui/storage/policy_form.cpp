// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/policy_form.h"

#include "ui/theme/theme.h"
#include "ui/widgets/check_box.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <cmath>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t megabyte = 1'000'000;
constexpr std::int64_t gigabyte = 1'000 * megabyte;
constexpr std::int64_t terabyte = 1'000 * gigabyte;
constexpr int mostDays = 100'000;
/// What fields say of a limit that is switched off.
constexpr engine::RetentionPolicy usual{};
constexpr int usualDays = 180;

/// "10" and not "10.000", which could be ten thousand.
class SizeBox : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override
    {
        return locale().toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

} // namespace

PolicyForm::PolicyForm(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_forEver(new QLabel(this))
{
    const Theme &theme = Theme::of(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(theme.space(Space::M));
    m_grid->setVerticalSpacing(theme.space(Space::S));
    m_grid->setColumnStretch(2, 1);
    addSize();
    m_events =
        addDays(tr("Events"),
                tr("Raw events older than this are deleted, by the dates of their authors. The last day, "
                   "profiles and announcements always stay."),
                "storage.keep.events", true);
    addPresets(m_events);
    m_minutes =
        addDays(tr("Numbers by the minute"),
                tr("They draw the finest charts, and take the most room of all numbers. Older ones are "
                   "deleted; the same by 15 minutes stays."),
                "storage.keep.minutes", true);
    m_jobs =
        addDays(tr("Jobs without events"),
                tr("A job of which events were deleted is kept so much longer, so that a late answer finds "
                   "it. What was counted of it stays."),
                "storage.keep.jobs", false);
    m_forEver->setTextFormat(Qt::PlainText);
    m_forEver->setWordWrap(true);
    m_forEver->setText(tr("Numbers of 15 minutes, hours, days and months are kept for ever."));
    m_grid->addWidget(m_forEver, nextRow(), 0, 1, 3);
    restyle();
    setPolicy({});
}

int PolicyForm::nextRow()
{
    return m_grid->count() == 0 ? 0 : m_grid->rowCount();
}

void PolicyForm::addSize()
{
    const QString meaning =
        tr("So much of the file may be in use. Above it the oldest events are deleted, hour by hour.");
    m_hasSize = new CheckBox(tr("Size at most"), this);
    m_hasSize->setObjectName(QStringLiteral("storage.keep.size.on"));
    m_hasSize->setToolTip(meaning);
    m_size = new SizeBox(this);
    m_size->setObjectName(QStringLiteral("storage.keep.size"));
    m_size->setAccessibleName(tr("Size at most"));
    m_size->setToolTip(meaning);
    m_size->setLocale(format::locale());
    m_size->setDecimals(3);
    m_size->setRange(0.001, 999'999);
    m_size->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_unit = new QComboBox(this);
    m_unit->setObjectName(QStringLiteral("storage.keep.unit"));
    m_unit->setAccessibleName(tr("Unit of the size"));
    m_unit->addItem(tr("MB"), qlonglong(megabyte));
    m_unit->addItem(tr("GB"), qlonglong(gigabyte));
    m_unit->addItem(tr("TB"), qlonglong(terabyte));
    auto *beside = new QHBoxLayout;
    beside->addWidget(m_unit);
    beside->addStretch(1);
    m_grid->addWidget(m_hasSize, 0, 0);
    m_grid->addWidget(m_size, 0, 1);
    m_grid->addLayout(beside, 0, 2);
    connect(m_hasSize, &QAbstractButton::toggled, this, &PolicyForm::changed);
    connect(m_size, &QDoubleSpinBox::valueChanged, this, &PolicyForm::changed);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &PolicyForm::changed);
}

PolicyForm::Days PolicyForm::addDays(const QString &caption, const QString &explanation, const char *name,
                                     bool mayBeUnlimited)
{
    Days made;
    const int row = nextRow();
    if (mayBeUnlimited) {
        made.isLimited = new CheckBox(caption, this);
        made.isLimited->setObjectName(QString::fromLatin1(name) + QStringLiteral(".on"));
        made.isLimited->setToolTip(explanation);
        m_grid->addWidget(made.isLimited, row, 0);
        connect(made.isLimited, &QAbstractButton::toggled, this, &PolicyForm::changed);
    } else {
        auto *label = new QLabel(caption, this);
        label->setTextFormat(Qt::PlainText);
        label->setToolTip(explanation);
        m_grid->addWidget(label, row, 0);
    }
    made.days = new QSpinBox(this);
    made.days->setObjectName(QString::fromLatin1(name));
    made.days->setAccessibleName(caption);
    made.days->setToolTip(explanation);
    made.days->setLocale(format::locale());
    made.days->setGroupSeparatorShown(true);
    made.days->setSuffix(tr(" days"));
    made.days->setRange(mayBeUnlimited ? 1 : 0, mostDays);
    m_grid->addWidget(made.days, row, 1);
    connect(made.days, &QSpinBox::valueChanged, this, &PolicyForm::changed);
    return made;
}

void PolicyForm::addPresets(Days &days)
{
    auto *beside = new QHBoxLayout;
    beside->setSpacing(Theme::of(this).space(Space::Xs));
    for (const int preset : {30, 180}) {
        auto *button = new QPushButton(QString::number(preset), this);
        button->setObjectName(QStringLiteral("storage.keep.%1").arg(preset));
        button->setAccessibleName(tr("Keep events for %1 days").arg(preset));
        button->setToolTip(button->accessibleName());
        beside->addWidget(button);
        connect(button, &QPushButton::clicked, this, [days, preset] {
            days.isLimited->setChecked(true);
            days.days->setValue(preset);
        });
    }
    beside->addStretch(1);
    m_grid->addLayout(beside, m_grid->rowCount() - 1, 2);
}

void PolicyForm::setPolicy(const engine::RetentionPolicy &policy)
{
    m_setting = true;
    const std::int64_t bytes = policy.max_bytes > 0 ? policy.max_bytes : usual.max_bytes;
    m_hasSize->setChecked(policy.max_bytes > 0);
    // The largest unit in which it is written without loss, as 10 GB or 1,500 MB.
    const std::int64_t unit = bytes % (terabyte / 10) == 0 && bytes >= terabyte      ? terabyte
                              : bytes % (gigabyte / 1'000) == 0 && bytes >= gigabyte ? gigabyte
                                                                                     : megabyte;
    m_unit->setCurrentIndex(m_unit->findData(qlonglong(unit)));
    m_size->setValue(static_cast<double>(bytes) / static_cast<double>(unit));
    m_exactBytes = bytes;
    m_roundedBytes = shownBytes();
    const auto set = [](const Days &field, int days, int otherwise) {
        if (field.isLimited)
            field.isLimited->setChecked(days > 0);
        field.days->setValue(days > 0 || !field.isLimited ? days : otherwise);
    };
    set(m_events, policy.max_days, usualDays);
    set(m_minutes, policy.minute_days, usual.minute_days);
    set(m_jobs, policy.inactive_days, usual.inactive_days);
    m_setting = false;
    restyle();
}

std::int64_t PolicyForm::shownBytes() const
{
    return std::llround(m_size->value() * static_cast<double>(m_unit->currentData().toLongLong()));
}

engine::RetentionPolicy PolicyForm::policy() const
{
    const auto days = [](const Days &field) {
        return !field.isLimited || field.isLimited->isChecked() ? field.days->value() : 0;
    };
    engine::RetentionPolicy policy;
    const std::int64_t bytes = shownBytes() == m_roundedBytes ? m_exactBytes : shownBytes();
    policy.max_bytes = m_hasSize->isChecked() ? bytes : 0;
    policy.max_days = days(m_events);
    policy.minute_days = days(m_minutes);
    policy.inactive_days = days(m_jobs);
    return policy;
}

void PolicyForm::changed()
{
    restyle();
    if (!m_setting)
        Q_EMIT edited();
}

void PolicyForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void PolicyForm::restyle()
{
    if (!m_jobs.days)
        return; // still being made
    m_size->setEnabled(m_hasSize->isChecked());
    m_unit->setEnabled(m_hasSize->isChecked());
    for (const Days &field : {m_events, m_minutes})
        field.days->setEnabled(field.isLimited->isChecked());
    const Theme &theme = Theme::of(this);
    m_forEver->setFont(theme.font(TextSize::Caption));
    setTextInk(*m_forEver, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
