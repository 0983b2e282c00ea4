// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_finder.h"

#include "ui/relays/relay_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/segmented_control.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int leastGapMs = 10'000; ///< names stand in payloads: some ten microseconds each
const QString namedSource = QStringLiteral("named");
const QString foundSource = QStringLiteral("found");

QString leftOutWords(std::int64_t count)
{
    return QLatin1Char(' ') +
           RelayFinder::tr("%1 more lead to this machine, a local network, an odd port or do "
                           "without TLS: these are left out.")
               .arg(format::count(count));
}

} // namespace

RelayFinder::RelayFinder(const PageContext &context, RelayBook &book, QWidget *parent)
    : Card(tr("Relays that are not on the list"), parent)
    , m_engine(context.engine)
    , m_book(book)
    , m_feed(
          context.engine, context.window,
          [](const engine::TimeWindow &window) { return std::optional(engine::NamedRelaysQuestion{window}); },
          this, leastGapMs)
    , m_sources(new SegmentedControl(tr("Who names them")))
    , m_note(new MutedLabel(this))
    , m_discover(new QPushButton(tr("Ask for reports")))
    , m_add(new QPushButton(tr("Add the chosen ones")))
    , m_stack(new QStackedWidget)
    , m_namedTable(makeTable(context, QStringLiteral("relays_named"), &m_named))
    , m_foundTable(makeTable(context, QStringLiteral("relays_found"), &m_found))
{
    const Theme &theme = Theme::of(this);
    auto *back = new QPushButton(tr("Back to the list"));
    back->setObjectName(QStringLiteral("relays.finder.back"));
    back->setIcon(theme.icon(Icon::ChevronLeft));
    m_discover->setObjectName(QStringLiteral("relays.discover"));
    m_discover->setToolTip(
        tr("Asks the relays on the list for what monitors published of other relays (kinds "
           "30166 and 10166)"));
    m_add->setObjectName(QStringLiteral("relays.finder.add"));
    m_add->setIcon(theme.icon(Icon::Add, Ink::OnAccent));
    m_add->setProperty("primary", true);
    m_sources->addSegment(
        namedSource, tr("Named by requests and DVMs"),
        tr("In their tags: where answers are to go, where events are found, lists of relays"));
    m_sources->addSegment(foundSource, tr("Reported by monitors (NIP-66)"),
                          tr("What programs that watch relays publish, when you ask for it"));
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    auto *bar = new QHBoxLayout;
    bar->setSpacing(theme.space(Space::S));
    bar->addWidget(back);
    bar->addWidget(m_sources);
    bar->addStretch(1);
    bar->addWidget(m_discover);
    bar->addWidget(m_add);
    layout->addLayout(bar);
    layout->addWidget(m_note);
    m_stack->addWidget(m_namedTable);
    m_stack->addWidget(m_foundTable);
    layout->addWidget(m_stack, 1);
    setContent(content);
    m_namedTable->sortBy(QStringLiteral("people"), Qt::DescendingOrder);
    m_foundTable->sortBy(QStringLiteral("monitors"), Qt::DescendingOrder);
    m_foundTable->setEmptyState(
        Icon::Relays, tr("Nobody was asked yet"),
        tr("Programs that watch relays publish what they see. Ask the relays on your list for it."),
        tr("Ask for reports"));
    connect(m_foundTable, &DataTable::emptyButtonClicked, this, &RelayFinder::discover);
    connect(m_discover, &QPushButton::clicked, this, &RelayFinder::discover);
    connect(m_add, &QPushButton::clicked, this, &RelayFinder::addChosen);
    connect(back, &QPushButton::clicked, this, &RelayFinder::backWanted);
    connect(m_sources, &SegmentedControl::currentChanged, this, &RelayFinder::turn);
    connect(&m_feed, &FeedBase::answered, this, &RelayFinder::showNamed);
    connect(&m_book, &RelayBook::changed, this, [this] {
        showNamed();
        showFound();
    });
    for (DataTable *one : {m_namedTable, m_foundTable}) {
        connect(one, &DataTable::currentChanged, this, &RelayFinder::updateButtons);
        connect(one, &DataTable::activated, this, &RelayFinder::addChosen);
    }
    m_sources->setCurrent(namedSource);
    turn();
}

