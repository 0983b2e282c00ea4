// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/leaders_card.h"

#include "ui/inspector/event_words.h"
#include "ui/models/freshness_words.h"
#include "ui/models/name_book.h"
#include "ui/overview/best_model.h"
#include "ui/overview/leader_row.h"
#include "ui/overview/measure_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/view_state.h"

#include <QEvent>
#include <QGridLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

const QString viewKey = QStringLiteral("overview/leaders");
const QString overall = QStringLiteral("overall");
const QString byKind = QStringLiteral("kinds");

constexpr qreal twoColumns = 760; ///< width of the card from which two columns of rows fit
constexpr int leastTableRows = 3;

QString counted(std::int64_t count, const QString &one, const QString &more)
{
    return count == 1 ? one : more.arg(format::count(count));
}

/// The kind with most requests for which somebody delivered often enough to be called fast.
const metrics::KindBest *busiestWithFastest(const engine::Best &best)
{
    const auto found = std::find_if(best.kinds.begin(), best.kinds.end(),
                                    [](const metrics::KindBest &kind) { return kind.fastest.has_value(); });
    return found == best.kinds.end() ? nullptr : &*found;
}

} // namespace

LeadersCard::LeadersCard(const PageContext &context, QWidget *parent)
    : Card(tr("Leaders"), parent)
    , m_names(context.names)
    , m_view(new SegmentedControl(tr("Leaders over all kinds or for each kind")))
    , m_stack(new QStackedWidget)
{
    m_view->addSegment(overall, tr("Overall"), tr("Who leads over all kinds"));
    m_view->addSegment(byKind, tr("By kind"), tr("The fastest and the top earning DVM for each kind"));
    addHeaderWidget(m_view);
    m_stack->addWidget(new Skeleton);
    m_stack->addWidget(makeRows());
    makeTable(context);
    m_stack->addWidget(m_table);
    setContent(m_stack, true);

    auto &state = context.viewState;
    m_view->setCurrent(QString::fromLatin1(state.value(viewKey)));
    connect(m_view, &SegmentedControl::currentChanged, this, [this, &state](const QString &view) {
        state.setValue(viewKey, view.toLatin1());
        turn();
    });
    connect(&m_names, &NameBook::namesChanged, this, &LeadersCard::showLeaders);
    turn();
}

QWidget *LeadersCard::makeRows()
{
    const Theme &theme = Theme::of(this);
    auto *rows = new QWidget;
    m_grid = new QGridLayout(rows);
    m_grid->setContentsMargins(theme.space(Space::S), 0, theme.space(Space::S), 0);
    m_grid->setVerticalSpacing(1);
    m_grid->setHorizontalSpacing(theme.space(Space::L));
    const std::array<std::pair<QString, QString>, count> titles{
        {{QStringLiteral("popular_dvm"), tr("Popular DVM")},
         {QStringLiteral("popular_kind"), tr("Popular kind")},
         {QStringLiteral("paid_dvm"), tr("Paid DVM")},
         {QStringLiteral("paid_kind"), tr("Paid kind")},
         {QStringLiteral("competitive_kind"), tr("Competitive kind")},
         {QStringLiteral("fastest_dvm"), tr("Fastest DVM")}}};
    for (std::size_t i = 0; i < titles.size(); ++i) {
        m_rows[i] = new LeaderRow(titles[i].second);
        m_rows[i]->setObjectName(QStringLiteral("leader.") + titles[i].first);
        connect(m_rows[i], &QAbstractButton::clicked, this, [this, i] { wantRow(static_cast<Leader>(i)); });
    }
    arrangeRows();
    return rows;
}

