// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_details.h"

#include "ui/relays/given_words.h"
#include "ui/relays/relay_course_view.h"
#include "ui/relays/relay_facts.h"
#include "ui/relays/relay_subjects.h"
#include "ui/relays/relay_troubles.h"
#include "ui/relays/relays_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/scroll_pane.h"
#include "ui/widgets/segmented_control.h"

#include <QStackedWidget>

namespace dvmdash::ui
{

RelayDetails::RelayDetails(const PageContext &context, QWidget *parent)
    : Card(tr("Details"), parent)
    , m_engine(context.engine)
    , m_sections(new SegmentedControl(tr("What is shown of the relay")))
    , m_stack(new QStackedWidget)
    , m_none(new EmptyState)
    , m_facts(new RelayFacts)
    , m_course(new RelayCourseView(context))
    , m_subjects(new RelaySubjects(context))
    , m_troubles(new RelayTroubles(context))
{
    m_sections->setObjectName(QStringLiteral("relays.sections"));
    addHeaderWidget(m_sections);
    m_none->setContent(Icon::Relays, tr("No relay chosen"), tr("Choose one above to see all about it."));
    m_stack->addWidget(m_none);
    setContent(m_stack);
    addSection(QStringLiteral("facts"), tr("Facts"), tr("Health, what it says of itself, what came from it"),
               new ScrollPane(m_facts, this));
    addSection(QStringLiteral("course"), tr("Over time"), tr("Events that it gave in the window"), m_course);
    addSection(QStringLiteral("subjects"), tr("DVMs and kinds"), tr("Who and what lives there"), m_subjects);
    addSection(QStringLiteral("log"), tr("Log"), tr("What happened with it, and what was refused"),
               m_troubles);
    m_sections->setCurrent(QStringLiteral("facts"));
    connect(m_sections, &SegmentedControl::currentChanged, this, &RelayDetails::turnTo);
    showNone();
}

void RelayDetails::addSection(const QString &id, const QString &title, const QString &explanation,
                              QWidget *section)
{
    m_stack->addWidget(section);
    m_byId.insert(id, section);
    m_sections->addSegment(id, title, explanation);
}

void RelayDetails::turnTo(const QString &id)
{
    if (m_isChosen)
        m_stack->setCurrentWidget(m_byId.value(id, m_none));
}

void RelayDetails::show(const RelayRow &row, const GivenBasis &basis)
{
    setNote(row.entry.url);
    m_isChosen = true;
    turnTo(m_sections->current());
    m_facts->show(row, basis);
    m_course->setRelay(row.entry.url);
    m_subjects->show(row.given ? &*row.given : nullptr, basis);
    m_troubles->show(row, m_engine.relayLog(row.entry.url));
}

void RelayDetails::showNone()
{
    setNote({});
    m_isChosen = false;
    m_course->setRelay({});
    m_stack->setCurrentWidget(m_none);
}

} // namespace dvmdash::ui
