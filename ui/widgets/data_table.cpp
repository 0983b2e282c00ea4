// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_table.h"

#include "ui/models/columns.h"
#include "ui/models/sort_proxy.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/table_header.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr int rememberAfterMs = 400;
constexpr int tickMs = 1000;
constexpr int keysRestMs = 5000;
constexpr qreal rowHeight = 30;

} // namespace

DataTable::DataTable(const QString &id, int version, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
    , m_version(version)
    , m_view(new LiveTableView(this))
    , m_header(new TableHeader(m_view))
    , m_proxy(new SortProxy(this))
    , m_delegate(new CellDelegate(m_view, m_header))
    , m_empty(new EmptyState(m_view))
    , m_skeleton(new Skeleton(m_view))
    , m_pill(new QPushButton(m_view))
    , m_export(new TableExport(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    setUpView();
    connectView();
    updateOverlays();
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
    m_skeleton->setLineHeight(height);
    m_skeleton->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_pill->setProperty("primary", true);
    m_pill->setCursor(Qt::PointingHandCursor);
    m_pill->setFocusPolicy(Qt::NoFocus);
    m_pill->setIcon(Theme::of(this).icon(Icon::ArrowUp, Ink::OnAccent));
    m_pill->hide();
}

void DataTable::connectView()
{
    const auto activate = [this](const QModelIndex &index) { Q_EMIT activated(toModel(index)); };
    connect(m_view, &QAbstractItemView::doubleClicked, this, activate);
    connect(m_view, &LiveTableView::newRowsChanged, this, &DataTable::updatePill);
    connect(m_pill, &QPushButton::clicked, this, &DataTable::showNewest);
    connect(m_empty, &EmptyState::buttonClicked, this, &DataTable::emptyButtonClicked);
    connect(m_export, &TableExport::finished, this, &DataTable::exportFinished);
    connect(m_export, &TableExport::failed, this, &DataTable::exportFailed);

    m_rememberSoon.setSingleShot(true);
    m_rememberSoon.setInterval(rememberAfterMs);
    connect(&m_rememberSoon, &QTimer::timeout, this, &DataTable::remember);
    const auto rememberSoon = [this] {
        if (!m_restoring && m_state)
            m_rememberSoon.start();
    };
    connect(m_header, &QHeaderView::sectionResized, this, rememberSoon);
    connect(m_header, &QHeaderView::sectionMoved, this, rememberSoon);
    connect(m_header, &TableHeader::columnChosen, this, rememberSoon);
    connect(m_header, &QHeaderView::sortIndicatorChanged, this,
            [this, rememberSoon](int column, Qt::SortOrder order) {
                applySort(column, order);
                rememberSoon();
            });
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
    m_restoring = true;
    m_proxy->setSourceModel(sorting == Sorting::Here ? model : nullptr);
    m_view->setModel(sorting == Sorting::Here ? m_proxy : model);
    m_header->setSectionsClickable(sorting != Sorting::None);
    m_header->setSortIndicatorShown(sorting != Sorting::None);
    m_header->setSortIndicator(-1, Qt::AscendingOrder);
    if (model) {
        const auto update = [this] { updateOverlays(); };
        connect(m_view->model(), &QAbstractItemModel::rowsInserted, this, update);
        connect(m_view->model(), &QAbstractItemModel::rowsRemoved, this, update);
        connect(m_view->model(), &QAbstractItemModel::modelReset, this, update);
        connect(m_view->model(), &QAbstractItemModel::layoutChanged, this, update);
        connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
                [this](const QModelIndex &index) { Q_EMIT currentChanged(toModel(index)); });
        applyDefaultColumns();
    }
    m_restoring = false;
    updateOverlays();
}

void DataTable::setEmptyState(Icon icon, const QString &title, const QString &why, const QString &button)
{
    m_empty->setContent(icon, title, why, button);
}

void DataTable::setLoading(bool loading)
{
    m_loading = loading;
    updateOverlays();
}

void DataTable::restoreFrom(ViewState &state)
{
    m_state = &state;
    const auto saved = TableState::fromJson(state.value(QStringLiteral("table/") + m_id));
    if (saved && saved->version == m_version && m_model)
        applyColumns(*saved);
}

void DataTable::sortBy(const QString &columnId, Qt::SortOrder order)
{
    m_header->setSortIndicator(columnOf(columnId), order);
}

void DataTable::setWords(const QString &words)
{
    m_proxy->setWords(words);
    updateOverlays();
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
    QVector<int> columns;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int section = m_header->logicalIndex(visual);
        if (!m_header->isSectionHidden(section))
            columns.append(section);
    }
    return columns;
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
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        placeOverlays();
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
    placeOverlays();
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
    if (m_rememberSoon.isActive())
        remember();
    QWidget::hideEvent(event);
}

