// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/tables_card.h"

#include "ui/storage/tables_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/fit_rows.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"

#include <QPushButton>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 smallAgainMs = 15'000;
constexpr int leastRows = 5;
constexpr int mostRows = 14; ///< as many as the report beside it has; what follows is small

} // namespace

TablesCard::TablesCard(const PageContext &context, QWidget *parent)
    : Card(tr("By table"), parent)
    , m_context(context)
    , m_model(new TablesModel(this))
    , m_table(new DataTable(QStringLiteral("storage_tables"), 1))
    , m_button(new QPushButton)
{
    m_button->setObjectName(QStringLiteral("storage.measure"));
    addHeaderWidget(m_button);
    m_table->setModel(m_model);
    m_table->view()->setAccessibleName(title());
    m_table->setFileChooser(context.files);
    m_table->restoreFrom(context.viewState);
    m_table->addActionsTo(*this);
    fitRows(*m_table, leastRows, mostRows);
    setContent(m_table, true);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_measuring)
            stop();
        else
            measure();
    });
    connect(m_table, &DataTable::emptyButtonClicked, this, &TablesCard::measure);
    connect(&context.engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state != engine::EngineState::Running)
            stop(); // it answers no more
        update();
    });
    update();
}

void TablesCard::show(const engine::Storage &storage)
{
    m_fileBytes = storage.file_bytes;
    const bool isOld = format::nowMs() - m_measuredMs >= smallAgainMs;
    if (m_fileBytes <= smallFile && !m_isStopped && !m_measuring && isOld)
        measure();
    else if (!m_measuring)
        update();
}

void TablesCard::measure()
{
    if (m_measuring || m_context.engine.state() != engine::EngineState::Running)
        return;
    m_isStopped = false;
    m_measuring = true;
    m_error.clear();
    update();
    m_ask = m_context.engine.ask(engine::StorageQuestion{true, 0}, this,
                                 [this](const engine::Result<engine::Storage> &result) {
                                     m_measuring = false;
                                     if (result) {
                                         m_model->setTables(*result);
                                         m_measuredMs = format::nowMs();
                                     } else {
                                         m_isStopped = true; // not again by itself
                                         m_error = result.error;
                                     }
                                     update();
                                 });
}

void TablesCard::stop()
{
    if (!m_measuring)
        return;
    m_ask.cancel();
    m_measuring = false;
    m_isStopped = true;
    update();
}

void TablesCard::tick(qint64 nowMs)
{
    if (m_measuring)
        setNote(tr("reading every page ..."));
    else if (!m_error.isEmpty() && m_measuredMs > 0)
        setNote(tr("could not be read again: %1").arg(safeText(m_error)));
    else if (m_measuredMs > 0)
        setNote(tr("read %1").arg(format::relativeTime(m_measuredMs, nowMs)));
    else
        setNote({});
}

void TablesCard::update()
{
    const Theme &theme = Theme::of(this);
    m_table->setLoading(m_measuring);
    m_button->setText(m_measuring ? tr("Stop") : m_measuredMs > 0 ? tr("Read again") : tr("Read sizes"));
    m_button->setIcon(theme.icon(m_measuring ? Icon::Close : Icon::Refresh));
    m_button->setEnabled(m_measuring || m_context.engine.state() == engine::EngineState::Running);
    m_button->setToolTip(m_measuring ? tr("Stop reading; what was read before stays")
                                     : tr("Read every page of the file, %1, to say how large each table is")
                                           .arg(format::bytes(m_fileBytes)));
    if (m_error.isEmpty())
        m_table->setEmptyState(Icon::Storage, tr("Not read yet"),
                               tr("To say how large each table is, every page of the file has to be read: "
                                  "%1. Nothing else waits "
                                  "for that.")
                                   .arg(format::bytes(m_fileBytes)),
                               tr("Read sizes"));
    else
        m_table->setEmptyState(Icon::Triangle, tr("The sizes could not be read"), safeText(m_error),
                               tr("Try again"));
    tick(format::nowMs());
}

} // namespace dvmdash::ui
