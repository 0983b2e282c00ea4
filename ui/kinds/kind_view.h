// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/boards/subject_view.h"
#include "ui/models/feed.h"

namespace dvmdash::ui
{

class Card;
class CourseCard;
class DataTable;
class DvmsOfKindModel;
class FigureCards;
class SegmentedControl;
class StatCard;

/// All about one request kind in the window.
class KindView : public SubjectView
{
    Q_OBJECT
public:
    explicit KindView(const PageContext &context, QWidget *parent = nullptr);

    void setKind(int kind);
    std::optional<int> kind() const { return m_kind; }

    void exportCsv() override;
    void refresh() override;
    QString basis() const override;

    const Feed<engine::KindQuestion> &feed() const { return m_feed; }
    FigureCards *figures() const { return m_figures; }
    CourseCard *demandCourse() const { return m_demand; }
    CourseCard *dvmsCourse() const { return m_dvms; }
    DataTable *table() const { return m_table; }
    /// By what the leaders are ordered.
    SegmentedControl *order() const { return m_order; }

Q_SIGNALS:
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);

private:
    void build();
    Card *buildLeaders();
    void orderBy(const QString &order);
    void noteOrder(int column);
    void showAnswer();
    void showCourses(const engine::Kind &kind);

    std::optional<int> m_kind;
    Feed<engine::KindQuestion> m_feed;
    DvmsOfKindModel *m_model;
    FigureCards *m_figures = nullptr;
    StatCard *m_ever = nullptr;
    CourseCard *m_demand = nullptr;
    CourseCard *m_dvms = nullptr;
    Card *m_leaders = nullptr;
    SegmentedControl *m_order = nullptr;
    DataTable *m_table = nullptr;
};

} // namespace dvmdash::ui
