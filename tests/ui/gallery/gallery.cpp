// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery.h"

#include "sample_data.h"
#include "ui/charts/time_series_chart.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/stat_card.h"
#include "ui/widgets/state_chip.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace dvmdash::gallery
{

using namespace dvmdash::ui;

namespace
{

QString words(const char *text)
{
    return QLatin1String(text);
}

NavigationBar *makeNavigation()
{
    auto *bar = new NavigationBar;
    bar->addPage(words("overview"), Icon::Overview, words("Overview"));
    bar->addPage(words("live"), Icon::Live, words("Live"));
    bar->addPage(words("jobs"), Icon::Jobs, words("Jobs"));
    bar->addPage(words("dvms"), Icon::Dvms, words("DVMs"));
    bar->addPage(words("kinds"), Icon::Kinds, words("Kinds"));
    bar->addPage(words("network"), Icon::Network, words("Network"));
    bar->addPage(words("relays"), Icon::Relays, words("Relays"));
    bar->addPage(words("alerts"), Icon::Alerts, words("Alerts"));
    bar->addStretch();
    bar->addPage(words("help"), Icon::Help, words("Help"));
    bar->setBadge(words("jobs"), 3, words("3 jobs failed"));
    return bar;
}

} // namespace

Gallery::Gallery(QWidget *parent)
    : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    setWindowTitle(words("DVMDash building blocks"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(makeTopBar());
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(makeNavigation());
    auto *page = new QVBoxLayout;
    const int side = theme.space(Space::L);
    page->setContentsMargins(side, theme.space(Space::S), side, side);
    page->setSpacing(theme.space(Space::M));
    middle->addLayout(page, 1);
    outer->addLayout(middle, 1);

    auto *banner = new Banner;
    banner->setDismissible(true);
    page->addWidget(banner);
    banner->showMessage(Tone::Suspect,
                        words("1 of 6 relays is silent since 10:04; what it alone carries is missing here."),
                        words("Show relays"));
    page->addWidget(makeCards());
    auto *charts = new QHBoxLayout;
    charts->setSpacing(theme.space(Space::M));
    charts->addWidget(makeActivity(), 3);
    charts->addWidget(makeKinds(), 2);
    page->addLayout(charts, 5);
    auto *below = new QHBoxLayout;
    below->setSpacing(theme.space(Space::M));
    below->addWidget(makeJobs(), 9);
    below->addWidget(makeStates(), 4);
    below->addWidget(makeSideColumn(), 5);
    page->addLayout(below, 4);
}

QWidget *Gallery::makeTopBar()
{
    const Theme &theme = Theme::of(this);
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(theme.space(Space::M), theme.space(Space::S), theme.space(Space::L),
                               theme.space(Space::S));
    layout->setSpacing(theme.space(Space::S));
    auto *logo = new QLabel;
    logo->setPixmap(theme.icon(Icon::Logo, Ink::Accent).pixmap(QSize(22, 22), devicePixelRatioF()));
    auto *name = new QLabel(words("DVMDash"));
    name->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    layout->addWidget(logo);
    layout->addWidget(name);
    layout->addStretch(1);
    auto *search = new SearchField(words("Search id, npub, kind, words"));
    search->setFocusKeys(QKeySequence(Qt::CTRL | Qt::Key_K));
    layout->addWidget(search, 2);
    layout->addStretch(1);
    auto *windows = new SegmentedControl(words("Time window"));
    for (const char *text : {"1h", "24h", "7d", "30d", "90d", "All", "Custom"})
        windows->addSegment(words(text), words(text));
    windows->setCurrent(words("24h"));
    layout->addWidget(windows);
    auto *mode = new QToolButton;
    mode->setIcon(theme.icon(theme.isDark() ? Icon::Sun : Icon::Moon, Ink::Muted));
    mode->setToolTip(words("Light or dark"));
    connect(mode, &QToolButton::clicked, this, [this, mode] {
        Theme &mine = Theme::of(this);
        mine.setMode(mine.isDark() ? Theme::Mode::Light : Theme::Mode::Dark);
        mode->setIcon(mine.icon(mine.isDark() ? Icon::Sun : Icon::Moon, Ink::Muted));
    });
    layout->addWidget(mode);
    return bar;
}

QWidget *Gallery::makeCards()
{
    const Theme &theme = Theme::of(this);
    auto *holder = new QWidget;
    auto *flow = new FlowLayout(qRound(theme.scaled(132)), theme.space(Space::M), holder);
    const auto add = [flow](const char *caption, qint64 nowValue, qint64 before, Hue hue, int seed) {
        auto *card = new StatCard(words(caption));
        card->setFigure(format::count(nowValue));
        card->setChange(format::change(nowValue, before));
        card->setHistory(history(seed), hue);
        card->setActivatable(true);
        flow->addWidget(card);
    };
    add("Requests", 12'480, 11'556, Hue::Requests, 11);
    add("Results", 11'902, 11'900, Hue::Results, 12);
    add("Users", 812, 905, Hue::Grey, 13);
    add("DVMs", 96, 96, Hue::Grey, 14);
    add("Sats paid", 41'200, 0, Hue::Orange, 15);
    auto *popular = new StatCard(words("Most popular kind"));
    popular->setFigure(words("Text generation"), words("5050, 4,120 requests"));
    popular->setHistory(history(16), Hue::Requests);
    flow->addWidget(popular);
    flow->addWidget(new StatCard(words("Completion")));
    return holder;
}

QWidget *Gallery::makeActivity()
{
    auto *card = new Card(words("Requests and results over time"));
    card->setNote(words("5 of 6 relays, as of 12 s ago"));
    auto *kind = new SegmentedControl(words("Chart style"));
    kind->addSegment(words("lines"), words("Lines"));
    kind->addSegment(words("bars"), words("Bars"));
    card->addHeaderWidget(kind);
    m_activity = new TimeSeriesChart(card->title());
    m_activity->setData(activity());
    m_activity->setCrosshair(now - 15 * 3600);
    m_activity->addActionsTo(*card);
    connect(kind, &SegmentedControl::currentChanged, this, [this](const QString &id) {
        m_activity->setStyle(id == words("bars") ? ChartStyle::GroupedBars : ChartStyle::Lines);
    });
    connect(m_activity, &TimeSeriesChart::windowSelected, this, [this](qint64 since, qint64 until) {
        ChartData data = activity();
        data.window = {since, until};
        m_activity->setData(data);
    });
    connect(m_activity, &TimeSeriesChart::resetWindow, this, [this] { m_activity->setData(activity()); });
    card->setContent(m_activity);
    card->setMinimumHeight(qRound(Theme::of(this).scaled(210)));
    return card;
}

QWidget *Gallery::makeResponseTimes()
{
    auto *card = new Card(words("Response times"));
    auto *chart = new TimeSeriesChart(card->title());
    chart->setData(responseTimes());
    chart->addActionsTo(*card);
    card->setContent(chart);
    return card;
}

QWidget *Gallery::makeKinds()
{
    auto *card = new Card(words("Requests by kind"));
    auto *chart = new TimeSeriesChart(card->title());
    chart->setData(kinds());
    chart->setStyle(ChartStyle::StackedBars);
    chart->addActionsTo(*card);
    card->setContent(chart);
    return card;
}

QWidget *Gallery::makeStates()
{
    const Theme &theme = Theme::of(this);
    auto *card = new Card(words("States and parts"));
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(theme.space(Space::Xs));
    const std::array<std::pair<Tone, const char *>, toneCount> tones{{{Tone::Delivered, "delivered"},
                                                                      {Tone::Running, "running"},
                                                                      {Tone::Waiting, "unserved"},
                                                                      {Tone::Payment, "payment asked"},
                                                                      {Tone::Failed, "failed"},
                                                                      {Tone::Stalled, "ignored"},
                                                                      {Tone::Suspect, "suspect"},
                                                                      {Tone::Ghost, "never seen"}}};
    for (int i = 0; i < toneCount; ++i) {
        const auto &[tone, word] = tones[static_cast<std::size_t>(i)];
        grid->addWidget(new StateChip(tone, words(word)), i / 2, i % 2);
    }
    auto *id = new CopyLabel(words("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d"));
    id->setMeaning(words("event id"));
    auto *time = new RelativeTimeLabel;
    time->setClock([] { return now * 1000; });
    time->setTimeMs((now - 12) * 1000);
    grid->addWidget(id, 4, 0);
    grid->addWidget(time, 4, 1);
    auto *icons = new QWidget;
    auto *flow = new FlowLayout(qRound(theme.scaled(18)), theme.space(Space::Xs), icons);
    for (int i = 0; i < iconCount; ++i) {
        auto *label = new QLabel;
        label->setPixmap(theme.icon(static_cast<Icon>(i)).pixmap(QSize(18, 18), devicePixelRatioF()));
        label->setToolTip(iconName(static_cast<Icon>(i)));
        flow->addWidget(label);
    }
    grid->addWidget(icons, 5, 0, 1, 2);
    auto *primary = new QPushButton(words("Start the demo"));
    primary->setProperty("primary", true);
    auto *plain = new QPushButton(words("Cancel"));
    grid->addWidget(primary, 6, 0);
    grid->addWidget(plain, 6, 1);
    grid->setRowStretch(7, 1);
    card->setContent(content);
    return card;
}

QWidget *Gallery::makeJobs()
{
    auto *card = new Card(words("Jobs"));
    card->setNote(words("100,000 rows"));
    auto *table = new DataTable(words("jobs"), 1);
    table->setModel(new JobsModel(100'000, table));
    table->setClock([] { return now * 1000; });
    table->sortBy(words("requested"), Qt::DescendingOrder);
    table->addActionsTo(*card);
    table->setCurrentIndex(table->model()->index(2, 0));
    card->setContent(table, true);
    return card;
}

QWidget *Gallery::makeSideColumn()
{
    auto *holder = new QWidget;
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::M));
    layout->addWidget(makeResponseTimes(), 3);
    layout->addWidget(makeEmpty(), 1);
    return holder;
}

QWidget *Gallery::makeEmpty()
{
    auto *card = new Card;
    auto *state = new EmptyState;
    state->setContent(Icon::Live, words("Nothing heard yet"),
                      words("No relay is connected, so no event can arrive."), words("Add a relay"));
    card->setContent(state);
    return card;
}

} // namespace dvmdash::gallery
