// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/connection.h"
#include "engine/relay_list.h"
#include "ui/models/feed.h"
#include "ui/page.h"
#include "ui/relays/relay_traffic.h"

#include <QTimer>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace dvmdash::ui
{

class Banner;
class Card;
class DataTable;
class CoverageView;
class HistoryBanner;
class LookupCard;
class NetworkBanner;
class RelayAdder;
class RelayBook;
class RelayDetails;
class RelayFinder;
class RelayListMenu;
class RelayLogin;
class RelaysModel;
class TimeSeriesChart;

/// The relays: what each does now and gave in the window, and changing the list. Relays are looked at before
/// they are added; other changes take effect at once and can be undone.
class RelaysPage : public Page
{
    Q_OBJECT
public:
    /// `book` outlives the page.
    RelaysPage(const PageContext &context, RelayBook &book, QWidget *parent = nullptr);

    /// Who logs in where that is asked for; null: nobody can.
    void setLogin(RelayLogin *login);

    QString title() const override { return tr("Relays"); }
    void exportCsv() override;
    bool goBack() override;
    void refresh() override;
    /// Brings the keyboard to where an address is typed.
    void beginAdding();

    RelaysModel *model() const { return m_model; }
    LookupCard *lookups() const { return m_lookups; }
    DataTable *table() const { return m_table; }
    RelayDetails *details() const { return m_details; }
    RelayFinder *finder() const { return m_finder; }
    RelayAdder *adder() const { return m_adder; }
    RelayListMenu *listMenu() const { return m_listMenu; }
    NetworkBanner *network() const { return m_network; }
    /// Shows relays that are not on the list.
    void find();
    /// Lets the reader choose how relays are reached.
    void chooseConnection();

Q_SIGNALS:
    /// The reader chose; the engine has it already. To be kept for the next start.
    void proxiesChosen(const dvmdash::http::Proxies &proxies);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeList();
    QWidget *makeTable();
    Card *makeTraffic();
    void tick();
    void add();
    QStringList chosenThatAreOn() const;
    void fetchHistory(int hours);
    void logIn();
    void removeChosen();
    void toggleChosen();
    void wantReset();
    void reset();
    void noteAdded(const QString &url);
    void offerUndo(const relay::RelayList &before, const QString &text);
    void showInputError(const QString &error);
    void updateDetails();
    void updateButtons();
    void updateBasis();
    void shareRoom();

    RelayBook &m_book;
    RelaysModel *m_model;
    Feed<engine::RelaysGivenQuestion> m_given;
    RelayAdder *m_adder;
    QLineEdit *m_input = nullptr;
    QLabel *m_inputError = nullptr;
    QPushButton *m_history = nullptr;
    QAction *m_oldestFirst;
    QPushButton *m_login;
    RelayLogin *m_whoLogsIn = nullptr;
    CoverageView *m_coverage;
    QPushButton *m_remove = nullptr;
    QPushButton *m_reset = nullptr;
    QPushButton *m_find = nullptr;
    RelayListMenu *m_listMenu = nullptr;
    QStackedWidget *m_places;
    RelayFinder *m_finder;
    Banner *m_undo;
    NetworkBanner *m_network;
    HistoryBanner *m_fetching;
    QTimer m_undoEnds;
    bool m_resetIsAsked =
        false; ///< the banner asks whether to replace the list, in place of offering to undo
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
