// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace dvmdash::ui
{

class DataTable;
class TablesModel;

/// How large each table is. Every page of the file is read for that, so a large file is asked only when the
/// reader wants it, and the reading can be stopped; a small one is read by itself, again and again while it
/// is in sight.
class TablesCard : public Card
{
    Q_OBJECT
public:
    static constexpr std::int64_t smallFile = 200'000'000; ///< bytes; up to that it is read by itself

    explicit TablesCard(const PageContext &context, QWidget *parent = nullptr);

    /// What the file takes now; while the card is in sight.
    void show(const engine::Storage &storage);
    void measure();
    void stop();
    bool isMeasuring() const { return m_measuring; }
    /// Says how old the sizes are by now, Unix milliseconds.
    void tick(qint64 nowMs);

    TablesModel *model() const { return m_model; }
    DataTable *table() const { return m_table; }

private:
    void update();

    const PageContext m_context;
    TablesModel *m_model;
    DataTable *m_table;
    QPushButton *m_button; ///< reads, or stops reading
    engine::Ask m_ask;
    bool m_measuring = false;
    bool m_isStopped = false; ///< it did not come to its end: only the reader begins anew
    qint64 m_fileBytes = 0;
    qint64 m_measuredMs = 0; ///< 0: never
    QString m_error;
};

} // namespace dvmdash::ui
