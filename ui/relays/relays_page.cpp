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
#include "ui/relays/relay_list_menu.h"
#include "ui/relays/relay_words.h"
#include "ui/relays/relays_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/fit_rows.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/window/splitter_state.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int undoMs = 15'000;
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
    , m_undo(new Banner(this))
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
    layout->addWidget(m_undo);
    layout->addWidget(m_fetching);
    m_adder->hide();
    m_coverage = new CoverageView(pageContext);
    m_details->addSection(QStringLiteral("coverage"), tr("Coverage"),
                          tr("For which times all was surely heard, of each relay and all together"),
                          m_coverage);
    m_places->addWidget(makeList());
    m_places->addWidget(m_finder);
    layout->addWidget(m_places, 1);
    setTabOrder(m_input, m_remove);

    m_undo->setObjectName(QStringLiteral("relays.undo"));
    m_undo->setDismissible(true);
    m_undoEnds.setSingleShot(true);
    m_undoEnds.setInterval(undoMs);
    connect(&m_undoEnds, &QTimer::timeout, m_undo, &QWidget::hide);
    connect(m_undo, &Banner::actionTriggered, this, [this] {
        m_undo->hide();
        if (m_resetIsAsked)
            reset();
        else
            m_book.restore(m_before);
    });
    connect(m_network, &NetworkBanner::connectionWanted, this, &RelaysPage::chooseConnection);
    connect(m_adder, &RelayAdder::added, this, &RelaysPage::noteAdded);
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

