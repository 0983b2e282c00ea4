// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_columns.h"

#include "ui/models/columns.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_header.h"

#include <QFontMetrics>

namespace dvmdash::ui
{

namespace
{

constexpr int rememberAfterMs = 400;

} // namespace

TableColumns::TableColumns(TableHeader &header, const QString &id, int version, QObject *parent)
    : QObject(parent)
    , m_header(header)
    , m_id(id)
    , m_version(version)
{
    m_rememberSoon.setSingleShot(true);
    m_rememberSoon.setInterval(rememberAfterMs);
    connect(&m_rememberSoon, &QTimer::timeout, this, &TableColumns::remember);
    connect(&header, &QHeaderView::sectionResized, this, &TableColumns::rememberSoon);
    connect(&header, &QHeaderView::sectionMoved, this, &TableColumns::rememberSoon);
    connect(&header, &QHeaderView::sortIndicatorChanged, this, &TableColumns::rememberSoon);
    connect(&header, &TableHeader::columnChosen, this, &TableColumns::rememberSoon);
}

void TableColumns::setModel(QAbstractItemModel *model, bool sortable)
{
    m_model = model;
    m_sortable = sortable;
    if (model)
        applyDefaults();
}

void TableColumns::restoreFrom(ViewState &state)
{
    m_state = &state;
    const auto saved = TableState::fromJson(state.value(stateKey()));
    if (saved && saved->version == m_version && m_model)
        apply(*saved);
}

void TableColumns::save()
{
    if (m_rememberSoon.isActive())
        remember();
}

int TableColumns::columnOf(const QString &id) const
{
    if (id.isEmpty() || !m_model)
        return -1;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (m_model->headerData(column, Qt::Horizontal, ColumnIdRole).toString() == id)
            return column;
    }
    return -1;
}

QVector<int> TableColumns::visible() const
{
    QVector<int> columns;
    for (int visual = 0; visual < m_header.count(); ++visual) {
        const int section = m_header.logicalIndex(visual);
        if (!m_header.isSectionHidden(section))
            columns.append(section);
    }
    return columns;
}

void TableColumns::applyDefaults()
{
    const Theme &theme = Theme::of(&m_header);
    const int character = QFontMetrics(theme.font()).averageCharWidth();
    const int side = theme.space(Space::S);
    for (int column = 0; column < m_header.count(); ++column) {
        const int width = m_model->headerData(column, Qt::Horizontal, ColumnWidthRole).toInt();
        const int shape = cellKind(*m_model, column) == CellKind::State ? qRound(theme.scaled(20)) : 0;
        m_header.resizeSection(column,
                               (width > 0 ? width : 12) * character + shape + m_header.inset(column) + side);
        const bool hidden = m_model->headerData(column, Qt::Horizontal, ColumnHiddenRole).toBool();
        m_header.setSectionHidden(column, hidden && column != 0);
        if (m_model->headerData(column, Qt::Horizontal, ColumnFlexibleRole).toBool())
            m_header.setFlexible(column, m_header.sectionSize(column));
    }
}

void TableColumns::apply(const TableState &state)
{
    const auto silence = quiet();
    int visual = 0;
    for (const TableState::ColumnState &saved : state.columns) {
        const int section = columnOf(saved.id);
        if (section < 0) // gone in this version
            continue;
        m_header.moveSection(m_header.visualIndex(section), visual++);
        if (saved.width >= m_header.minimumSectionSize() &&
            m_header.sectionResizeMode(section) == QHeaderView::Interactive)
            m_header.resizeSection(section, saved.width);
        m_header.setSectionHidden(section, !saved.visible && section != 0);
    }
    if (m_sortable)
        m_header.setSortIndicator(columnOf(state.sortColumn),
                                  state.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

TableState TableColumns::current() const
{
    TableState state;
    state.version = m_version;
    const auto idOf = [this](int column) {
        return m_model->headerData(column, Qt::Horizontal, ColumnIdRole).toString();
    };
    for (int visual = 0; visual < m_header.count(); ++visual) {
        const int section = m_header.logicalIndex(visual);
        const bool visible = !m_header.isSectionHidden(section);
        state.columns.append({idOf(section), visible ? m_header.sectionSize(section) : 0, visible});
    }
    const int sorted = m_header.sortIndicatorSection();
    if (m_sortable && sorted >= 0 && sorted < m_header.count()) {
        state.sortColumn = idOf(sorted);
        state.descending = m_header.sortIndicatorOrder() == Qt::DescendingOrder;
    }
    return state;
}

void TableColumns::rememberSoon()
{
    if (!m_quiet && m_state)
        m_rememberSoon.start();
}

void TableColumns::remember()
{
    m_rememberSoon.stop();
    if (m_state && m_model)
        m_state->setValue(stateKey(), current().toJson());
}

QString TableColumns::stateKey() const
{
    return QStringLiteral("table/") + m_id;
}

} // namespace dvmdash::ui
