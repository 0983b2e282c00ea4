// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/table_export.h"
#include "ui/theme/icons.h"

#include <QModelIndex>
#include <QTimer>
#include <QWidget>

#include <functional>

class QAbstractItemModel;
class QMenu;

namespace dvmdash::ui
{

class Card;
class CellDelegate;
class LiveTableView;
class SortProxy;
class TableColumns;
class TableHeader;
class TableOverlays;
class ViewState;

/// The table of every page. Sorted by a click on a head, columns chosen by the reader and remembered, rows
/// that do not jump, every cell copied or exported with its exact value. Made for 100,000 rows: one row
/// height, no widgets in cells, nothing measured over all rows.
///
/// The model describes its columns with columnHeader() (ui/models/columns.h) and gives RawValueRole,
/// DisplayRole and ToneRole. Indexes in this class are those of the given model, never of an inner proxy.
///
///     auto *table = new DataTable(QStringLiteral("jobs"), 1);
///     table->setModel(model);
///     table->setEmptyState(Icon::Jobs, tr("No jobs yet"), tr("..."), tr("Start the demo"));
///     table->restoreFrom(viewState);
///     connect(table, &DataTable::activated, inspector, &Inspector::open);
class DataTable : public QWidget
{
    Q_OBJECT
public:
    enum class Sorting {
        Here,    ///< by this table, of all rows
        ByModel, ///< the model's own sort() (it asks the store)
        None,    ///< fixed order (a live stream)
    };

    /// `id` names the saved view and the exported file; raise `version` when the columns change their
    /// meaning.
    explicit DataTable(const QString &id, int version, QWidget *parent = nullptr);
    ~DataTable() override;

    /// The model must outlive the table or be replaced; columns take their default widths and order.
    void setModel(QAbstractItemModel *model, Sorting sorting = Sorting::Here);
    QAbstractItemModel *model() const { return m_model; }
    LiveTableView *view() const { return m_view; }

    void setEmptyState(Icon icon, const QString &title, const QString &why, const QString &button = {});
    /// Skeleton in place of rows while there are none.
    void setLoading(bool loading);
    bool isLoading() const;

    /// Takes columns, widths and sorting from `state` and keeps them there from now on. After setModel().
    void restoreFrom(ViewState &state);
    /// Sorts by the column with that id; an empty id returns to the model's order.
    void sortBy(const QString &columnId, Qt::SortOrder order);

    /// Shows the rows whose SearchTextRole holds each of the words. Tables that sort here only.
    void setWords(const QString &words);
    /// For boards whose numbers change all the time: while the pointer is on the rows, or keys move through
    /// them, the numbers change and the order waits. Tables that sort here only.
    void setOrderWaits(bool waits) { m_orderWaits = waits; }

    QModelIndex currentIndex() const;
    /// Selects the row of the index alone and scrolls to it.
    void setCurrentIndex(const QModelIndex &index);
    /// Rows of the model that are selected, in the order shown.
    QVector<int> selectedRows() const;
    /// Columns of the model that are visible, in the order shown.
    QVector<int> visibleColumns() const;

    void setFileChooser(FileChooser &chooser);
    /// Times of relative columns; tests turn their own clock (Unix milliseconds).
    void setClock(std::function<qint64()> clock);
    /// Puts the buttons "Export CSV" and "Columns" into the header of a card.
    void addActionsTo(Card &card);

public Q_SLOTS:
    void exportCsv();
    void copyCell();
    void copyRows();
    void showNewest();
    void openColumnMenu();

Q_SIGNALS:
    /// Enter or double click.
    void activated(const QModelIndex &index);
    void currentChanged(const QModelIndex &index);
    void emptyButtonClicked();
    /// The menu of the rows is about to be shown: whoever has something to do with the selected ones adds it.
    void menuOpening(QMenu &menu);
    void exportFinished(const QString &path, int rows);
    void exportFailed(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void setUpView();
    void connectView();
    void applySort(int column, Qt::SortOrder order);
    void holdOrder();
    void tick();
    QModelIndex toModel(const QModelIndex &viewIndex) const;
    QModelIndex toView(const QModelIndex &modelIndex) const;

    QString m_id;
    Sorting m_sorting = Sorting::Here;
    bool m_orderWaits = false;
    bool m_underPointer = false;
    bool m_scrollWhenShown = false;
    QAbstractItemModel *m_model = nullptr;
    LiveTableView *m_view;
    TableHeader *m_header;
    SortProxy *m_proxy;
    CellDelegate *m_delegate;
    TableColumns *m_columns;
    TableOverlays *m_overlays;
    TableExport *m_export;
    QTimer m_ticks;
    QTimer m_keysRest; ///< runs after a key was pressed in the rows
};

} // namespace dvmdash::ui