DataTable *RelayFinder::makeTable(const PageContext &context, const QString &id, QAbstractItemModel *model)
{
    auto *table = new DataTable(id, 1, this);
    table->setModel(model);
    table->setFileChooser(context.files);
    table->view()->setAccessibleName(title());
    table->restoreFrom(context.viewState);
    table->setOrderWaits(true);
    return table;
}

DataTable *RelayFinder::table() const
{
    return m_sources->current() == foundSource ? m_foundTable : m_namedTable;
}

void RelayFinder::exportCsv()
{
    table()->exportCsv();
}

void RelayFinder::turn()
{
    const bool isFound = m_sources->current() == foundSource;
    m_stack->setCurrentWidget(table());
    m_discover->setVisible(isFound && m_discovery); // before, the empty table has the button
    if (isFound)
        showFound();
    else
        showNamed();
    updateButtons();
}

void RelayFinder::showNamed()
{
    const auto &answer = m_feed.latest();
    m_namedTable->setLoading(!answer);
    if (!answer)
        return;
    std::vector<NamedRelayRow> rows;
    for (const auto &named : answer->named.relays) {
        const QString url = QString::fromStdString(named.url);
        if (!m_book.has(url))
            rows.push_back({url, named});
    }
    m_namedTable->setEmptyState(
        Icon::Check, tr("No other relay is named"),
        tr("Requests and DVMs of this window name none that is not on the list and may be "
           "visited. A longer window may."));
    m_named.setRows(std::move(rows));
    if (m_sources->current() != namedSource)
        return;
    QString note = tr("Read in the newest %1 requests, %2 results and %3 announcements and lists.")
                       .arg(format::count(answer->named.requests), format::count(answer->named.answers),
                            format::count(answer->named.of_dvms));
    if (answer->left_out > 0)
        note += leftOutWords(answer->left_out);
    m_note->setText(note);
}

void RelayFinder::discover()
{
    QStringList urls;
    for (const auto &entry : m_book.list())
        if (entry.enabled)
            urls.append(entry.url);
    m_discovery = std::make_unique<engine::RelayDiscovery>(urls, m_book.proxies());
    m_discover->show();
    connect(m_discovery.get(), &engine::RelayDiscovery::found, this, &RelayFinder::showFound);
    connect(m_discovery.get(), &engine::RelayDiscovery::finished, this, &RelayFinder::showFound);
    showFound();
}

void RelayFinder::showFound()
{
    m_discover->setEnabled(!m_discovery || m_discovery->isOver());
    if (!m_discovery) {
        if (m_sources->current() == foundSource)
            m_note->setText(
                tr("What monitors say is theirs to prove: look at a relay before you rely on it."));
        return;
    }
    std::vector<FoundRelayRow> rows;
    for (const auto &found : m_discovery->relays())
        if (!m_book.has(found.newest.url))
            rows.push_back(foundRow(found));
    m_foundTable->setLoading(rows.empty() && !m_discovery->isOver());
    m_foundTable->setEmptyState(
        Icon::Relays, tr("No reports"),
        tr("%1 of %2 relays were reached, and none of these has reports of relays that "
           "are not on the list.")
            .arg(m_discovery->answered())
            .arg(m_discovery->asked()),
        tr("Ask again"));
    m_found.setRows(std::move(rows));
    if (m_sources->current() != foundSource)
        return;
    QString note = m_discovery->isOver()
                       ? tr("%1 of %2 relays answered, with reports of %3 monitors.")
                       : tr("Asking: %1 of %2 relays answered so far, with reports of %3 monitors.");
    note = note.arg(m_discovery->answered())
               .arg(m_discovery->asked())
               .arg(static_cast<int>(m_discovery->monitors()));
    if (m_discovery->leftOut() > 0)
        note += leftOutWords(m_discovery->leftOut());
    m_note->setText(note);
    updateButtons();
}

void RelayFinder::addChosen()
{
    QStringList urls;
    const bool isFound = table() == m_foundTable;
    for (const int row : table()->selectedRows())
        urls.append(isFound ? m_found.row(row).url : m_named.row(row).url);
    if (!urls.isEmpty())
        Q_EMIT addWanted(urls);
}

void RelayFinder::updateButtons()
{
    m_add->setEnabled(table()->currentIndex().isValid());
}

void RelayFinder::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    m_feed.setActive(true);
}

void RelayFinder::hideEvent(QHideEvent *event)
{
    m_feed.setActive(false);
    Card::hideEvent(event);
}

} // namespace dvmdash::ui
