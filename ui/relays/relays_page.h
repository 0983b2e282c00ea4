// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/relay_list.h"
#include "ui/page.h"
#include "ui/relays/relay_traffic.h"

#include <QTimer>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;

namespace dvmdash::ui
{

class Banner;
class Card;
class DataTable;
class HistoryBanner;
class LookupCard;
class RelayBook;
class RelayDetails;
class RelaysModel;
class TimeSeriesChart;

/// The relays: what each does now, and changing the list. Changes take effect at once and can be undone.
class RelaysPage : public Page
{
    Q_OBJECT
public:
    /// `book` outlives the page.
    RelaysPage(const PageContext &context, RelayBook &book, QWidget *parent = nullptr);

    QString title() const override { return tr("Relays"); }
    void exportCsv() override;
    /// Brings the keyboard to where an address is typed.
    void beginAdding();

    RelaysModel *model() const { return m_model; }
    LookupCard *lookups() const { return m_lookups; }
    DataTable *table() const { return m_table; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeTable();
    Card *makeTraffic();
    void tick();
    void add();
    QStringList chosenThatAreOn() const;
    void fetchHistory(int hours);
    void removeChosen();
    void toggleChosen();
    void reset();
    void offerUndo(const relay::RelayList &before, const QString &text);
    void showInputError(const QString &error);
    void updateDetails();
    void updateButtons();
    void updateBasis();
    void shareRoom();

    RelayBook &m_book;
    RelaysModel *m_model;
    QLineEdit *m_input = nullptr;
    QLabel *m_inputError = nullptr;
    QPushButton *m_history = nullptr;
    QAction *m_oldestFirst;
    QPushButton *m_remove = nullptr;
    QPushButton *m_reset = nullptr;
    Banner *m_undo;
    HistoryBanner *m_fetching;
    QTimer m_undoEnds;
    relay::RelayList m_before;
    DataTable *m_table = nullptr;
    RelayDetails *m_details;
    LookupCard *m_lookups;
    QSplitter *m_splitter;
    RelayTraffic m_traffic;
    Card *m_trafficCard = nullptr;
    TimeSeriesChart *m_trafficChart = nullptr;
    QTimer m_tick;
};

} // namespace dvmdash::ui
