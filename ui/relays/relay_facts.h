// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace dvmdash::ui
{

class FactGrid;
class StateChip;
struct GivenBasis;
struct RelayRow;

/// How well a relay serves and why, what it says of itself (NIP-11), what it allows, and what came from it.
class RelayFacts : public QWidget
{
    Q_OBJECT
public:
    explicit RelayFacts(QWidget *parent = nullptr);

    void show(const RelayRow &row, const GivenBasis &basis);

private:
    void showHealth(const RelayRow &row);
    void showAbout(const RelayRow &row);
    void showLimits(const RelayRow &row);
    void showTraffic(const RelayRow &row);
    void showGiven(const RelayRow &row, const GivenBasis &basis);

    StateChip *m_health;
    QLabel *m_why;
    FactGrid *m_about;
    FactGrid *m_limits;
    FactGrid *m_traffic;
    FactGrid *m_given;
};

} // namespace dvmdash::ui
