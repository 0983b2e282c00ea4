// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/live_page.h"

#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/row_steps.h"
#include "ui/live/event_model.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/search_field.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace dvmdash::ui
{

namespace
{

/// The page stands at once with the first; the second fills what can be scrolled to.
constexpr int firstRows = 500;
constexpr int moreRows = 20'000;
constexpr int tableVersion = 1;
constexpr int lapseMs = 2'000; ///< how often it is looked what has expired
/// Of a flood only so much is looked at; the rest is marked once the list is filled anew.
constexpr std::size_t mostCauses = 2'000;
constexpr std::size_t mostOthers = 100;

} // namespace

LivePage::LivePage(const PageContext &pageContext, QWidget *parent)
    : Page(pageContext, parent)
    , m_model(new EventModel(pageContext.names, this))
{
    build();
    connectTable();
    engine::Engine &engine = context().engine;
    connect(&engine, &engine::Engine::activity, this, &LivePage::takeActivity);
    connect(&engine, &engine::Engine::stateChanged, this, &LivePage::showEngineState);
    connect(m_model, &EventModel::countsChanged, this, &LivePage::showCounts);
    m_lapse.setInterval(lapseMs);
    m_lapse.setTimerType(Qt::CoarseTimer);
    connect(&m_lapse, &QTimer::timeout, this, [this] {
        m_model->markLapsed(format::nowMs() / 1000);
        askWhatChanged({}); // what could not be asked before
    });
    m_lapse.start();
    showEngineState();
    showCounts();
}

LivePage::~LivePage() = default;

QString LivePage::title() const
{
    return tr("Live");
}

void LivePage::applySearch(const QString &text)
{
    m_search->setText(text);
    m_search->setFocus();
}

void LivePage::exportCsv()
{
    m_table->exportCsv();
}

bool LivePage::isPaused() const
{
    return m_model->isPaused();
}

void LivePage::setPaused(bool paused)
{
    m_model->setPaused(paused);
}

void LivePage::build()
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    layout->addWidget(buildBar());

    m_error = new Banner(this);
    layout->addWidget(m_error);

    m_skippedBanner = new Banner(this);
    m_skippedBanner->setDismissible(true);
    layout->addWidget(m_skippedBanner);
    m_exportBanner = new Banner(this);
    m_exportBanner->setDismissible(true);
    layout->addWidget(m_exportBanner);

    m_table = new DataTable(QStringLiteral("live"), tableVersion, this);
    setFocusProxy(m_table);
    m_table->setModel(m_model, DataTable::Sorting::None);
    m_table->restoreFrom(context().viewState);
    m_table->setFileChooser(context().files);
    m_table->view()->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->view()->setAccessibleName(tr("Events, newest first"));
    auto *marks = new MarkDelegate(m_table->view());
    m_table->view()->setItemDelegateForColumn(EventModel::RoleName, marks);
    m_table->view()->setItemDelegateForColumn(EventModel::MarksColumn, marks);

    m_card = new Card(tr("Events"), this);
    m_card->setContent(m_table, true);
    m_table->addActionsTo(*m_card);
    layout->addWidget(m_card, 1);
}

QWidget *LivePage::buildBar()
{
    const Theme &theme = Theme::of(this);
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));

    m_search = new SearchField(tr("Filter: words, kind:5100, author:name, status:error, -heartbeat"), bar);
    m_search->setFocusKeys(QKeySequence(QKeySequence::Find));
    connect(m_search, &SearchField::queryChanged, this, &LivePage::takeFilter);
    connect(m_search, &SearchField::left, this, [this] { m_table->setFocus(); });
    layout->addWidget(m_search, 1);

    auto *examples = new QToolButton(bar);
    examples->setIcon(theme.icon(Icon::Filter, Ink::Muted));
    examples->setIconSize({theme.iconSize(), theme.iconSize()});
    examples->setToolTip(tr("What a filter can say"));
    examples->setAccessibleName(tr("What a filter can say"));
    examples->setPopupMode(QToolButton::InstantPopup);
    fillExamples(examples);
    layout->addWidget(examples);

    m_pause = new QPushButton(bar);
    m_pause->setCheckable(false);
    m_pause->setToolTip(tr("Space: stop the stream and let it run on. Nothing is lost."));
    connect(m_pause, &QPushButton::clicked, this, [this] { setPaused(!isPaused()); });
    layout->addWidget(m_pause);
    return bar;
}

