// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/storage_page.h"

#include "ui/charts/time_series_chart.h"
#include "ui/storage/days_card.h"
#include "ui/storage/policy_card.h"
#include "ui/storage/rebuild_card.h"
#include "ui/storage/storage_cards.h"
#include "ui/storage/storage_feed.h"
#include "ui/storage/storage_words.h"
#include "ui/storage/tables_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card_pair.h"
#include "ui/widgets/check_box.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/skeleton.h"

#include <QDesktopServices>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int tickMs = 1'000;
constexpr qint64 msPerSecond = 1'000;
constexpr qreal bothCards = 900; ///< wide enough for two cards beside each other

} // namespace

StoragePage::StoragePage(const PageContext &pageContext, QWidget *parent)
    : Page(pageContext, parent)
    , m_feed(new StorageFeed(pageContext.engine, this))
    , m_banner(new Banner(this))
    , m_note(new Banner(this))
    , m_stack(new QStackedWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::M));
    layout->addWidget(makeFileRow());
    layout->addWidget(m_banner);
    layout->addWidget(m_note);
    m_note->setDismissible(true);
    layout->addWidget(m_stack, 1);
    m_banner->setObjectName(QStringLiteral("storage.banner"));
    m_skeleton = new Skeleton;
    m_nothing = new EmptyState;
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(makeContent());
    m_stack->addWidget(m_nothing);
    setFocusProxy(m_scroll); // the keys scroll
    m_tick.setInterval(tickMs);
    m_tick.setTimerType(Qt::CoarseTimer);
    connectParts();
    restyle();
    showTrouble();
}

QWidget *StoragePage::makeFileRow()
{
    const Theme &theme = Theme::of(this);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    m_path = new CopyLabel(context().engine.databasePath());
    m_path->setObjectName(QStringLiteral("storage.path"));
    m_path->setMeaning(tr("path of the file"));
    m_path->setShortening(CopyLabel::Shortening::Middle);
    auto *open = new QPushButton(theme.icon(Icon::External), tr("Open folder"));
    open->setObjectName(QStringLiteral("storage.folder"));
    open->setToolTip(tr("Show the folder of the file. Copy the file only while no program has it open."));
    auto *import = new QPushButton(theme.icon(Icon::ArrowDown), tr("Import archive\u2026"));
    import->setObjectName(QStringLiteral("storage.import"));
    import->setToolTip(tr("Take in files of events: JSON lines or arrays, also compressed with gzip or zstd, "
                          "of any size (%1)")
                           .arg(QKeySequence(Qt::CTRL | Qt::Key_I).toString(QKeySequence::NativeText)));
    layout->addWidget(m_path);
    layout->addStretch(1);
    layout->addWidget(import);
    layout->addWidget(open);
    connect(import, &QPushButton::clicked, this, &StoragePage::importWanted);
    connect(open, &QPushButton::clicked, this, &StoragePage::openFolder);
    return row;
}

QWidget *StoragePage::makeContent()
{
    const Theme &theme = Theme::of(this);
    m_cards = new StorageCards;
    m_forecast = new QLabel;
    m_forecast->setObjectName(QStringLiteral("storage.forecast"));
    m_forecast->setTextFormat(Qt::PlainText);
    m_forecast->setWordWrap(true);
    m_forecast->setToolTip(
        tr("Events that came in during the last 24 hours, times the mean bytes an event, go on "
           "until the limit of what is in use."));
    m_hidesGone = new CheckBox(tr("Hide deleted and expired events in lists"));
    m_hidesGone->setObjectName(QStringLiteral("storage.hidesGone"));
    m_hidesGone->setToolTip(tr(
        "What its author deleted, or what has expired, is kept either way, counts for what it was, and can "
        "be looked up by its id. Not hidden, it is marked."));
    connect(m_hidesGone, &QCheckBox::clicked, this, &StoragePage::hidingChosen);
    m_days = new DaysCard(context());
    m_policy = new PolicyCard(context());
    m_tables = new TablesCard(context());
    m_rebuild = new RebuildCard(context());

    auto *area = new QWidget;
    auto *layout = new QVBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    const int leastWidth = qRound(theme.scaled(bothCards));
    layout->addWidget(m_cards);
    auto *words = new QHBoxLayout;
    words->setSpacing(theme.space(Space::L));
    words->addWidget(m_forecast, 1);
    words->addWidget(m_hidesGone);
    layout->addLayout(words);
    layout->addWidget(new CardPair(m_days, 3, m_policy, 2, leastWidth));
    layout->addWidget(new CardPair(m_rebuild, 3, m_tables, 2, leastWidth));
    layout->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::StrongFocus);
    m_scroll->setWidget(area);
    return m_scroll;
}

