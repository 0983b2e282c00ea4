// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/board_page.h"

#include "ui/boards/subject_view.h"
#include "ui/models/columns.h"
#include "ui/models/feed.h"
#include "ui/models/freshness_words.h"
#include "ui/models/window_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/view_state.h"

#include <QAbstractItemModel>
#include <QGuiApplication>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int basisTickMs = 1'000;

} // namespace

void BoardPage::build(const Words &words, QAbstractItemModel *model, FeedBase *feed, SubjectView *view)
{
    m_words = words;
    m_feed = feed;
    m_view = view;
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(buildList(model));
    m_stack->addWidget(view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setFocusProxy(m_table);
    connectTable();

    work().watch(m_feed);
    for (FeedBase *part : m_view->feeds())
        work().watch(part);
    connect(m_feed, &FeedBase::answered, this, &BoardPage::answered);
    connect(m_feed, &FeedBase::failed, this, &BoardPage::showTrouble);
    connect(m_view, &SubjectView::left, this, &BoardPage::goBack);
    connect(m_view, &SubjectView::basisChanged, this, &BoardPage::updateBasis);
    connect(m_view, &SubjectView::inspectRequested, this, &Page::inspectRequested);
    connect(&context().window, &WindowChoice::changed, this, [this] {
        m_dismissed.clear();
        showEmptyState();
    });
    m_basisTick.setInterval(basisTickMs);
    m_basisTick.setTimerType(Qt::CoarseTimer);
    connect(&m_basisTick, &QTimer::timeout, this, &BoardPage::updateBasis);
    showEmptyState();
}

QWidget *BoardPage::buildList(QAbstractItemModel *model)
{
    m_list = new QWidget;
    auto *layout = new QVBoxLayout(m_list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::S));
    m_search = new SearchField(m_words.placeholder, m_list);
    m_search->setFocusKeys(QKeySequence(QKeySequence::Find));
    connect(m_search, &SearchField::queryChanged, this, &BoardPage::setWords);
    connect(m_search, &SearchField::left, this, [this] { m_table->setFocus(); });
    connect(m_search, &SearchField::submitted, this, &BoardPage::takeFound);
    layout->addWidget(m_search);
    m_banner = new Banner(m_list);
    m_banner->setDismissible(true);
    connect(m_banner, &Banner::dismissed, this, [this] { m_dismissed = m_banner->text(); });
    connect(m_banner, &Banner::actionTriggered, this, &BoardPage::refresh);
    layout->addWidget(m_banner);
    m_note = new Banner(m_list);
    m_note->setDismissible(true);
    layout->addWidget(m_note);

    m_table = new DataTable(m_words.tableId, m_words.tableVersion, m_list);
    m_table->setModel(model);
    m_table->sortBy(m_words.sortColumn, Qt::DescendingOrder);
    m_table->restoreFrom(context().viewState);
    m_table->setOrderWaits(true);
    m_table->setLoading(true);
    m_table->setFileChooser(context().files);
    m_table->view()->setAccessibleName(m_words.title);
    m_card = new Card(m_words.title, m_list);
    m_card->setContent(m_table, true);
    m_table->addActionsTo(*m_card);
    layout->addWidget(m_card, 1);
    return m_list;
}