void LivePage::fillExamples(QToolButton *button)
{
    struct Example {
        const char *term;
        QString meaning;
    };
    const Example examples[] = {
        {"status:error", tr("feedback that tells of an error")},
        {"role:request", tr("requests; also result, feedback, zap, heartbeat")},
        {"kind:51", tr("kinds that begin with 51")},
        {"kind:image", tr("kinds by their name")},
        {"author:npub1", tr("by name, npub or key")},
        {"flag:any", tr("everything that was flagged")},
        {"-role:heartbeat", tr("a minus leaves out")},
        {"\"two words\"", tr("together, as they stand")},
    };
    auto *menu = new QMenu(button);
    for (const Example &example : examples) {
        const QString term = QString::fromUtf8(example.term);
        menu->addAction(term + QLatin1Char('\t') + example.meaning, this, [this, term] {
            const QString before = m_search->text().trimmed();
            m_search->setText(before.isEmpty() ? term : before + QLatin1Char(' ') + term);
            m_search->setFocus();
        });
    }
    button->setMenu(menu);
}

void LivePage::connectTable()
{
    m_table->view()->installEventFilter(this);
    auto *steps = new RowSteps(m_table);
    connect(steps, &RowSteps::chosen, this,
            [this](const QModelIndex &index) { Q_EMIT inspectRequested(m_model->event(index.row()).id); });
    connect(steps, &RowSteps::walked, this,
            [this](const QModelIndex &index) { Q_EMIT browsed(m_model->event(index.row()).id); });
    connect(m_table, &DataTable::emptyButtonClicked, this, &LivePage::emptyButton);
    connect(m_table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        m_exportBanner->showMessage(Tone::Delivered,
                                    tr("%1 events written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(m_table, &DataTable::exportFailed, this,
            [this](const QString &message) { m_exportBanner->showMessage(Tone::Failed, message); });
    connect(m_skippedBanner, &Banner::dismissed, this, [this] { m_skipped = 0; });
}

bool LivePage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->view() && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            setPaused(!isPaused());
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

void LivePage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (!m_filled)
        askForRecent();
}

void LivePage::showEngineState()
{
    const bool running = context().engine.state() == engine::EngineState::Running;
    if (running && !m_filled && isVisible())
        askForRecent();
    showEmptyState();
}

void LivePage::askForRecent()
{
    if (context().engine.state() != engine::EngineState::Running || m_recent.pending())
        return;
    m_table->setLoading(true);
    m_recent = context().engine.ask(engine::RecentEventsQuestion{firstRows}, this,
                                    [this](const engine::Result<engine::RecentEvents> &result) {
                                        m_table->setLoading(false);
                                        if (!result) {
                                            m_exportBanner->showMessage(Tone::Failed, result.error);
                                            return;
                                        }
                                        m_filled = true;
                                        addFromFile(result->rows);
                                        if (static_cast<int>(result->rows.size()) == firstRows)
                                            askForOlder();
                                    });
}

void LivePage::askForOlder()
{
    m_recent = context().engine.ask(engine::RecentEventsQuestion{moreRows}, this,
                                    [this](const engine::Result<engine::RecentEvents> &result) {
                                        if (result)
                                            addFromFile(result->rows);
                                    });
}

/// What the stream has brought meanwhile is newer than all that is taken here.
void LivePage::addFromFile(const std::vector<engine::EventRow> &rows)
{
    const auto isNew = [this](const engine::EventRow &row) {
        return m_oldestRid == 0 || row.rid < m_oldestRid;
    };
    std::vector<engine::EventRow> older;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(older), isNew);
    if (older.empty())
        return;
    m_oldestRid = older.back().rid;
    m_newestRid = std::max(m_newestRid, older.front().rid);
    m_model->addOlder(older);
}

/// The file shows another moment: what stood here may not be in it.
void LivePage::beginAnew()
{
    m_recent.cancel();
    m_filled = false;
    m_newestRid = m_oldestRid = 0;
    m_skipped = 0;
    m_skippedBanner->hide();
    m_model->clear();
    if (isVisible())
        askForRecent();
}

void LivePage::takeActivity(const engine::ActivityPtr &activity)
{
    if (activity->replaced)
        beginAnew();
    if (!activity->events.empty()) {
        // The first answer from the file may hold some of them already.
        const auto isNew = [this](const engine::EventRow &row) { return row.rid > m_newestRid; };
        std::vector<engine::EventRow> fresh;
        std::copy_if(activity->events.begin(), activity->events.end(), std::back_inserter(fresh), isNew);
        if (!fresh.empty()) {
            m_newestRid = fresh.front().rid;
            if (m_oldestRid == 0)
                m_oldestRid = fresh.back().rid;
            m_model->add(fresh);
            askWhatChanged(fresh);
        }
    }
    if (activity->skipped > 0) {
        m_skipped += activity->skipped;
        showSkipped();
    }
}

