// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relays_page.h"

#include "ui/charts/time_series_chart.h"
#include "ui/relays/check_delegate.h"
#include "ui/relays/connection_dialog.h"
#include "ui/relays/coverage_view.h"
#include "ui/relays/history_banner.h"
#include "ui/relays/login_dialog.h"
#include "ui/relays/lookup_card.h"
#include "ui/relays/network_banner.h"
#include "ui/relays/relay_adder.h"
#include "ui/relays/relay_book.h"
#include "ui/relays/relay_course_view.h"
#include "ui/relays/relay_details.h"
#include "ui/relays/relay_finder.h"
#include "ui/relays/relay_list_banner.h"
#include "ui/relays/relay_list_menu.h"
#include "ui/relays/relay_words.h"
#include "ui/relays/relays_bar.h"
#include "ui/relays/relays_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/fit_rows.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/window/splitter_state.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int tickMs = 1'000;
constexpr int givenGapMs = 5'000; ///< tens of thousands of events are looked at for each answer
constexpr int mostRowsInSight = 5;
constexpr qreal leastHeightForTraffic = 660;
constexpr qreal leastHeightForAll = 900; ///< with what may be asked open

} // namespace

RelaysPage::RelaysPage(const PageContext &pageContext, RelayBook &book, QWidget *parent)
    : Page(pageContext, parent)
    , m_book(book)
    , m_model(new RelaysModel(pageContext.engine, book, this))
    , m_given(
          pageContext.engine, pageContext.window,
          [](const engine::TimeWindow &window) { return std::optional(engine::RelaysGivenQuestion{window}); },
          this, givenGapMs)
    , m_adder(new RelayAdder(book, this))
    , m_places(new QStackedWidget(this))
    , m_finder(new RelayFinder(pageContext, book, this))
    , m_bar(new RelaysBar(book, pageContext.files))
    , m_changes(new RelayListBanner(book, this))
    , m_network(new NetworkBanner(pageContext.engine, this))
    , m_fetching(new HistoryBanner(pageContext.engine, this))
    , m_details(new RelayDetails(pageContext, this))
    , m_lookups(new LookupCard(pageContext, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_traffic(format::nowS())
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    layout->addWidget(m_network);
    layout->addWidget(m_adder);
    layout->addWidget(m_changes);
    layout->addWidget(m_fetching);
    m_adder->hide();
    m_coverage = new CoverageView(pageContext);
    m_details->addSection(QStringLiteral("coverage"), tr("Coverage"),
                          tr("For which times all was surely heard, of each relay and all together"),
                          m_coverage);
    m_places->addWidget(makeList());
    m_places->addWidget(m_finder);
    layout->addWidget(m_places, 1);

    connectBar();
    connect(m_network, &NetworkBanner::connectionWanted, this, &RelaysPage::chooseConnection);
    connect(m_adder, &RelayAdder::added, this, [this](const QString &url) {
        m_bar->noteAdded(url);
        if (const int row = m_model->rowOf(url); row >= 0)
            m_table->setCurrentIndex(m_model->index(row, RelaysModel::Url));
    });
    connect(m_finder, &RelayFinder::addWanted, m_adder, &RelayAdder::addNamed);
    connect(m_finder, &RelayFinder::backWanted, this, &RelaysPage::goBack);
    connect(&m_given, &FeedBase::answered, this, [this] { m_model->setGiven(m_given.latest()); });
    work().watch(&m_given);
    work().watch(m_finder->feed());
    work().watch(m_details->course()->feed());
    connect(m_lookups, &LookupCard::opened, this, &RelaysPage::shareRoom);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] {
        updateDetails();
        updateButtons();
    });
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &RelaysPage::updateDetails);
    connect(&context().engine, &engine::Engine::relaysChanged, this,
            [this](const QVector<engine::RelayActivity> &relays) {
                m_traffic.note(relays, format::nowS());
                updateBasis();
            });
    m_tick.setInterval(tickMs);
    m_tick.setTimerType(Qt::CoarseTimer);
    connect(&m_tick, &QTimer::timeout, this, &RelaysPage::tick);
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, RelaysModel::Url));
    updateDetails();
    updateButtons();
}

