// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/fact_grid.h"

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/state_chip.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace dvmdash::ui
{

FactGrid::FactGrid(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_title(new QLabel(title, this))
{
    const Theme &theme = Theme::of(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(theme.space(Space::M));
    m_grid->setVerticalSpacing(theme.space(Space::Xs));
    m_grid->setColumnStretch(1, 1);
    m_grid->addWidget(m_title, 0, 0, 1, 2);
    setAccessibleName(title);
    restyle();
}

void FactGrid::setFacts(const QVector<Fact> &facts)
{
    QVector<Fact> told;
    for (const Fact &fact : facts)
        if (!fact.value.isEmpty())
            told.append(fact);
    growTo(told.size());
    for (qsizetype i = 0; i < m_names.size(); ++i) {
        const bool isUsed = i < told.size();
        m_names[i]->setVisible(isUsed);
        m_values[i]->setVisible(isUsed);
        m_marks[i]->setVisible(isUsed && told.at(i).mark);
        if (!isUsed)
            continue;
        const Fact &fact = told.at(i);
        // Setting the same text again would drop a selection.
        if (m_names[i]->text() != fact.name)
            m_names[i]->setText(fact.name);
        if (m_values[i]->text() != fact.value)
            m_values[i]->setText(fact.value);
        if (m_values[i]->toolTip() != fact.toolTip)
            m_values[i]->setToolTip(fact.toolTip);
        m_values[i]->setAccessibleName(tr("%1: %2").arg(fact.name, fact.value));
        if (fact.mark) {
            m_marks[i]->setState(fact.mark->tone, fact.mark->word);
            m_marks[i]->setToolTip(fact.mark->toolTip);
            m_values[i]->setAccessibleName(tr("%1: %2, %3").arg(fact.name, fact.value, fact.mark->word));
        }
    }
}

void FactGrid::growTo(qsizetype lines)
{
    while (m_names.size() < lines) {
        const auto line = static_cast<int>(m_names.size()) + 1;
        m_grid->setRowStretch(line, 0);
        auto *name = new QLabel(this);
        auto *value = new QLabel(this);
        for (auto *label : {name, value})
            label->setTextFormat(Qt::PlainText);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(name, line, 0, Qt::AlignLeft | Qt::AlignTop);
        auto *mark = new StateChip(this);
        // In one cell: a column of its own would take room where there is no mark.
        auto *cell = new QHBoxLayout;
        cell->setSpacing(Theme::of(this).space(Space::S));
        cell->addWidget(value, 1, Qt::AlignTop);
        cell->addWidget(mark, 0, Qt::AlignTop);
        m_grid->addLayout(cell, line, 1);
        m_grid->setRowStretch(line + 1, 1);
        m_marks.append(mark);
        m_names.append(name);
        m_values.append(value);
        restyle();
    }
}

void FactGrid::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void FactGrid::restyle()
{
    const Theme &theme = Theme::of(this);
    m_title->setFont(theme.font(TextSize::Caption, TextWeight::Strong));
    QVector<QLabel *> muted = m_names;
    muted.append(m_title);
    for (auto *label : std::as_const(muted)) {
        setTextInk(*label, theme.ink(Ink::Muted));
    }
    for (auto *label : std::as_const(m_values))
        label->setFont(theme.numberFont());
}

} // namespace dvmdash::ui
