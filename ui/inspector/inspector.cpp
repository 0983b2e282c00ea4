// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include "ui/inspector/event_view.h"
#include "ui/inspector/link_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/skeleton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int againAfterMs = 1'000;
constexpr int tickMs = 1'000;
constexpr std::size_t longestHistory = 200;

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
        const auto rows = m_view->findChildren<LinkRow *>();
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
    m_banner = new Banner(this);
    m_banner->setDismissible(true);
    layout->addWidget(m_banner);

    m_skeleton = new Skeleton(this);
    m_error = new EmptyState(this);
    connect(m_error, &EmptyState::buttonClicked, this, &Inspector::ask);
    m_view = new EventView(m_context, nullptr);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_view);
    // The card under all of it shows through.
    m_view->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_error);
    m_stack->addWidget(m_scroll);
    layout->addLayout(m_stack, 1);
    connect(m_view, &EventView::opened, this, &Inspector::open);
    connect(m_view, &EventView::chainWanted, this, &Inspector::chainWanted);
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

void Inspector::open(const nostr::EventId &id)
{
    if (current() == id) {
        ask();
        return;
    }
    if (!m_history.empty()) {
        m_history[m_at].scroll = m_scroll->verticalScrollBar()->value();
        m_history.resize(m_at + 1);
    }
    m_history.push_back({id, 0});
    if (m_history.size() > longestHistory)
        m_history.erase(m_history.begin());
    m_at = m_history.size() - 1;
    goTo(m_at);
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
    if (m_history.empty() || (activity->stored == 0 && !activity->jobs_changed))
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
    // Within one job its section stays where it is.
    if (result->job != m_job)
        m_view->showJob(std::nullopt);
    m_job = result->job;
    m_view->showDetail(*result);
    m_stack->setCurrentWidget(m_scroll);
    if (m_scrollTo >= 0)
        m_scroll->verticalScrollBar()->setValue(std::exchange(m_scrollTo, -1));
    if (result->job)
        askJob(*result->job);
}

void Inspector::askJob(const nostr::EventId &id)
{
    m_askJob = m_context.engine.ask(
        engine::JobQuestion{id}, this,
        [this](const engine::Result<engine::JobDetail> &result) { m_view->showJob(result.value); });
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