void RelaysPage::connectBar()
{
    connect(m_bar, &RelaysBar::addWanted, this, &RelaysPage::add);
    connect(m_bar, &RelaysBar::findWanted, this, &RelaysPage::find);
    connect(m_bar, &RelaysBar::historyWanted, this, [this](std::int64_t seconds, bool oldestFirst) {
        m_fetching->fetch(chosenThatAreOn(), seconds, oldestFirst);
    });
    connect(m_bar, &RelaysBar::loginWanted, this, &RelaysPage::logIn);
    connect(m_bar, &RelaysBar::removeWanted, this, &RelaysPage::removeChosen);
    connect(m_bar, &RelaysBar::resetWanted, m_changes, &RelayListBanner::wantReset);
    connect(m_bar->listMenu(), &RelayListMenu::failed, m_changes,
            [this](const QString &text) { m_changes->tell(Tone::Failed, text); });
    connect(m_bar->listMenu(), &RelayListMenu::done, m_changes,
            [this](const QString &text) { m_changes->tell(Tone::Delivered, text); });
}

/// The list with all that belongs to it.
QWidget *RelaysPage::makeList()
{
    const Theme &theme = Theme::of(this);
    auto *place = new QWidget;
    auto *layout = new QVBoxLayout(place);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    layout->addWidget(m_bar);
    m_splitter->addWidget(makeTable());
    m_splitter->addWidget(makeTraffic());
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(theme.space(Space::M));
    // The gap between the cards is the handle.
    m_splitter->setStyleSheet(QStringLiteral("QSplitter::handle { background: transparent; }"));
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setStretchFactor(2, 4);
    m_details->setMinimumHeight(qRound(theme.scaled(185)));
    keepSplitter(*m_splitter, context().viewState, QStringLiteral("relays/splitter"));
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_lookups);
    return place;
}

QWidget *RelaysPage::makeTable()
{
    auto *card = new Card(tr("Relays"));
    card->setNote(tr("Space switches on and off, Delete removes"));
    m_table = new DataTable(QStringLiteral("relays"), 2);
    setFocusProxy(m_table);
    m_table->setModel(m_model);
    m_table->sortBy(QStringLiteral("given"), Qt::DescendingOrder); // high activity first
    m_table->setOrderWaits(true);
    m_table->view()->setItemDelegateForColumn(RelaysModel::On, new CheckDelegate(m_table->view()));
    m_table->view()->setAccessibleName(card->title());
    m_table->setFileChooser(context().files);
    m_table->setEmptyState(
        Icon::Relays, tr("No relays"),
        tr("Without a relay nothing can arrive. Type the address of one above, or take the list that "
           "a new installation starts with."),
        tr("Take the default list"));
    m_table->restoreFrom(context().viewState);
    m_table->view()->horizontalHeader()->setSectionResizeMode(RelaysModel::Detail, QHeaderView::Stretch);
    auto *connection = new QPushButton(tr("Connection"));
    connection->setObjectName(QStringLiteral("relays.connection"));
    connection->setToolTip(tr("How relays are reached: directly, through a proxy, or through Tor"));
    connect(connection, &QPushButton::clicked, this, &RelaysPage::chooseConnection);
    card->addHeaderWidget(connection);
    m_table->addActionsTo(*card);
    fitRows(*m_table, 2, mostRowsInSight); // a usual list is seen whole, whatever stands below
    m_table->view()->installEventFilter(this);
    connect(m_table, &DataTable::emptyButtonClicked, m_changes, &RelayListBanner::reset);
    connect(m_table, &DataTable::currentChanged, this, [this] {
        updateDetails();
        updateButtons();
    });
    connect(m_table, &DataTable::activated, this, &RelaysPage::toggleChosen);
    connect(m_table, &DataTable::menuOpening, this, [this](QMenu &menu) {
        QStringList urls;
        for (const int row : m_table->selectedRows())
            urls.append(m_model->row(row).entry.url);
        if (!urls.isEmpty())
            connect(menu.addAction(tr("See how it serves now")), &QAction::triggered, this,
                    [this, urls] { m_adder->look(urls); });
    });
    const auto keepEmptyReadable = [this] {
        if (m_model->rowCount() == 0)
            m_table->setMinimumHeight(qRound(Theme::of(this).scaled(170))); // what it says then fits
    };
    connect(m_model, &QAbstractItemModel::rowsRemoved, m_table, keepEmptyReadable);
    keepEmptyReadable();
    card->setContent(m_table, true);
    return card;
}

Card *RelaysPage::makeTraffic()
{
    m_trafficCard = new Card(tr("Traffic of the last ten minutes"));
    m_trafficChart = new TimeSeriesChart(m_trafficCard->title());
    m_trafficChart->setFileChooser(context().files);
    m_trafficChart->addActionsTo(*m_trafficCard);
    m_trafficChart->setEmptyText(tr("No relay is live"),
                                 tr("Events are counted here while a relay is live."));
    m_trafficChart->setMinimumHeight(qRound(Theme::of(this).scaled(110)));
    m_trafficCard->setContent(m_trafficChart);
    m_trafficCard->hide();
    return m_trafficCard;
}

