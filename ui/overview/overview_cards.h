// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

#include <array>

namespace dvmdash::ui
{

class ActivityCourse;
class StatCard;

/// The numbers of the window with their course over time, each against the window before.
class OverviewCards : public QWidget
{
    Q_OBJECT
public:
    enum Number { Requests, Results, Completion, Users, Dvms, Kinds, Sats, Feedback };
    static constexpr int count = Feedback + 1;

    explicit OverviewCards(QWidget *parent = nullptr);

    /// `hasBefore`: there is a window before this one to compare with.
    void show(const engine::Overview &overview, bool hasBefore);
    StatCard *card(Number number) const { return m_cards[static_cast<std::size_t>(number)]; }

private:
    void showCounts(const engine::Overview &overview, bool hasBefore);
    void showCompletion(const engine::Overview &overview, bool hasBefore);
    void showSats(const engine::Overview &overview, bool hasBefore);
    void showCourses(const engine::Overview &overview);
    void explain(Number number, const QStringList &lines, const engine::Overview &overview);

    std::array<StatCard *, count> m_cards{};
};

} // namespace dvmdash::ui
