// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace dvmdash::ui
{

class Banner;
class EmptyState;
class Skeleton;

/// What frames a page about chains: a bar with the way back and figures in a line, what sums them up, what
/// happened, what is missing, and below it the views, a skeleton while they are awaited, or why there are
/// none.
class ChainFrame : public QWidget
{
    Q_OBJECT
public:
    /// Parts are called after the page: "chain.back", "chain.trouble".
    explicit ChainFrame(const QString &page, QWidget *parent);

    /// The way back and the summary; what else can be done comes after them.
    QHBoxLayout *bar() const { return m_bar; }
    /// What stands below the bar, then the views: once each, in the order in which the keyboard goes.
    void putHead(QWidget *head);
    void putViews(QWidget *views);
    QPushButton &back() const { return *m_back; }
    QLabel &summary() const { return *m_summary; }
    /// What happened, until it is closed. This and what follows is there after putHead().
    Banner &banner() const { return *m_banner; }
    /// What the views leave out.
    Banner &note() const { return *m_note; }

    void showWaiting();
    void showViews();
    bool isShowingViews() const;
    /// In place of the views.
    void showTrouble(const QString &title, const QString &why, const QString &button);

Q_SIGNALS:
    void backClicked();
    /// The button below the trouble.
    void troubleClicked();

private:
    QWidget *buildBar();

    const QString m_page;
    QVBoxLayout *m_layout;
    QHBoxLayout *m_bar = nullptr;
    QPushButton *m_back = nullptr;
    QLabel *m_summary = nullptr;
    Banner *m_banner = nullptr;
    Banner *m_note = nullptr;
    QStackedLayout *m_stack = nullptr;
    Skeleton *m_skeleton = nullptr;
    EmptyState *m_trouble = nullptr;
    QWidget *m_views = nullptr;
};

} // namespace dvmdash::ui