/// A deletion or a newer version marks events that are in the list already.
void LivePage::askWhatChanged(const std::vector<engine::EventRow> &fresh)
{
    for (const engine::EventRow &row : fresh) {
        const bool changesOthers =
            row.role == dvm::Role::Deletion || dvm::versionsOf(row.kind) != dvm::Versions::All;
        // Any other may have been deleted before it came.
        if (m_causes.size() < (changesOthers ? mostCauses : mostOthers))
            m_causes.push_back(row.id);
    }
    if (m_causes.empty() || m_changes.pending() || context().engine.state() != engine::EngineState::Running)
        return;
    m_changes = context().engine.ask(engine::LifecycleChangesQuestion{std::exchange(m_causes, {})}, this,
                                     [this](const engine::Result<engine::LifecycleChanges> &result) {
                                         if (result)
                                             m_model->addFlags(result->flags);
                                     });
}

void LivePage::setHidesGone(bool hides)
{
    if (std::exchange(m_hidesGone, hides) != hides)
        takeFilter(m_search->text());
}

void LivePage::takeFilter(const QString &text)
{
    const auto parsed = EventFilter::parse(text);
    if (parsed.error.isEmpty())
        m_error->hide();
    else
        m_error->showMessage(Tone::Failed, parsed.error);
    m_search->setAccessibleDescription(parsed.error);
    // With an error what was shown before stays: the reader is still typing.
    if (parsed.error.isEmpty()) {
        EventFilter filter = parsed.filter;
        if (m_hidesGone)
            filter.leaveOut(dvm::FlagDeleted | dvm::FlagExpired | dvm::FlagLapsed);
        m_model->setFilter(filter);
    }
    showEmptyState();
}

void LivePage::showCounts()
{
    const int shown = m_model->rowCount();
    const int kept = m_model->kept();
    QString note;
    if (m_model->filter().isEmpty())
        note = tr("%1, newest first").arg(format::count(kept));
    else if (m_model->isSearching())
        note = tr("%1 match, searching on").arg(format::count(shown));
    else
        note = tr("%1 of %2 match").arg(format::count(shown), format::count(kept));
    if (m_model->letGo() > 0)
        note += tr(" · %1 came while paused and are only in the file").arg(format::count(m_model->letGo()));
    m_card->setNote(note);
    if (shown == 0)
        showEmptyState();

    const Theme &theme = Theme::of(this);
    const int waiting = m_model->waiting();
    m_pause->setIcon(
        theme.icon(isPaused() ? Icon::Play : Icon::Pause, isPaused() ? Ink::OnAccent : Ink::Text));
    m_pause->setText(!isPaused()    ? tr("Pause")
                     : waiting == 0 ? tr("Resume")
                                    : tr("Resume, %1 new").arg(format::count(waiting)));
    if (m_pause->property("primary").toBool() != isPaused()) {
        m_pause->setProperty("primary", isPaused());
        m_pause->style()->unpolish(m_pause);
        m_pause->style()->polish(m_pause);
    }
    Q_EMIT basisChanged(isPaused() ? tr("paused; events go on arriving and wait")
                                   : tr("the newest %1 events are kept here, all are in the file")
                                         .arg(format::count(m_model->capacity())));
}

void LivePage::showSkipped()
{
    m_skippedBanner->showMessage(
        Tone::Suspect,
        tr("%1 not shown: they came faster than a list can show. They are in the file and in every number.")
            .arg(format::count(m_skipped)));
}

void LivePage::showEmptyState()
{
    const engine::Engine &engine = context().engine;
    if (m_model->kept() > 0 && m_search->text().trimmed().isEmpty() && m_hidesGone) {
        m_table->setEmptyState(Icon::Filter, tr("Nothing that still stands"),
                               tr("All events that are kept here were deleted by their authors, or have "
                                  "expired: on the page Storage they are hidden."));
        return;
    }
    if (!m_model->filter().isEmpty() && m_model->kept() > 0) {
        m_table->setEmptyState(
            Icon::Filter, tr("No event passes this filter"),
            tr("%1 events are kept here, none of them fits.").arg(format::count(m_model->kept())),
            tr("Clear the filter"));
        return;
    }
    if (engine.state() == engine::EngineState::Failed) {
        m_table->setEmptyState(Icon::Triangle, tr("The file could not be opened"), engine.errorText());
        return;
    }
    m_table->setEmptyState(
        Icon::Live, tr("Nothing has arrived yet"),
        tr("Events stand here the moment a relay gives them. If this lasts, look whether relays "
           "are connected."),
        tr("Look at the relays"));
}

void LivePage::emptyButton()
{
    if (m_model->filter().isEmpty())
        Q_EMIT relaysRequested();
    else
        m_search->clear();
}

} // namespace dvmdash::ui