void LeadersCard::arrangeRows()
{
    const int columns = width() >= Theme::of(this).scaled(twoColumns) ? 2 : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (auto *leader : m_rows)
        m_grid->removeWidget(leader);
    for (int i = 0; i < count; ++i)
        m_grid->addWidget(m_rows[static_cast<std::size_t>(i)], i / columns, i % columns);
    for (int line = 0; line < count; ++line)
        m_grid->setRowStretch(line, 0);
    m_grid->setRowStretch(count, 1); // what is left is left below
    for (int column = 0; column < 2; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void LeadersCard::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    arrangeRows();
}

void LeadersCard::makeTable(const PageContext &context)
{
    m_model = new BestModel(m_names, Theme::of(this), this);
    m_table = new DataTable(QStringLiteral("leaders"), 1);
    m_table->setModel(m_model);
    m_table->setFileChooser(context.files);
    m_table->setEmptyState(Icon::Kinds, tr("No requests in this window"),
                           tr("Choose a longer window above, or wait for new ones."));
    m_table->setLoading(true);
    m_table->restoreFrom(context.viewState);
    m_table->addActionsTo(*this);
    m_table->view()->setAccessibleName(tr("Leaders by kind"));
    m_table->view()->setMinimumHeight(m_table->view()->horizontalHeader()->sizeHint().height() +
                                      leastTableRows *
                                          m_table->view()->verticalHeader()->defaultSectionSize());
    connect(m_table->view(), &QAbstractItemView::clicked, this, &LeadersCard::wantCell);
    connect(m_table, &DataTable::activated, this, &LeadersCard::wantCell);
}

void LeadersCard::turn()
{
    const bool isTable = m_view->current() == byKind;
    for (auto *button : findChildren<QToolButton *>())
        button->setVisible(isTable); // export and columns are of the table
    if (isTable)
        m_stack->setCurrentWidget(m_table);
    else
        m_stack->setCurrentIndex(m_overview ? 1 : 0);
}

void LeadersCard::show(const engine::Overview &overview)
{
    m_overview = overview;
    showLeaders();
    turn();
}

void LeadersCard::show(const engine::Best &best)
{
    m_best = best;
    m_model->setBest(best);
    m_table->setLoading(false);
    showFastest();
}

void LeadersCard::showLeaders()
{
    if (!m_overview)
        return;
    const metrics::Figures &totals = m_overview->totals;
    const metrics::Leaders &leaders = m_overview->leaders;
    const QString fresh = freshnessWords(m_overview->freshness);
    const QString ofResults = sampleWords(Measure::Results, totals);
    const QString ofRequests = sampleWords(Measure::Requests, totals);
    const QString ofJobs = sampleWords(Measure::Confirmed, totals);
    const QString byTier = tr("Compared by what is confirmed, then claimed, then inferred.");

    Target target;
    QString figure;
    if (const auto &leader = leaders.popular_dvm) {
        target.dvm = leader->dvm;
        figure = counted(leader->value, tr("1 result"), tr("%1 results"));
    }
    setRow(PopularDvm, target, figure,
           {tr("The DVM that signed most results in the window."), ofResults, fresh});

    target = {};
    if (const auto &leader = leaders.popular_kind) {
        target.kind = leader->kind;
        figure = counted(leader->value, tr("1 request"), tr("%1 requests"));
    }
    setRow(PopularKind, target, figure,
           {tr("The kind that was requested most in the window."), ofRequests, fresh});

    target = {};
    QString money;
    if (const auto &leader = leaders.paid_dvm) {
        target.dvm = leader->dvm;
        figure = paidWords(leader->money);
        money = moneyWords(leader->money);
    }
    setRow(PaidDvm, target, figure,
           {tr("The DVM that was paid most in the window."), byTier, money, ofJobs, fresh});

    target = {};
    money.clear();
    if (const auto &leader = leaders.paid_kind) {
        target.kind = leader->kind;
        figure = paidWords(leader->money);
        money = moneyWords(leader->money);
    }
    setRow(PaidKind, target, figure,
           {tr("The kind for which most was paid in the window."), byTier, money, ofJobs, fresh});

    target = {};
    if (const auto &leader = leaders.competitive_kind) {
        target.kind = leader->kind;
        figure = counted(leader->value, tr("1 DVM"), tr("%1 DVMs"));
    }
    setRow(CompetitiveKind, target, figure,
           {tr("The kind to which most different DVMs gave results in the window."), ofResults, fresh});
    showFastest();
}

void LeadersCard::showFastest()
{
    const metrics::KindBest *fastest = m_best ? busiestWithFastest(*m_best) : nullptr;
    const QString meaning =
        tr("The lowest median response time for the most requested kind that some DVM delivered at least %1 "
           "times. 'By kind' tells the others.")
            .arg(metrics::fewestResponses);
    if (!fastest) {
        setRow(FastestDvm, {}, {}, {meaning});
        return;
    }
    metrics::Figures figures;
    figures.response = fastest->fastest_response;
    setRow(FastestDvm, {fastest->fastest, {}},
           tr("%1 p50, n %2")
               .arg(format::durationMs(*figures.response.p50_ms), format::count(figures.response.n)),
           {meaning, sampleWords(Measure::P50, figures), freshnessWords(m_best->freshness)},
           kindName(fastest->kind));
}

void LeadersCard::setRow(Leader leader, const Target &target, const QString &figure,
                         const QStringList &explanation, const QString &aside)
{
    const Theme &theme = Theme::of(this);
    QStringList lines = explanation;
    lines.removeAll(QString());
    LeaderRow::Content content;
    if (target.dvm) {
        lines.prepend(NameBook::npub(*target.dvm));
        content = {m_names.name(*target.dvm),
                   aside,
                   figure,
                   theme.dvmColor(QString::fromStdString(target.dvm->hex())),
                   {}};
    } else if (target.kind) {
        content = {kindName(*target.kind),
                   tr("kind %1").arg(*target.kind),
                   figure,
                   kindSwatch(theme, *target.kind),
                   {}};
    }
    content.explanation = lines.join(QLatin1Char('\n'));
    row(leader)->setContent(content, noneWords(leader));
    m_targets[static_cast<std::size_t>(leader)] = target;
}

QString LeadersCard::noneWords(Leader leader) const
{
    switch (leader) {
    case PopularDvm:
    case CompetitiveKind:
        return tr("no results");
    case PopularKind:
        return tr("no requests");
    case PaidDvm:
    case PaidKind:
        return tr("nobody was paid");
    case FastestDvm:
        return tr("none with %1 deliveries").arg(metrics::fewestResponses);
    }
    return {};
}

void LeadersCard::changeEvent(QEvent *event)
{
    Card::changeEvent(event);
    // The swatches have other colours in the dark.
    if (event->type() == QEvent::PaletteChange)
        showLeaders();
}

void LeadersCard::wantRow(Leader leader)
{
    const Target &target = m_targets[static_cast<std::size_t>(leader)];
    if (target.dvm)
        Q_EMIT dvmWanted(*target.dvm);
    else if (target.kind)
        Q_EMIT kindWanted(*target.kind);
}

/// The index may be of the table's own proxy: its columns and data are those of the model.
void LeadersCard::wantCell(const QModelIndex &index)
{
    const QVariant raw = index.data(RawValueRole);
    if (!raw.isValid())
        return;
    if (index.column() == BestModel::Kind)
        Q_EMIT kindWanted(raw.toInt());
    else if (index.column() == BestModel::Fastest || index.column() == BestModel::TopEarning)
        if (const auto dvm = nostr::PublicKey::fromHex(raw.toString().toStdString()))
            Q_EMIT dvmWanted(*dvm);
}

} // namespace dvmdash::ui
