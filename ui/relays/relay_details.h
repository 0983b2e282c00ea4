// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/card.h"

class QStackedWidget;

namespace dvmdash::ui
{

class EmptyState;
class FactGrid;
struct RelayRow;

/// What a relay says of itself (NIP-11), what it allows, what came from it, and what of that was refused and
/// why.
class RelayDetails : public Card
{
    Q_OBJECT
public:
    explicit RelayDetails(QWidget *parent = nullptr);

    void show(const RelayRow &row);
    void showNone();

private:
    void showAbout(const RelayRow &row);
    void showLimits(const RelayRow &row);
    void showTraffic(const RelayRow &row);
    void showRejects(const RelayRow &row);

    QStackedWidget *m_stack;
    FactGrid *m_about;
    FactGrid *m_limits;
    FactGrid *m_traffic;
    FactGrid *m_rejects;
};

} // namespace dvmdash::ui
