// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QColor>
#include <QTimer>

class QHBoxLayout;
class QLabel;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace dvmdash::ui
{

class Banner;
class DataTable;
class EmptyState;
class FeedBase;
class Skeleton;

/// All about one thing of a board, in place of the board: a head with the way back, then cards that scroll.
/// Feeds are active while it is shown.
class SubjectView : public QWidget
{
    Q_OBJECT
public:
    /// The main table or chart.
    virtual void exportCsv() = 0;
    virtual void refresh() = 0;
    /// For the line under the title of the page; empty until there is an answer.
    virtual QString basis() const = 0;
    /// All that run while it is shown.
    const QVector<FeedBase *> &feeds() const { return m_feeds; }

Q_SIGNALS:
    /// The reader wants to go back to the board.
    void left();
    void basisChanged();
    void inspectRequested(const dvmdash::nostr::EventId &id);

protected:
    /// `back` is the word on the button.
    SubjectView(const PageContext &context, const QString &back, QWidget *parent);

    const PageContext &context() const { return m_context; }
    QHBoxLayout *head() const { return m_head; }
    /// The cards, in the order in which they are added.
    QVBoxLayout *cards() const { return m_cards; }
    void setSubject(const QString &name, const QColor &swatch);

    /// Bars, until showCards(); for a subject of which nothing is known yet.
    void showLoading();
    void showCards();
    void showNothing(const QString &title, const QString &why);
    /// A failed question, or what the answer lacks; hides it when there is neither.
    void showTrouble(const QString &error, const metrics::Freshness *fresh);
    /// Runs this feed while the view is shown.
    void runWhileShown(FeedBase *feed);
    /// A table within the cards: as high as its rows, up to `mostRows`, and it scrolls on from there.
    void fitHeight(DataTable *table, int mostRows);
    void reportExport(DataTable *table);

    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setFeedsActive(bool active);
    void restyle();

    PageContext m_context;
    QHBoxLayout *m_head;
    QLabel *m_swatch;
    QLabel *m_name;
    QColor m_color;
    Banner *m_banner;
    Banner *m_note; ///< of exports
    QStackedWidget *m_stack;
    QScrollArea *m_scroll;
    QVBoxLayout *m_cards;
    Skeleton *m_skeleton;
    EmptyState *m_nothing;
    QVector<FeedBase *> m_feeds;
    QString m_dismissed; ///< what the reader does not want to be told again
    bool m_isError = false;
};

} // namespace dvmdash::ui