void BoardPage::connectTable()
{
    connect(m_table, &DataTable::activated, this, [this](const QModelIndex &index) {
        if (index.isValid())
            openRow(index.row());
    });
    // The name is drawn as a link, and is one.
    connect(m_table->view(), &QAbstractItemView::clicked, this, [this] {
        const QModelIndex index = m_table->currentIndex();
        const auto id = m_table->model()->headerData(index.column(), Qt::Horizontal, ColumnIdRole).toString();
        if (index.isValid() && id == m_words.nameColumn &&
            QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            openRow(index.row());
    });
    connect(m_table, &DataTable::emptyButtonClicked, this, &BoardPage::emptyButton);
    connect(m_table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        m_note->showMessage(Tone::Delivered,
                            tr("%1 rows written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(m_table, &DataTable::exportFailed, this,
            [this](const QString &message) { m_note->showMessage(Tone::Failed, message); });
}

void BoardPage::applySearch(const QString &text)
{
    goBack();
    m_search->setText(text);
    m_search->setFocus();
}

void BoardPage::refresh()
{
    if (isSubjectShown())
        m_view->refresh();
    else
        m_feed->refresh();
}

void BoardPage::exportCsv()
{
    if (isSubjectShown())
        m_view->exportCsv();
    else
        m_table->exportCsv();
}

bool BoardPage::isSubjectShown() const
{
    return m_stack->currentWidget() == m_view;
}

void BoardPage::turnToSubject()
{
    m_stack->setCurrentWidget(m_view);
    setFocusProxy(m_view);
    m_view->setFocus();
    updateActive();
    updateBasis();
}

bool BoardPage::goBack()
{
    if (!isSubjectShown())
        return false;
    m_stack->setCurrentWidget(m_list);
    setFocusProxy(m_table);
    m_table->setFocus();
    updateActive();
    updateBasis();
    return true;
}

void BoardPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    updateActive();
    updateBasis();
}

void BoardPage::hideEvent(QHideEvent *event)
{
    updateActive();
    Page::hideEvent(event);
}

void BoardPage::updateActive()
{
    m_feed->setActive(isVisible() && !isSubjectShown());
    if (isVisible())
        m_basisTick.start();
    else
        m_basisTick.stop();
}

void BoardPage::answered()
{
    m_table->setLoading(false);
    showTrouble();
    showEmptyState();
    updateBasis();
    setWords(m_search->text());
}

void BoardPage::showTrouble()
{
    if (const QString error = m_feed->error(); !error.isEmpty()) {
        m_table->setLoading(false);
        m_dismissed.clear();
        m_banner->showMessage(
            Tone::Failed,
            tr("The numbers could not be read: %1. What is shown is the last that was.").arg(safeText(error)),
            tr("Try again"));
        return;
    }
    const QString missing =
        freshness() && isSeverelyPartial(*freshness()) ? partialWords(*freshness()) : QString();
    if (missing.isEmpty() || !m_dismissed.isEmpty())
        m_banner->hide();
    else
        m_banner->showMessage(Tone::Suspect, missing);
}

void BoardPage::setWords(const QString &words)
{
    m_table->setWords(words);
    const int all = m_table->model()->rowCount();
    const int shown = m_table->view()->model()->rowCount();
    m_card->setNote(shown == all ? format::count(all)
                                 : tr("%1 of %2").arg(format::count(shown), format::count(all)));
    showEmptyState();
}

/// Enter in the search: what was found is gone through with the keys; the one that is left is opened.
void BoardPage::takeFound()
{
    LiveTableView *view = m_table->view();
    if (view->model()->rowCount() == 0)
        return;
    m_table->setFocus();
    view->selectRow(0);
    if (view->model()->rowCount() == 1)
        openRow(m_table->currentIndex().row());
}

void BoardPage::showEmptyState()
{
    if (context().engine.state() == engine::EngineState::Failed)
        m_table->setEmptyState(Icon::Triangle, tr("The file could not be opened"),
                               context().engine.errorText());
    else if (!freshness() && !m_feed->error().isEmpty())
        m_table->setEmptyState(Icon::Triangle, tr("The numbers could not be read"),
                               safeText(m_feed->error()));
    else if (m_table->model()->rowCount() > 0)
        m_table->setEmptyState(Icon::Filter, m_words.nothingFits, tr("None has these words."),
                               tr("Clear the search"));
    else if (context().window.span() != WindowChoice::Span::All)
        m_table->setEmptyState(m_words.icon, m_words.nothingHere, m_words.whyNothing, tr("Show all times"));
    else
        m_table->setEmptyState(m_words.icon, m_words.nothingHere, m_words.whyNothing,
                               tr("Look at the relays"));
}

void BoardPage::emptyButton()
{
    if (m_table->model()->rowCount() > 0)
        m_search->clear();
    else if (context().window.span() != WindowChoice::Span::All)
        context().window.setSpan(WindowChoice::Span::All);
    else
        Q_EMIT relaysRequested();
}

void BoardPage::updateBasis()
{
    const QString subject = isSubjectShown() ? m_view->basis() : QString();
    if (isSubjectShown())
        Q_EMIT basisChanged(subject);
    else if (freshness())
        Q_EMIT basisChanged(basisWords(*freshness(), format::nowMs()));
}

} // namespace dvmdash::ui
