// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/connection.h"
#include "engine/relay_list.h"
#include "ui/models/feed.h"
#include "ui/page.h"
#include "ui/relays/relay_traffic.h"

#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace dvmdash::ui
{

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
class RelayListBanner;
class RelayListMenu;
class RelayLogin;
class RelaysBar;
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
    RelayListMenu *listMenu() const;
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
    void connectBar();
    QWidget *makeList();
    QWidget *makeTable();
    Card *makeTraffic();
    void tick();
    void add(const QString &address);
    QStringList chosenThatAreOn() const;
    void logIn();
    void removeChosen();
    void toggleChosen();
    void updateDetails();
    void updateButtons();
    void updateBasis();
    void shareRoom();

    RelayBook &m_book;
    RelaysModel *m_model;
    Feed<engine::RelaysGivenQuestion> m_given;
    RelayAdder *m_adder;
    RelayLogin *m_whoLogsIn = nullptr;
    CoverageView *m_coverage;
    QStackedWidget *m_places;
    RelayFinder *m_finder;
    RelaysBar *m_bar;
    RelayListBanner *m_changes;
    NetworkBanner *m_network;
    HistoryBanner *m_fetching;
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
