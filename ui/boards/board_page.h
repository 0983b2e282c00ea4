// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/theme/icons.h"

#include <QTimer>

#include <optional>

class QAbstractItemModel;
class QStackedWidget;

namespace dvmdash::ui
{

class Banner;
class Card;
class DataTable;
class FeedBase;
class SearchField;
class SubjectView;

/// A table of DVMs or kinds that can be searched and sorted, and in its place all about one of them. It asks
/// only for what is shown; while an answer is on its way the last one stands.
class BoardPage : public Page
{
    Q_OBJECT
public:
    /// Filters the table, and turns to it.
    void applySearch(const QString &text) override;
    void refresh() override;
    void exportCsv() override;
    bool goBack() override;

    DataTable &table() { return *m_table; }
    SearchField &search() { return *m_search; }
    /// One of them is shown in place of the table.
    bool isSubjectShown() const;

Q_SIGNALS:
    /// The button of the empty page: the reader wants to see or choose relays.
    void relaysRequested();

protected:
    struct Words {
        QString tableId;
        int tableVersion = 1;
        QString title;       ///< of the card
        QString placeholder; ///< of the search
        Icon icon = Icon::Search;
        QString nothingFits; ///< "No DVM fits"
        QString nothingHere; ///< "No DVM in this window"
        QString whyNothing;  ///< what would stand here
        QString sortColumn;  ///< where the reader chose none, the largest first
        QString nameColumn;  ///< a click on it opens
    };

    using Page::Page;
    /// Once, in the constructor. The view is a child from then on.
    void build(const Words &words, QAbstractItemModel *model, FeedBase *feed, SubjectView *view);
    /// Shows the row in place of the table.
    virtual void openRow(int row) = 0;
    /// Of the last answer to the feed; nothing until then.
    virtual const metrics::Freshness *freshness() const = 0;

    void turnToSubject();
    Card &card() { return *m_card; } ///< around the table

    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildList(QAbstractItemModel *model);
    void connectTable();
    void updateActive();
    void answered();
    void showTrouble();
    void showEmptyState();
    void emptyButton();
    void updateBasis();
    void setWords(const QString &words);
    void takeFound();

    Words m_words;
    FeedBase *m_feed = nullptr;
    SubjectView *m_view = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_list = nullptr;
    SearchField *m_search = nullptr;
    Banner *m_banner = nullptr;
    Banner *m_note = nullptr; ///< of exports
    Card *m_card = nullptr;
    DataTable *m_table = nullptr;
    QTimer m_basisTick;
    QString m_dismissed; ///< what the reader does not want to be told again
};

} // namespace dvmdash::ui