void DataTable::applyDefaultColumns()
{
    const Theme &theme = Theme::of(this);
    const int character = QFontMetrics(theme.font()).averageCharWidth();
    const int side = theme.space(Space::S);
    for (int column = 0; column < m_header->count(); ++column) {
        const int width = m_model->headerData(column, Qt::Horizontal, ColumnWidthRole).toInt();
        const int shape = cellKind(*m_model, column) == CellKind::State ? qRound(theme.scaled(20)) : 0;
        m_header->resizeSection(column, (width > 0 ? width : 12) * character + shape +
                                            m_header->inset(column) + side);
        const bool hidden = m_model->headerData(column, Qt::Horizontal, ColumnHiddenRole).toBool();
        m_header->setSectionHidden(column, hidden && column != 0);
        if (m_model->headerData(column, Qt::Horizontal, ColumnFlexibleRole).toBool())
            m_header->setFlexible(column, m_header->sectionSize(column));
    }
}

void DataTable::applyColumns(const TableState &state)
{
    m_restoring = true;
    int visual = 0;
    for (const TableState::ColumnState &saved : state.columns) {
        const int section = columnOf(saved.id);
        if (section < 0) // gone in this version
            continue;
        m_header->moveSection(m_header->visualIndex(section), visual++);
        if (saved.width >= m_header->minimumSectionSize() &&
            m_header->sectionResizeMode(section) == QHeaderView::Interactive)
            m_header->resizeSection(section, saved.width);
        m_header->setSectionHidden(section, !saved.visible && section != 0);
    }
    if (m_sorting != Sorting::None)
        m_header->setSortIndicator(columnOf(state.sortColumn),
                                   state.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    m_restoring = false;
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

int DataTable::columnOf(const QString &id) const
{
    if (id.isEmpty() || !m_model)
        return -1;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (m_model->headerData(column, Qt::Horizontal, ColumnIdRole).toString() == id)
            return column;
    }
    return -1;
}

TableState DataTable::currentState() const
{
    TableState state;
    state.version = m_version;
    const auto idOf = [this](int column) {
        return m_model->headerData(column, Qt::Horizontal, ColumnIdRole).toString();
    };
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int section = m_header->logicalIndex(visual);
        const bool visible = !m_header->isSectionHidden(section);
        state.columns.append({idOf(section), visible ? m_header->sectionSize(section) : 0, visible});
    }
    const int sorted = m_header->sortIndicatorSection();
    if (m_sorting != Sorting::None && sorted >= 0 && sorted < m_header->count()) {
        state.sortColumn = idOf(sorted);
        state.descending = m_header->sortIndicatorOrder() == Qt::DescendingOrder;
    }
    return state;
}

void DataTable::remember()
{
    m_rememberSoon.stop();
    if (m_state && m_model)
        m_state->setValue(QStringLiteral("table/") + m_id, currentState().toJson());
}

void DataTable::placeOverlays()
{
    const QRect area = m_view->viewport()->geometry();
    m_empty->setGeometry(area);
    m_skeleton->setGeometry(area);
    m_pill->adjustSize();
    m_pill->move(area.center().x() - m_pill->width() / 2, area.top() + Theme::of(this).space(Space::S));
}

void DataTable::updateOverlays()
{
    const bool isEmpty = !m_view->model() || m_view->model()->rowCount() == 0;
    m_skeleton->setVisible(isEmpty && m_loading);
    m_empty->setVisible(isEmpty && !m_loading);
}

void DataTable::updatePill(int newRows)
{
    m_pill->setVisible(newRows > 0);
    if (newRows == 0)
        return;
    m_pill->setText(tr("%1 new").arg(format::count(newRows)));
    m_pill->setAccessibleName(tr("%1 new rows above, show them").arg(format::count(newRows)));
    placeOverlays();
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
