// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kinds/kind_view.h"

#include "ui/boards/course.h"
#include "ui/boards/course_card.h"
#include "ui/boards/figure_cards.h"
#include "ui/charts/time_series_chart.h"
#include "ui/inspector/event_words.h"
#include "ui/kinds/kinds_models.h"
#include "ui/models/columns.h"
#include "ui/models/freshness_words.h"
#include "ui/models/window_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card_pair.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/stat_card.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int mostRows = 14;
/// Below this width (at the reference text size) cards stand below each other.
constexpr qreal leastWidth = 760;

/// Columns of the leader board that have a button of their own.
const QString bySpeed = QStringLiteral("p50");
const QString byShare = QStringLiteral("share");
const QString bySuccess = QStringLiteral("success");
const QString bySats = QStringLiteral("confirmed");

} // namespace

KindView::KindView(const PageContext &pageContext, QWidget *parent)
    : SubjectView(pageContext, tr("All kinds"), parent)
    , m_feed(pageContext.engine, pageContext.window,
             [this](const engine::TimeWindow &window) {
                 return m_kind ? std::optional(engine::KindQuestion{*m_kind, window}) : std::nullopt;
             })
    , m_model(new DvmsOfKindModel(pageContext.names, Theme::of(this), this))
{
    build();
    runWhileShown(&m_feed);
    connect(&m_feed, &FeedBase::answered, this, &KindView::showAnswer);
    connect(&m_feed, &FeedBase::failed, this, [this](const QString &error) {
        if (!m_feed.latest())
            showNothing(tr("This kind could not be read"), error);
        showTrouble(error, nullptr);
    });
}

void KindView::build()
{
    head()->addStretch(1);
    m_figures = new FigureCards({{Figure::Requests, tr("Requests")},
                                 {Figure::Results, tr("Results")},
                                 {Figure::Users, tr("Users")},
                                 {Figure::Dvms, tr("DVMs active")},
                                 {Figure::Completion, tr("Completion")},
                                 {Figure::FailedJobs, tr("Failed jobs")},
                                 {Figure::P50, tr("Median response")},
                                 {Figure::P95, tr("95 of 100 within")},
                                 {Figure::Confirmed, tr("Confirmed")}});
    m_ever = m_figures->addCard(tr("DVMs ever"));
    m_demand = new CourseCard(tr("Demand and supply over time"), context());
    m_dvms = new CourseCard(tr("DVMs over time"), context());
    cards()->addWidget(m_figures);
    cards()->addWidget(new CardPair(m_demand, 1, m_dvms, 1, qRound(Theme::of(this).scaled(leastWidth))));
    cards()->addWidget(buildLeaders());
    cards()->addStretch(1);
}

Card *KindView::buildLeaders()
{
    m_leaders = new Card(tr("Leader board"));
    m_order = new SegmentedControl(tr("Ordered by"));
    m_order->addSegment(byShare, tr("Share"), tr("Most results first"));
    m_order->addSegment(bySpeed, tr("Speed"), tr("Lowest median response time first"));
    m_order->addSegment(bySuccess, tr("Success"), tr("Highest success rate first"));
    m_order->addSegment(bySats, tr("Sats"), tr("Most confirmed sats first"));
    m_leaders->addHeaderWidget(m_order);
    m_table = new DataTable(QStringLiteral("kind_dvms"), 1);
    m_table->setModel(m_model);
    m_table->sortBy(byShare, Qt::DescendingOrder);
    m_table->restoreFrom(context().viewState);
    m_table->setOrderWaits(true);
    m_table->setFileChooser(context().files);
    m_table->view()->setAccessibleName(m_leaders->title());
    m_table->setEmptyState(Icon::Dvms, tr("No DVM in this window"),
                           tr("DVMs that gave results for this kind, or were asked for it, stand here."));
    m_table->addActionsTo(*m_leaders);
    m_leaders->setContent(m_table, true);
    fitHeight(m_table, mostRows);
    reportExport(m_table);
    // A click on a head, or what was kept from the last time, is shown by the buttons too.
    connect(m_table->view()->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            &KindView::noteOrder);
    noteOrder(m_table->view()->horizontalHeader()->sortIndicatorSection());
    connect(m_order, &SegmentedControl::clicked, this, &KindView::orderBy);
    connect(m_order, &SegmentedControl::currentChanged, this, &KindView::orderBy);
    connect(m_table, &DataTable::activated, this, [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT dvmWanted(m_model->row(index.row()).dvm);
    });
    return m_leaders;
}

void KindView::orderBy(const QString &order)
{
    m_table->sortBy(order, order == bySpeed ? Qt::AscendingOrder : Qt::DescendingOrder);
}

void KindView::noteOrder(int column)
{
    const QSignalBlocker blocker(m_order);
    m_order->setCurrent(m_model->headerData(column, Qt::Horizontal, ColumnIdRole).toString());
}

void KindView::setKind(int kind)
{
    if (m_kind == kind) {
        refresh();
        return;
    }
    m_kind = kind;
    showLoading();
    setSubject(tr("%1, kind %2").arg(kindName(kind)).arg(kind), kindSwatch(Theme::of(this), kind));
    m_model->setRows({});
    m_feed.beginAnew();
}

void KindView::exportCsv()
{
    m_table->exportCsv();
}

void KindView::refresh()
{
    m_feed.refresh();
}

QString KindView::basis() const
{
    return m_feed.latest() ? basisWords(m_feed.latest()->freshness, format::nowMs()) : QString();
}

void KindView::showAnswer()
{
    const engine::Kind &kind = *m_feed.latest();
    showTrouble({}, &kind.freshness);
    const bool hasBefore = context().window.span() != WindowChoice::Span::All;
    m_figures->show(kind.row.figures, hasBefore ? &kind.previous : nullptr, kind.freshness);
    m_ever->setFigure(format::count(kind.row.dvms_ever), tr("until the window's end"));
    m_ever->setExplanation(
        tr("Different DVMs that ever gave a result for it, before the end of the window.\n%1")
            .arg(freshnessWords(kind.freshness)));
    m_model->setRows(kind.dvms);
    m_leaders->setNote(format::count(static_cast<qint64>(kind.dvms.size())));
    showCourses(kind);
    showCards();
    Q_EMIT basisChanged();
}

void KindView::showCourses(const engine::Kind &kind)
{
    using metrics::KindPoint;
    using Value = std::optional<qint64>;
    m_demand->show(Course(kind)
                       .line(QStringLiteral("requests"), tr("Requests"), Hue::Requests, Missing::Zero,
                             [](const KindPoint &point) { return Value(point.figures.requests); })
                       .line(QStringLiteral("results"), tr("Results"), Hue::Results, Missing::Zero,
                             [](const KindPoint &point) { return Value(point.figures.results); })
                       .chart(eventsPer(kind.step)));
    m_dvms->show(Course(kind)
                     .line(QStringLiteral("dvms_ever"), tr("Ever"), Hue::Grey, Missing::Unknown,
                           [](const KindPoint &point) { return Value(point.dvms_ever); })
                     .line(QStringLiteral("dvms_active"), tr("Active"), Hue::Results, Missing::Zero,
                           [](const KindPoint &point) { return Value(point.figures.dvms); })
                     .chart(tr("DVMs")));
}

} // namespace dvmdash::ui
