// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_table.h"

#include "ui/models/columns.h"
#include "ui/models/sort_proxy.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/table_columns.h"
#include "ui/widgets/table_header.h"
#include "ui/widgets/table_overlays.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr int tickMs = 1000;
constexpr int keysRestMs = 5000;
constexpr qreal rowHeight = 30;

} // namespace

DataTable::DataTable(const QString &id, int version, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
    , m_view(new LiveTableView(this))
    , m_header(new TableHeader(m_view))
    , m_proxy(new SortProxy(this))
    , m_delegate(new CellDelegate(m_view, m_header))
    , m_columns(new TableColumns(*m_header, id, version, this))
    , m_overlays(new TableOverlays(m_view))
    , m_export(new TableExport(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    setUpView();
    connectView();
    m_overlays->update();
}

DataTable::~DataTable() = default;

void DataTable::setUpView()
{
    m_view->setHorizontalHeader(m_header);
    m_view->setItemDelegate(m_delegate);
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(false);
    m_view->setWordWrap(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false); // Tab leaves the table
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setCornerButtonEnabled(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    const int height = qRound(Theme::of(this).scaled(rowHeight));
    m_view->verticalHeader()->setMinimumSectionSize(height);
    m_view->verticalHeader()->setDefaultSectionSize(height);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    m_overlays->setLineHeight(height);
}

void DataTable::connectView()
{
    const auto activate = [this](const QModelIndex &index) { Q_EMIT activated(toModel(index)); };
    connect(m_view, &QAbstractItemView::doubleClicked, this, activate);
    connect(m_overlays, &TableOverlays::newestWanted, this, &DataTable::showNewest);
    connect(m_overlays, &TableOverlays::emptyButtonClicked, this, &DataTable::emptyButtonClicked);
    connect(m_export, &TableExport::finished, this, &DataTable::exportFinished);
    connect(m_export, &TableExport::failed, this, &DataTable::exportFailed);
    connect(m_header, &QHeaderView::sortIndicatorChanged, this, &DataTable::applySort);

    m_keysRest.setSingleShot(true);
    m_keysRest.setInterval(keysRestMs);
    connect(&m_keysRest, &QTimer::timeout, this, &DataTable::holdOrder);
    m_ticks.setTimerType(Qt::CoarseTimer);
    m_ticks.setInterval(tickMs);
    connect(&m_ticks, &QTimer::timeout, this, &DataTable::tick);
}

void DataTable::setModel(QAbstractItemModel *model, Sorting sorting)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    if (m_view->model())
        disconnect(m_view->model(), nullptr, this, nullptr);
    m_model = model;
    m_sorting = sorting;
    const auto silence = m_columns->quiet();
    m_proxy->setSourceModel(sorting == Sorting::Here ? model : nullptr);
    m_view->setModel(sorting == Sorting::Here ? m_proxy : model);
    m_header->setSectionsClickable(sorting != Sorting::None);
    m_header->setSortIndicatorShown(sorting != Sorting::None);
    m_header->setSortIndicator(-1, Qt::AscendingOrder);
    if (model) {
        const auto update = [this] { m_overlays->update(); };
        connect(m_view->model(), &QAbstractItemModel::rowsInserted, this, update);
        connect(m_view->model(), &QAbstractItemModel::rowsRemoved, this, update);
        connect(m_view->model(), &QAbstractItemModel::modelReset, this, update);
        connect(m_view->model(), &QAbstractItemModel::layoutChanged, this, update);
        connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
                [this](const QModelIndex &index) { Q_EMIT currentChanged(toModel(index)); });
    }
    m_columns->setModel(model, sorting != Sorting::None);
    m_overlays->update();
}

void DataTable::setEmptyState(Icon icon, const QString &title, const QString &why, const QString &button)
{
    m_overlays->setEmptyState(icon, title, why, button);
}

void DataTable::setLoading(bool loading)
{
    m_overlays->setLoading(loading);
}

bool DataTable::isLoading() const
{
    return m_overlays->isLoading();
}

void DataTable::restoreFrom(ViewState &state)
{
    m_columns->restoreFrom(state);
}

void DataTable::sortBy(const QString &columnId, Qt::SortOrder order)
{
    m_header->setSortIndicator(m_columns->columnOf(columnId), order);
}

void DataTable::setWords(const QString &words)
{
    m_proxy->setWords(words);
    m_overlays->update();
}

/// Letting go sorts once.
void DataTable::holdOrder()
{
    const bool follows = !m_orderWaits || (!m_underPointer && !m_keysRest.isActive());
    if (follows != m_proxy->dynamicSortFilter())
        m_proxy->setDynamicSortFilter(follows);
}

QModelIndex DataTable::currentIndex() const
{
    return toModel(m_view->currentIndex());
}

void DataTable::setCurrentIndex(const QModelIndex &index)
{
    if (!m_view->selectionModel())
        return;
    // Not QAbstractItemView::setCurrentIndex: that looks at the keys that happen to be pressed.
    const QModelIndex place = toView(index);
    m_view->selectionModel()->setCurrentIndex(place, QItemSelectionModel::ClearAndSelect |
                                                         QItemSelectionModel::Rows);
    // A view without its size yet would scroll the row to its top edge.
    if (m_view->isVisible())
        m_view->scrollTo(place);
    else
        m_scrollWhenShown = true;
}

QVector<int> DataTable::selectedRows() const
{
    if (!m_view->selectionModel())
        return {};
    QModelIndexList indexes = m_view->selectionModel()->selectedRows();
    std::sort(indexes.begin(), indexes.end(),
              [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QVector<int> rows;
    for (const QModelIndex &index : std::as_const(indexes))
        rows.append(toModel(index).row());
    return rows;
}

QVector<int> DataTable::visibleColumns() const
{
    return m_columns->visible();
}

void DataTable::setFileChooser(FileChooser &chooser)
{
    m_export->setFileChooser(chooser);
}

void DataTable::setClock(std::function<qint64()> clock)
{
    m_delegate->setClock(std::move(clock));
    m_view->viewport()->update();
}

void DataTable::addActionsTo(Card &card)
{
    const Theme &theme = Theme::of(this);
    connect(card.addAction(theme.icon(Icon::Columns, Ink::Muted), tr("Choose columns")),
            &QToolButton::clicked, this, &DataTable::openColumnMenu);
    connect(card.addAction(theme.icon(Icon::Export, Ink::Muted), tr("Export this table as CSV")),
            &QToolButton::clicked, this, &DataTable::exportCsv);
}

void DataTable::exportCsv()
{
    if (m_model)
        m_export->exportModel(this, *m_view->model(), visibleColumns(), m_id + QStringLiteral(".csv"));
}

void DataTable::copyCell()
{
    const QModelIndex index = m_view->currentIndex();
    if (index.isValid())
        QGuiApplication::clipboard()->setText(rawText(index));
}

void DataTable::copyRows()
{
    const QVector<int> columns = visibleColumns();
    QString text;
    for (const int row : selectedRows()) {
        QStringList cells;
        for (const int column : columns) {
            // Tabs and line breaks inside of a cell would move the cells after it.
            QString cell = rawText(m_model->index(row, column));
            cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
            cells.append(cell);
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void DataTable::showNewest()
{
    m_view->clearSelection();
    m_view->scrollToTop();
}

void DataTable::openColumnMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_header->fillColumnMenu(*menu);
    menu->popup(QCursor::pos());
}

bool DataTable::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && (event->type() == QEvent::Enter || event->type() == QEvent::Leave)) {
        m_underPointer = event->type() == QEvent::Enter;
        holdOrder();
    }
    if (watched != m_view || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    m_keysRest.start();
    holdOrder();
    auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        if (m_view->currentIndex().isValid())
            Q_EMIT activated(currentIndex());
        return true;
    }
    if (key->matches(QKeySequence::Copy)) {
        copyCell();
        return true;
    }
    if (key->key() == Qt::Key_C && key->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        copyRows();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void DataTable::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuOpening(*menu);
    const Theme &theme = Theme::of(this);
    const bool hasCell = m_view->currentIndex().isValid();
    auto *cell =
        menu->addAction(theme.icon(Icon::Copy), tr("Copy value\tCtrl+C"), this, &DataTable::copyCell);
    auto *rows = menu->addAction(tr("Copy rows\tCtrl+Shift+C"), this, &DataTable::copyRows);
    cell->setEnabled(hasCell);
    rows->setEnabled(hasCell);
    menu->addSeparator();
    menu->addAction(theme.icon(Icon::Columns), tr("Choose columns"), this, &DataTable::openColumnMenu);
    menu->addAction(theme.icon(Icon::Export), tr("Export CSV"), this, &DataTable::exportCsv);
    menu->popup(event->globalPos());
}

void DataTable::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_overlays->place();
    if (std::exchange(m_scrollWhenShown, false))
        m_view->scrollTo(m_view->currentIndex());
    m_ticks.start();
}

void DataTable::hideEvent(QHideEvent *event)
{
    m_ticks.stop();
    m_underPointer = false;
    m_keysRest.stop();
    holdOrder();
    m_columns->save();
    QWidget::hideEvent(event);
}

void DataTable::applySort(int column, Qt::SortOrder order)
{
    switch (m_sorting) {
    case Sorting::Here:
        m_proxy->sort(column, order);
        break;
    case Sorting::ByModel:
        if (m_model)
            m_model->sort(column, order);
        break;
    case Sorting::None:
        break;
    }
}

void DataTable::tick()
{
    if (!m_model)
        return;
    // Only the columns with relative times, only what is on screen.
    for (const int column : visibleColumns()) {
        const CellKind kind = cellKind(*m_model, column);
        if (kind == CellKind::Time || kind == CellKind::TimeMs)
            m_view->viewport()->update(m_view->columnViewportPosition(column), 0, m_view->columnWidth(column),
                                       m_view->viewport()->height());
    }
}

QModelIndex DataTable::toModel(const QModelIndex &viewIndex) const
{
    return m_sorting == Sorting::Here ? m_proxy->mapToSource(viewIndex) : viewIndex;
}

QModelIndex DataTable::toView(const QModelIndex &modelIndex) const
{
    return m_sorting == Sorting::Here ? m_proxy->mapFromSource(modelIndex) : modelIndex;
}

} // namespace dvmdash::ui