void StoragePage::connectParts()
{
    connect(m_feed, &StorageFeed::answered, this, &StoragePage::answered);
    connect(m_feed, &StorageFeed::failed, this, [this](const QString &error) {
        m_error = error;
        showTrouble();
    });
    connect(&context().engine, &engine::Engine::stateChanged, this, &StoragePage::showTrouble);
    connect(&context().engine, &engine::Engine::rebuildChanged, this,
            [this](const engine::RebuildStatus &status) {
                if (!status.running && isVisible())
                    m_feed->refresh();
            });
    connect(m_policy, &PolicyCard::applied, m_feed, &StorageFeed::refresh);
    // Once the card has grown by the question.
    connect(
        m_policy, &PolicyCard::asked, this, [this] { m_scroll->ensureWidgetVisible(m_policy); },
        Qt::QueuedConnection);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (m_error.isEmpty())
            Q_EMIT relaysRequested();
        else
            refresh();
    });
    connect(m_nothing, &EmptyState::buttonClicked, this, &StoragePage::refresh);
    connect(&m_tick, &QTimer::timeout, this, &StoragePage::tick);
    const auto say = [this](const QString &path, int rows) {
        m_note->showMessage(Tone::Delivered,
                            tr("%1 rows written to %2.").arg(format::count(rows), safeText(path)));
    };
    const auto complain = [this](const QString &message) { m_note->showMessage(Tone::Failed, message); };
    for (DataTable *table : {m_tables->table(), m_rebuild->table()}) {
        connect(table, &DataTable::exportFinished, this, say);
        connect(table, &DataTable::exportFailed, this, complain);
    }
    connect(m_days->chart(), &TimeSeriesChart::exportFinished, this, say);
    connect(m_days->chart(), &TimeSeriesChart::exportFailed, this, complain);
}

void StoragePage::setHidesGone(bool hides)
{
    m_hidesGone->setChecked(hides);
}

void StoragePage::refresh()
{
    m_feed->refresh();
}

void StoragePage::exportCsv()
{
    m_days->chart()->exportCsv();
}

void StoragePage::answered()
{
    const engine::Storage &storage = *m_feed->latest();
    m_error.clear();
    m_cards->show(storage, m_feed->answeredMs());
    m_forecast->setText(forecastWords(storage));
    m_days->show(storage, m_feed->answeredMs() / msPerSecond);
    m_policy->show(storage);
    m_tables->show(storage);
    showTrouble();
    tick();
}

void StoragePage::showTrouble()
{
    const bool runs = context().engine.state() == engine::EngineState::Running;
    const bool hasAnswer = m_feed->latest().has_value();
    if (!hasAnswer && !m_error.isEmpty())
        m_nothing->setContent(Icon::Triangle, tr("The file could not be read"),
                              tr("%1. Nothing was changed in it.").arg(safeText(m_error)), tr("Try again"));
    m_stack->setCurrentWidget(hasAnswer           ? static_cast<QWidget *>(m_scroll)
                              : m_error.isEmpty() ? m_skeleton
                                                  : m_nothing);
    if (!hasAnswer)
        m_banner->hide();
    else if (!m_error.isEmpty())
        m_banner->showMessage(
            Tone::Failed,
            tr("The file could not be read: %1. What is shown is the last that was.").arg(safeText(m_error)),
            tr("Try again"));
    else if (!runs)
        m_banner->showMessage(Tone::Waiting,
                              tr("The file is not open. What is shown is the last that was read."));
    else if (m_feed->latest()->events == 0)
        m_banner->showMessage(Tone::Waiting, tr("The file is empty: nothing has come in yet."),
                              tr("Show the relays"));
    else
        m_banner->hide();
}

void StoragePage::tick()
{
    const qint64 now = format::nowMs();
    m_tables->tick(now);
    m_rebuild->tick(now);
    if (m_feed->answeredMs() > 0)
        Q_EMIT basisChanged(
            tr("the whole file, as of %1").arg(format::relativeTime(m_feed->answeredMs(), now)));
}

void StoragePage::openFolder()
{
    const QFileInfo file(context().engine.databasePath());
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(file.absolutePath())))
        m_note->showMessage(
            Tone::Waiting,
            tr("No program shows folders here. The file lies in %1.").arg(safeText(file.absolutePath())));
}

void StoragePage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_feed->setActive(true);
    m_tick.start();
    tick();
}

void StoragePage::hideEvent(QHideEvent *event)
{
    m_feed->setActive(false);
    m_tick.stop();
    Page::hideEvent(event);
}

void StoragePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    Page::changeEvent(event);
}

void StoragePage::restyle()
{
    const Theme &theme = Theme::of(this);
    setTextInk(*m_forecast, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
