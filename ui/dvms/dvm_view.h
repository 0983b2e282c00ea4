// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/boards/subject_view.h"
#include "ui/models/feed.h"

namespace dvmdash::ui
{

class Card;
class CompetitorsModel;
class CopyLabel;
class CourseCard;
class DataTable;
class FigureCards;
class JobsCard;
class KindsOfDvmModel;
class PriceBook;
class ProfileCard;
class MixBar;

/// All about one DVM in the window.
class DvmView : public SubjectView
{
    Q_OBJECT
public:
    explicit DvmView(const PageContext &context, QWidget *parent = nullptr);

    void setDvm(const nostr::PublicKey &dvm);
    const std::optional<nostr::PublicKey> &dvm() const { return m_dvm; }

    void exportCsv() override;
    void refresh() override;
    QString basis() const override;

    const Feed<engine::DvmQuestion> &feed() const { return m_feed; }
    FigureCards *figures() const { return m_figures; }
    CourseCard *answersCourse() const { return m_answers; }
    CourseCard *responseCourse() const { return m_response; }
    MixBar *attemptMix() const { return m_attemptMix; }
    MixBar *feedbackMix() const { return m_feedbackMix; }
    DataTable *kindsTable() const { return m_kindsTable; }
    DataTable *competitorsTable() const { return m_competitorsTable; }
    ProfileCard *profile() const { return m_profile; }
    JobsCard *jobs() const { return m_jobs; }

Q_SIGNALS:
    /// The reader chose a competitor, or a kind.
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);
    void kindWanted(int kind);
    /// See Page::lookupsRequested().
    void lookupsRequested();
    /// Of one of its recent jobs.
    void chainWanted(const dvmdash::nostr::EventId &request);

private:
    void build();
    Card *buildMix();
    Card *buildKinds();
    Card *buildCompetitors();
    void prepare(DataTable *table, Card *card);
    void showAnswer();
    void showCourses(const engine::Dvm &dvm);
    void showName();

    std::optional<nostr::PublicKey> m_dvm;
    Feed<engine::DvmQuestion> m_feed;
    PriceBook *m_prices;
    KindsOfDvmModel *m_kinds;
    CompetitorsModel *m_competitors;
    CopyLabel *m_npub = nullptr;
    FigureCards *m_figures = nullptr;
    ProfileCard *m_profile = nullptr;
    CourseCard *m_answers = nullptr;
    CourseCard *m_response = nullptr;
    MixBar *m_attemptMix = nullptr;
    MixBar *m_feedbackMix = nullptr;
    Card *m_kindsCard = nullptr;
    Card *m_competitorsCard = nullptr;
    DataTable *m_kindsTable = nullptr;
    DataTable *m_competitorsTable = nullptr;
    JobsCard *m_jobs = nullptr;
};

} // namespace dvmdash::ui
