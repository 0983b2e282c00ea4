// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QLabel;
class QStackedLayout;
class QToolButton;

namespace dvmdash::ui
{

class Banner;
class EmptyState;
class EventView;
class JobPanel;
class ScrollPane;
class SegmentedControl;
class Skeleton;

/// Shows one event and everything around it, and the job that it belongs to: Summary, Event, Money, In and
/// out. Goes from event to event like a browser: Alt+Left back, Alt+Right forward, Escape closes. Made for a
/// width from 360 pixels on. While open it follows what comes in, at most once a second.
///
/// What is opened as an event shows the event, what is opened as a job shows the job; each in the tab in
/// which the reader left the last one of its sort.
class Inspector : public QWidget
{
    Q_OBJECT
public:
    explicit Inspector(const PageContext &context, QWidget *parent = nullptr);
    ~Inspector() override;

    enum class Tab { Summary, Event, Money, InOut };

    EventView &view() { return *m_view; }
    JobPanel &job() { return *m_panel; }
    Tab tab() const { return m_tab; }
    void setTab(Tab tab);
    /// The event that is shown or asked for.
    std::optional<nostr::EventId> current() const;
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_history.size(); }

public Q_SLOTS:
    /// Does not take the focus, so that a list can be walked with the keys.
    void open(const dvmdash::nostr::EventId &id);
    /// As a job: `id` is its request or any answer.
    void openJob(const dvmdash::nostr::EventId &id);
    void back();
    void forward();

Q_SIGNALS:
    void closed();
    /// The reader wants to see the chain around this job.
    void chainWanted(const dvmdash::nostr::EventId &request);
    /// Another event is shown: by open(), a link or the history.
    void currentChanged(const dvmdash::nostr::EventId &id);

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Visit {
        nostr::EventId id;
        bool asJob = false;
        int scroll = 0; ///< of the event
    };

    void build();
    QWidget *buildBar();
    QWidget *buildTabs();
    void visit(const nostr::EventId &id, bool asJob);
    void goTo(std::size_t place);
    void chooseTab(Tab tab);
    void showTab();
    void follow(const engine::ActivityPtr &activity);
    void ask();
    void take(const engine::Result<engine::EventDetail> &result);
    void showError(const QString &text);
    void updateBar();

    PageContext m_context;
    std::vector<Visit> m_history;
    std::size_t m_at = 0;
    std::optional<nostr::EventId> m_job; ///< of what is shown
    Tab m_tab = Tab::Event;
    Tab m_eventTab = Tab::Event; ///< as the reader left it, of events
    Tab m_jobTab = Tab::Summary; ///< of jobs
    int m_scrollTo = -1;         ///< when the answer is there
    bool m_stale = false;        ///< something came in while hidden
    engine::Ask m_ask;
    QTimer m_again;
    QTimer m_ticks;

    QToolButton *m_back = nullptr;
    QToolButton *m_forward = nullptr;
    QLabel *m_title = nullptr;
    Banner *m_banner = nullptr;
    QStackedLayout *m_stack = nullptr;
    Skeleton *m_skeleton = nullptr;
    EmptyState *m_error = nullptr;
    SegmentedControl *m_tabs = nullptr;
    QWidget *m_tabBar = nullptr;
    ScrollPane *m_scroll = nullptr;
    EventView *m_view = nullptr;
    JobPanel *m_panel = nullptr;
};

} // namespace dvmdash::ui