/// The list with all that belongs to it.
QWidget *RelaysPage::makeList()
{
    const Theme &theme = Theme::of(this);
    auto *place = new QWidget;
    auto *layout = new QVBoxLayout(place);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    layout->addWidget(makeBar());
    layout->addWidget(m_inputError);
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

QWidget *RelaysPage::makeBar()
{
    const Theme &theme = Theme::of(this);
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    m_input = new QLineEdit;
    m_input->setObjectName(QStringLiteral("relays.input"));
    m_input->setPlaceholderText(tr("wss://relay.example"));
    m_input->setAccessibleName(tr("Address of a relay to add"));
    m_input->setMinimumWidth(qRound(theme.scaled(220)));
    m_input->setMaximumWidth(qRound(theme.scaled(420)));
    auto *addButton = new QPushButton(tr("Add relay"));
    addButton->setObjectName(QStringLiteral("relays.add"));
    addButton->setIcon(theme.icon(Icon::Add, Ink::OnAccent));
    addButton->setProperty("primary", true);
    addButton->setToolTip(
        tr("Looks at the relay first: whether it answers, and takes the question for jobs"));
    m_inputError = new QLabel;
    m_inputError->setObjectName(QStringLiteral("relays.error"));
    m_inputError->setTextFormat(Qt::PlainText);
    m_inputError->setWordWrap(true);
    m_inputError->hide();
    m_history = new QPushButton(tr("Fetch history"));
    m_history->setObjectName(QStringLiteral("relays.history.button"));
    m_history->setIcon(theme.icon(Icon::Clock));
    m_history->setToolTip(
        tr("Have the chosen relays give what they have of the past; what they gave before is not "
           "asked again"));
    auto *spans = new QMenu(m_history);
    const auto offer = [&](const QString &text, int hours) {
        connect(spans->addAction(text), &QAction::triggered, this, [this, hours] { fetchHistory(hours); });
    };
    offer(tr("Of the last hour"), 1);
    offer(tr("Of the last 24 hours"), 24);
    offer(tr("Of the last 7 days"), 7 * 24);
    offer(tr("Of the last 30 days"), 30 * 24);
    offer(tr("Of the last 90 days"), 90 * 24);
    offer(tr("Of the last 365 days"), 365 * 24);
    spans->addSeparator();
    m_oldestFirst = spans->addAction(tr("Oldest first"));
    m_oldestFirst->setCheckable(true);
    m_oldestFirst->setToolTip(tr("Day by day from the oldest on; relays give the newest first, so this takes "
                                 "more pages"));
    m_history->setMenu(spans);
    m_remove = new QPushButton(tr("Remove"));
    m_remove->setObjectName(QStringLiteral("relays.remove"));
    m_remove->setIcon(theme.icon(Icon::Remove));
    m_remove->setToolTip(tr("Remove the chosen relays from the list (Delete)"));
    m_reset = new QPushButton(tr("Default list"));
    m_reset->setObjectName(QStringLiteral("relays.reset"));
    m_reset->setToolTip(tr("Replace the list by the one of a new installation"));
    m_find = new QPushButton(tr("Find relays"));
    m_find->setObjectName(QStringLiteral("relays.find"));
    m_find->setIcon(theme.icon(Icon::Search));
    m_find->setToolTip(tr("Relays that requests, DVMs and monitors name and that are not on the list"));
    auto *file = new QPushButton(tr("Import, export"));
    file->setObjectName(QStringLiteral("relays.list"));
    m_listMenu = new RelayListMenu(m_book, context().files, file);
    file->setMenu(m_listMenu);
    m_login = new QPushButton(tr("Log in"));
    m_login->setObjectName(QStringLiteral("relays.login"));
    m_login->setToolTip(tr("With a key, at relays that give nothing to strangers (NIP-42)"));
    m_login->hide();
    connect(m_login, &QPushButton::clicked, this, &RelaysPage::logIn);
    layout->addWidget(m_input, 2);
    layout->addWidget(addButton);
    layout->addWidget(m_find);
    layout->addStretch(3);
    layout->addWidget(m_login);
    layout->addWidget(m_history);
    layout->addWidget(m_remove);
    layout->addWidget(m_reset);
    layout->addWidget(file);
    connect(m_find, &QPushButton::clicked, this, &RelaysPage::find);
    connect(m_listMenu, &RelayListMenu::failed, this, [this](const QString &text) {
        m_undoEnds.stop();
        m_resetIsAsked = false;
        m_undo->showMessage(Tone::Failed, text);
    });
    connect(m_listMenu, &RelayListMenu::done, this, [this](const QString &text) {
        m_undoEnds.stop();
        m_resetIsAsked = false;
        m_undo->showMessage(Tone::Delivered, text);
    });
    connect(m_input, &QLineEdit::returnPressed, this, &RelaysPage::add);
    connect(m_input, &QLineEdit::textEdited, this, [this] { showInputError({}); });
    connect(addButton, &QPushButton::clicked, this, &RelaysPage::add);
    connect(m_remove, &QPushButton::clicked, this, &RelaysPage::removeChosen);
    connect(m_reset, &QPushButton::clicked, this, &RelaysPage::wantReset);
    return bar;
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
    connect(m_table, &DataTable::emptyButtonClicked, this, &RelaysPage::reset);
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
    m_input->setFocus(Qt::OtherFocusReason);
    m_input->selectAll();
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

void RelaysPage::add()
{
    QString error;
    if (m_adder->add(m_input->text(), &error))
        m_undo->hide();
    showInputError(error);
}

void RelaysPage::noteAdded(const QString &url)
{
    if (relay::normalizeRelayUrl(m_input->text()) == url)
        m_input->clear();
    if (const int row = m_model->rowOf(url); row >= 0)
        m_table->setCurrentIndex(m_model->index(row, RelaysModel::Url));
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

void RelaysPage::fetchHistory(int hours)
{
    constexpr std::int64_t secondsPerHour = 3'600;
    m_fetching->fetch(chosenThatAreOn(), hours * secondsPerHour, m_oldestFirst->isChecked());
}

void RelaysPage::setLogin(RelayLogin *login)
{
    m_whoLogsIn = login;
    m_login->setVisible(login != nullptr);
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
    if (urls.isEmpty())
        return;
    const relay::RelayList before = m_book.list();
    for (const QString &url : std::as_const(urls))
        m_book.remove(url);
    offerUndo(before, urls.size() == 1 ? tr("Removed %1.").arg(urls.front())
                                       : tr("Removed %1 relays.").arg(urls.size()));
}

void RelaysPage::toggleChosen()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const RelayRow &row = m_model->row(current.row());
    m_book.setEnabled(QString(row.entry.url), !row.entry.enabled);
}

/// What somebody gathered is not replaced by one click.
void RelaysPage::wantReset()
{
    if (m_book.list().isEmpty()) {
        reset();
        return;
    }
    m_undoEnds.stop();
    m_resetIsAsked = true;
    m_undo->showMessage(
        Tone::Suspect,
        tr("Replace the %1 relays of the list by those of a new installation?").arg(m_book.list().size()),
        tr("Replace the list"));
}

void RelaysPage::reset()
{
    const relay::RelayList before = m_book.list();
    m_book.reset();
    if (m_book.list() != before)
        offerUndo(before, tr("The list was replaced by the default one."));
}

void RelaysPage::offerUndo(const relay::RelayList &before, const QString &text)
{
    m_before = before;
    m_resetIsAsked = false;
    m_undo->showMessage(Tone::Waiting, text, tr("Undo"));
    m_undoEnds.start();
}

void RelaysPage::showInputError(const QString &error)
{
    m_inputError->setText(error);
    m_inputError->setVisible(!error.isEmpty());
    m_input->setAccessibleDescription(error);
    QPalette palette = m_inputError->palette();
    palette.setColor(QPalette::WindowText, Theme::of(this).color(Tone::Failed));
    m_inputError->setPalette(palette);
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
    m_remove->setEnabled(m_table->currentIndex().isValid());
    m_history->setEnabled(!chosenThatAreOn().isEmpty());
}

void RelaysPage::updateBasis()
{
    double perSecond = 0;
    for (const auto &row : m_model->rows())
        perSecond += row.eventsPerSecond;
    Q_EMIT basisChanged(tr("%1 events/s from all of them").arg(QLocale().toString(perSecond, 'f', 1)));
}

} // namespace dvmdash::ui
