// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include "ui/inspector/event_view.h"
#include "ui/inspector/job_panel.h"
#include "ui/inspector/link_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/scroll_pane.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/skeleton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr int againAfterMs = 1'000;
constexpr int tickMs = 1'000;
constexpr std::size_t longestHistory = 200;

const std::vector<std::pair<Inspector::Tab, QString>> &tabIds()
{
    static const std::vector<std::pair<Inspector::Tab, QString>> ids{
        {Inspector::Tab::Summary, QStringLiteral("summary")},
        {Inspector::Tab::Event, QStringLiteral("event")},
        {Inspector::Tab::Money, QStringLiteral("money")},
        {Inspector::Tab::InOut, QStringLiteral("in-out")}};
    return ids;
}

QString idOf(Inspector::Tab tab)
{
    return tabIds()[static_cast<std::size_t>(tab)].second;
}

} // namespace

Inspector::Inspector(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    build();
    m_again.setSingleShot(true);
    m_again.setInterval(againAfterMs);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (std::exchange(m_stale, false))
            ask();
    });
    // Relative times in the lists.
    m_ticks.setInterval(tickMs);
    m_ticks.setTimerType(Qt::CoarseTimer);
    connect(&m_ticks, &QTimer::timeout, this, [this] {
        if (!isVisible())
            return;
        const auto rows = m_stack->currentWidget()->findChildren<LinkRow *>();
        for (LinkRow *row : rows)
            if (row->content().time >= 0)
                row->update();
    });
    m_ticks.start();
    connect(&context.engine, &engine::Engine::activity, this, &Inspector::follow);
    connect(&context.engine, &engine::Engine::stateChanged, this, [this] { ask(); });
    updateBar();
}

Inspector::~Inspector() = default;

std::optional<nostr::EventId> Inspector::current() const
{
    return m_history.empty() ? std::nullopt : std::optional(m_history[m_at].id);
}

void Inspector::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(buildTabs());
    m_banner = new Banner(this);
    m_banner->setDismissible(true);
    layout->addWidget(m_banner);

    m_skeleton = new Skeleton(this);
    m_error = new EmptyState(this);
    connect(m_error, &EmptyState::buttonClicked, this, &Inspector::ask);
    m_view = new EventView(m_context, nullptr);
    m_scroll = new ScrollPane(m_view, this);
    m_panel = new JobPanel(m_context, this);
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_error);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_panel);
    layout->addLayout(m_stack, 1);
    connect(m_view, &EventView::opened, this, &Inspector::open);
    connect(m_panel, &JobPanel::eventWanted, this, [this](const nostr::EventId &id) {
        m_eventTab = Tab::Event;
        visit(id, false);
    });
    connect(m_panel, &JobPanel::jobWanted, this, &Inspector::openJob);
    connect(m_panel, &JobPanel::chainWanted, this, &Inspector::chainWanted);
    connect(m_panel, &JobPanel::detailChanged, this,
            [this](const engine::JobDetail &detail) { m_view->showJob(detail); });
    connect(m_view, &EventView::exported, this, [this](bool well, const QString &message) {
        m_banner->showMessage(well ? Tone::Delivered : Tone::Failed, message);
    });

    const auto addShortcut = [this](const QKeySequence &keys, Qt::ShortcutContext where, auto slot) {
        connect(new QShortcut(keys, this, nullptr, nullptr, where), &QShortcut::activated, this, slot);
    };
    addShortcut(QKeySequence(Qt::ALT | Qt::Key_Left), Qt::WindowShortcut, &Inspector::back);
    addShortcut(QKeySequence(Qt::ALT | Qt::Key_Right), Qt::WindowShortcut, &Inspector::forward);
    addShortcut(QKeySequence(Qt::Key_Escape), Qt::WidgetWithChildrenShortcut, &Inspector::closed);
}

