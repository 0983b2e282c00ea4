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
class HealthLine;
class JobsCard;
class KindsOfDvmModel;
class PriceBook;
class ProfileCard;
class MixBar;
class TroublesCard;
class WhyCard;

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
    const Feed<engine::DvmTroublesQuestion> &troublesFeed() const { return m_troublesFeed; }
    HealthLine *health() const { return m_health; }
    FigureCards *figures() const { return m_figures; }
    CourseCard *answersCourse() const { return m_answers; }
    CourseCard *responseCourse() const { return m_response; }
    CourseCard *failuresCourse() const { return m_failures; }
    WhyCard *why() const { return m_why; }
    TroublesCard *troubles() const { return m_troubles; }
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
    /// Of one of its jobs.
    void chainWanted(const dvmdash::nostr::EventId &request);

private:
    void build();
    Card *buildMix();
    Card *buildKinds();
    Card *buildCompetitors();
    void prepare(DataTable *table, Card *card);
    void showAnswer();
    void showCourses(const engine::Dvm &dvm);
    void showFailures(const engine::Dvm &page);
    void showTroubles();
    void showName();

    std::optional<nostr::PublicKey> m_dvm;
    Feed<engine::DvmQuestion> m_feed;
    Feed<engine::DvmTroublesQuestion> m_troublesFeed;
    PriceBook *m_prices;
    KindsOfDvmModel *m_kinds;
    CompetitorsModel *m_competitors;
    CopyLabel *m_npub = nullptr;
    HealthLine *m_health = nullptr;
    FigureCards *m_figures = nullptr;
    ProfileCard *m_profile = nullptr;
    CourseCard *m_answers = nullptr;
    CourseCard *m_response = nullptr;
    CourseCard *m_failures = nullptr;
    WhyCard *m_why = nullptr;
    TroublesCard *m_troubles = nullptr;
    MixBar *m_attemptMix = nullptr;
    MixBar *m_feedbackMix = nullptr;
    Card *m_kindsCard = nullptr;
    Card *m_competitorsCard = nullptr;
    DataTable *m_kindsTable = nullptr;
    DataTable *m_competitorsTable = nullptr;
    JobsCard *m_jobs = nullptr;
};

} // namespace dvmdash::ui