RelayListMenu *RelaysPage::listMenu() const
{
    return m_bar->listMenu();
}

void RelaysPage::tick()
{
    updateDetails();
    if (m_trafficCard->isVisible())
        m_trafficChart->setData(m_traffic.chart(format::nowS()));
}

void RelaysPage::resizeEvent(QResizeEvent *event)
{
    shareRoom();
    Page::resizeEvent(event);
}

/// In a low window the list needs the room, all the more while the card below is open.
void RelaysPage::shareRoom()
{
    const Theme &theme = Theme::of(this);
    const bool isOpen = m_lookups->isOpen();
    const qreal least = isOpen ? leastHeightForAll : leastHeightForTraffic;
    m_trafficCard->setVisible(height() > qRound(theme.scaled(least)));
    m_details->setVisible(!isOpen || height() > qRound(theme.scaled(leastHeightForTraffic)));
}

void RelaysPage::exportCsv()
{
    if (m_places->currentWidget() == m_finder)
        m_finder->exportCsv();
    else
        m_table->exportCsv();
}

bool RelaysPage::goBack()
{
    if (m_places->currentWidget() != m_finder)
        return false;
    m_places->setCurrentIndex(0);
    m_table->setFocus();
    return true;
}

void RelaysPage::refresh()
{
    m_given.refresh();
    m_details->course()->feed()->refresh();
    m_finder->feed()->refresh();
}

void RelaysPage::find()
{
    m_places->setCurrentWidget(m_finder);
}

void RelaysPage::beginAdding()
{
    goBack();
    m_bar->beginAdding();
}

void RelaysPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_tick.start();
    m_given.setActive(true);
    tick();
    updateBasis();
}

void RelaysPage::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    m_given.setActive(false);
    Page::hideEvent(event);
}

bool RelaysPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_table->view() || event->type() != QEvent::KeyPress)
        return Page::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Space:
        toggleChosen();
        return true;
    case Qt::Key_Delete:
        removeChosen();
        return true;
    default:
        return Page::eventFilter(watched, event);
    }
}

void RelaysPage::add(const QString &address)
{
    QString error;
    if (m_adder->add(address, &error))
        m_changes->hide();
    m_bar->showError(error);
}

/// The others would be waited for without end.
QStringList RelaysPage::chosenThatAreOn() const
{
    QStringList urls;
    for (const int row : m_table->selectedRows())
        if (m_model->row(row).entry.enabled)
            urls.append(m_model->row(row).entry.url);
    return urls;
}

void RelaysPage::setLogin(RelayLogin *login)
{
    m_whoLogsIn = login;
    m_bar->setLoginOffered(login != nullptr);
}

void RelaysPage::logIn()
{
    LoginDialog dialog(*m_whoLogsIn, this);
    dialog.exec();
}

void RelaysPage::chooseConnection()
{
    QStringList urls;
    for (const auto &entry : m_book.list())
        if (entry.enabled)
            urls.append(entry.url);
    auto *dialog = new ConnectionDialog(m_book.proxies(), urls, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConnectionDialog::chosen, this, [this](const http::Proxies &proxies) {
        context().engine.setProxies(proxies);
        Q_EMIT proxiesChosen(proxies);
    });
    dialog->open();
}

void RelaysPage::removeChosen()
{
    QStringList urls;
    for (const int row : m_table->selectedRows())
        urls.append(m_model->row(row).entry.url);
    m_changes->remove(urls);
}

void RelaysPage::toggleChosen()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const RelayRow &row = m_model->row(current.row());
    m_book.setEnabled(QString(row.entry.url), !row.entry.enabled);
}

void RelaysPage::updateDetails()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && current.row() < m_model->rowCount())
        m_details->show(m_model->row(current.row()), m_model->basis());
    else
        m_details->showNone();
    m_coverage->setRelay(current.isValid() && current.row() < m_model->rowCount()
                             ? m_model->row(current.row()).entry.url
                             : QString());
}

void RelaysPage::updateButtons()
{
    m_bar->setChosen(m_table->currentIndex().isValid(), !chosenThatAreOn().isEmpty());
}

void RelaysPage::updateBasis()
{
    double perSecond = 0;
    for (const auto &row : m_model->rows())
        perSecond += row.eventsPerSecond;
    Q_EMIT basisChanged(tr("%1 events/s from all of them").arg(QLocale().toString(perSecond, 'f', 1)));
}

} // namespace dvmdash::ui