QWidget *Inspector::buildBar()
{
    const Theme &theme = Theme::of(this);
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(theme.space(Space::S), theme.space(Space::S), theme.space(Space::S), 0);
    layout->setSpacing(theme.space(Space::Xs));
    const auto addButton = [&](Icon icon, const QString &text, const QString &keys) {
        auto *button = new QToolButton(bar);
        button->setIcon(theme.icon(icon));
        button->setIconSize({theme.iconSize(), theme.iconSize()});
        button->setToolTip(text + QStringLiteral(" (") + keys + QLatin1Char(')'));
        button->setAccessibleName(text);
        button->setFocusPolicy(Qt::TabFocus);
        return button;
    };
    m_back = addButton(Icon::ChevronLeft, tr("Back"), QStringLiteral("Alt+Left"));
    m_forward = addButton(Icon::ChevronRight, tr("Forward"), QStringLiteral("Alt+Right"));
    auto *close = addButton(Icon::Close, tr("Close the inspector"), QStringLiteral("Esc"));
    m_title = new QLabel(tr("Inspector"), bar);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    layout->addWidget(m_back);
    layout->addWidget(m_forward);
    layout->addWidget(m_title, 1);
    layout->addWidget(close);
    connect(m_back, &QToolButton::clicked, this, &Inspector::back);
    connect(m_forward, &QToolButton::clicked, this, &Inspector::forward);
    connect(close, &QToolButton::clicked, this, &Inspector::closed);
    return bar;
}

QWidget *Inspector::buildTabs()
{
    const Theme &theme = Theme::of(this);
    m_tabBar = new QWidget(this);
    auto *layout = new QHBoxLayout(m_tabBar);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::S), theme.space(Space::S), 0);
    m_tabs = new SegmentedControl(tr("What is shown of the job"), m_tabBar);
    m_tabs->addSegment(idOf(Tab::Summary), tr("Summary"), tr("How the job stands, its attempts and events"));
    m_tabs->addSegment(idOf(Tab::Event), tr("Event"), tr("The event: content, tags, relays, raw JSON"));
    m_tabs->addSegment(idOf(Tab::Money), tr("Money"), tr("What was asked for, and what was seen"));
    m_tabs->addSegment(idOf(Tab::InOut), tr("In and out"), tr("What it was asked with, and what came out"));
    auto *chain = new QToolButton(m_tabBar);
    chain->setObjectName(QStringLiteral("inspector.chain"));
    chain->setIcon(theme.icon(Icon::Network));
    chain->setIconSize({theme.iconSize(), theme.iconSize()});
    chain->setToolTip(tr("Open the chain of this job: what it depends on, and who broke it"));
    chain->setAccessibleName(tr("Open chain"));
    connect(chain, &QToolButton::clicked, this, [this] {
        if (m_job)
            Q_EMIT chainWanted(*m_job);
    });
    layout->addWidget(m_tabs);
    layout->addStretch(1);
    layout->addWidget(chain);
    m_tabBar->hide();
    connect(m_tabs, &SegmentedControl::currentChanged, this, [this](const QString &id) {
        const auto at =
            std::find_if(tabIds().begin(), tabIds().end(), [&](const auto &tab) { return tab.second == id; });
        if (at != tabIds().end() && at->first != m_tab)
            setTab(at->first);
    });
    return m_tabBar;
}

void Inspector::open(const nostr::EventId &id)
{
    visit(id, false);
}

void Inspector::openJob(const nostr::EventId &id)
{
    visit(id, true);
}

void Inspector::visit(const nostr::EventId &id, bool asJob)
{
    if (current() == id && m_history[m_at].asJob == asJob) {
        ask();
        return;
    }
    if (!m_history.empty()) {
        m_history[m_at].scroll = m_scroll->verticalScrollBar()->value();
        m_history.resize(m_at + 1);
    }
    m_history.push_back({id, asJob, 0});
    if (m_history.size() > longestHistory)
        m_history.erase(m_history.begin());
    m_at = m_history.size() - 1;
    goTo(m_at);
}

