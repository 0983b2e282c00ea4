// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QLabel;
class QScrollArea;
class QStackedLayout;
class QToolButton;

namespace dvmdash::ui
{

class Banner;
class EmptyState;
class EventView;
class Skeleton;

/// Shows one event and everything around it, and goes from event to event like a browser: Alt+Left back,
/// Alt+Right forward, Escape closes. Made for a width from 360 pixels on. While open it follows what comes
/// in, at most once a second.
class Inspector : public QWidget
{
    Q_OBJECT
public:
    explicit Inspector(const PageContext &context, QWidget *parent = nullptr);
    ~Inspector() override;

    EventView &view() { return *m_view; }
    /// The event that is shown or asked for.
    std::optional<nostr::EventId> current() const;
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_history.size(); }

public Q_SLOTS:
    /// Does not take the focus, so that a list can be walked with the keys.
    void open(const dvmdash::nostr::EventId &id);
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
        int scroll = 0;
    };

    void build();
    QWidget *buildBar();
    void goTo(std::size_t place);
    void follow(const engine::ActivityPtr &activity);
    void ask();
    void askJob(const nostr::EventId &id);
    void take(const engine::Result<engine::EventDetail> &result);
    void showError(const QString &text);
    void updateBar();

    PageContext m_context;
    std::vector<Visit> m_history;
    std::size_t m_at = 0;
    std::optional<nostr::EventId> m_job; ///< of what is shown
    int m_scrollTo = -1;                 ///< when the answer is there
    bool m_stale = false;                ///< something came in while hidden
    engine::Ask m_ask;
    engine::Ask m_askJob;
    QTimer m_again;
    QTimer m_ticks;

    QToolButton *m_back = nullptr;
    QToolButton *m_forward = nullptr;
    QLabel *m_title = nullptr;
    Banner *m_banner = nullptr;
    QStackedLayout *m_stack = nullptr;
    Skeleton *m_skeleton = nullptr;
    EmptyState *m_error = nullptr;
    QScrollArea *m_scroll = nullptr;
    EventView *m_view = nullptr;
};

} // namespace dvmdash::ui
