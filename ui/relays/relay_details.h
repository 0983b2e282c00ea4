// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/widgets/card.h"

#include <QMap>

class QStackedWidget;

namespace dvmdash::ui
{

class EmptyState;
class RelayCourseView;
class RelayFacts;
class RelaySubjects;
class RelayTroubles;
class SegmentedControl;
struct GivenBasis;
struct RelayRow;

/// All about the chosen relay, a section at a time.
class RelayDetails : public Card
{
    Q_OBJECT
public:
    explicit RelayDetails(const PageContext &context, QWidget *parent = nullptr);

    void show(const RelayRow &row, const GivenBasis &basis);
    void showNone();
    /// Another section, behind the others.
    void addSection(const QString &id, const QString &title, const QString &explanation, QWidget *section);
    SegmentedControl *sections() const { return m_sections; }
    RelayCourseView *course() const { return m_course; }
    RelaySubjects *subjects() const { return m_subjects; }
    RelayTroubles *troubles() const { return m_troubles; }

private:
    void turnTo(const QString &id);

    engine::Engine &m_engine;
    SegmentedControl *m_sections;
    QStackedWidget *m_stack;
    QMap<QString, QWidget *> m_byId;
    bool m_isChosen = false;
    EmptyState *m_none;
    RelayFacts *m_facts;
    RelayCourseView *m_course;
    RelaySubjects *m_subjects;
    RelayTroubles *m_troubles;
};

} // namespace dvmdash::ui