void Inspector::setTab(Tab tab)
{
    if (!m_history.empty())
        (m_history[m_at].asJob ? m_jobTab : m_eventTab) = tab;
    chooseTab(tab);
    showTab();
}

void Inspector::chooseTab(Tab tab)
{
    m_tab = tab;
    m_tabs->setCurrent(idOf(tab));
}

/// What belongs to no job has the event only.
void Inspector::showTab()
{
    m_tabBar->setVisible(m_job.has_value());
    if (!m_view->detail())
        return;
    if (!m_job || m_tab == Tab::Event) {
        m_stack->setCurrentWidget(m_scroll);
        return;
    }
    m_panel->setTab(m_tab == Tab::Money   ? JobPanel::Tab::Money
                    : m_tab == Tab::InOut ? JobPanel::Tab::InOut
                                          : JobPanel::Tab::Summary);
    m_stack->setCurrentWidget(m_panel);
}

void Inspector::back()
{
    if (!canGoBack())
        return;
    m_history[m_at].scroll = m_scroll->verticalScrollBar()->value();
    goTo(m_at - 1);
}

void Inspector::forward()
{
    if (!canGoForward())
        return;
    m_history[m_at].scroll = m_scroll->verticalScrollBar()->value();
    goTo(m_at + 1);
}

void Inspector::goTo(std::size_t place)
{
    m_at = place;
    m_scrollTo = m_history[place].scroll;
    m_banner->hide();
    chooseTab(m_history[place].asJob ? m_jobTab : m_eventTab);
    // What was shown stays until the answer is there: it takes milliseconds, and nothing flickers.
    if (!m_view->detail())
        m_stack->setCurrentWidget(m_skeleton);
    updateBar();
    ask();
    Q_EMIT currentChanged(m_history[place].id);
}

/// Which events refer to this one is not told: when anything came in it is asked again, at most once a
/// second.
void Inspector::follow(const engine::ActivityPtr &activity)
{
    if (m_history.empty() || (activity->stored == 0 && !activity->jobs_changed && !activity->replaced))
        return;
    m_stale = true;
    if (isVisible() && !m_again.isActive())
        m_again.start();
}

void Inspector::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_stale, false))
        ask();
}

void Inspector::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.colors().card);
    painter.fillRect(QRect(0, 0, 1, height()), theme.colors().hairline);
}

void Inspector::ask()
{
    if (m_history.empty())
        return;
    if (m_context.engine.state() == engine::EngineState::Failed)
        showError(m_context.engine.errorText());
    if (m_context.engine.state() != engine::EngineState::Running)
        return;
    m_ask = m_context.engine.ask(engine::EventQuestion{m_history[m_at].id}, this,
                                 [this](const engine::Result<engine::EventDetail> &result) { take(result); });
}

void Inspector::take(const engine::Result<engine::EventDetail> &result)
{
    if (!result) {
        showError(result.error);
        return;
    }
    if (result->job != m_job)
        m_view->showJob(std::nullopt);
    m_job = result->job;
    m_view->showDetail(*result);
    if (m_job)
        m_panel->setJob(*m_job, result->event.id);
    showTab();
    if (m_scrollTo >= 0)
        m_scroll->verticalScrollBar()->setValue(std::exchange(m_scrollTo, -1));
}

void Inspector::showError(const QString &text)
{
    // What is shown already is kept.
    const bool isShown = m_view->detail() && m_view->detail()->event.id == current();
    if (isShown) {
        m_banner->showMessage(Tone::Failed, text);
        return;
    }
    m_error->setContent(Icon::Triangle, tr("The event could not be read"), text, tr("Try again"));
    m_stack->setCurrentWidget(m_error);
}

void Inspector::updateBar()
{
    m_back->setEnabled(canGoBack());
    m_forward->setEnabled(canGoForward());
}

} // namespace dvmdash::ui
