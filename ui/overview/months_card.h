// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/widgets/card.h"

namespace dvmdash::ui
{

class DataTable;
class MonthsModel;

/// Month by month, newest first, over everything that is known.
class MonthsCard : public Card
{
    Q_OBJECT
public:
    explicit MonthsCard(const PageContext &context, QWidget *parent = nullptr);

    void show(const engine::Months &months);
    /// Says how old the numbers are by now, Unix milliseconds: they are asked for once a minute at most.
    void tick(qint64 nowMs);
    DataTable *table() const { return m_table; }

private:
    MonthsModel *m_model;
    DataTable *m_table;
    qint64 m_asOfMs = 0;
};

} // namespace dvmdash::ui
