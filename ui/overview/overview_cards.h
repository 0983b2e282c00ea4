// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

#include <array>
#include <optional>

namespace dvmdash::ui
{

class NameBook;
class StatCard;

/// The numbers of the window: three with their course over time, six small ones.
class OverviewCards : public QWidget
{
    Q_OBJECT
public:
    enum Number { Requests, Results, Feedback, Users, Dvms, Kinds, PopularDvm, PopularKind, CompetitiveKind };
    static constexpr int count = CompetitiveKind + 1;

    explicit OverviewCards(NameBook &names, QWidget *parent = nullptr);

    /// `hasBefore`: there is a window before this one to compare with.
    void show(const engine::Overview &overview, bool hasBefore);
    StatCard *card(Number number) const { return m_cards[static_cast<std::size_t>(number)]; }

Q_SIGNALS:
    /// Somebody wants to see the jobs behind a card: of a DVM (npub) or a kind (number).
    void jobsWanted(const QString &filter);

private:
    void addCards();
    void showCounts(const engine::Overview &overview, bool hasBefore);
    void showLeaders(const engine::Overview &overview);
    void showCourses(const engine::Overview &overview);
    void explain(Number number, const QString &definition, const QString &basis);
    void wantLeader(Number number);

    NameBook &m_names;
    std::array<StatCard *, count> m_cards{};
    std::optional<engine::Overview> m_shown;
};

} // namespace dvmdash::ui
