// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/widgets/card.h"

#include <array>
#include <optional>

class QGridLayout;
class QStackedWidget;

namespace dvmdash::ui
{

class BestModel;
class DataTable;
class LeaderRow;
class SegmentedControl;

/// Who leads in the window: over all kinds as a few lines, and for each kind as a table. What is clicked is
/// wanted.
class LeadersCard : public Card
{
    Q_OBJECT
public:
    enum Leader { PopularDvm, PopularKind, PaidDvm, PaidKind, CompetitiveKind, FastestDvm };
    static constexpr int count = FastestDvm + 1;

    explicit LeadersCard(const PageContext &context, QWidget *parent = nullptr);

    void show(const engine::Overview &overview);
    void show(const engine::Best &best);
    LeaderRow *row(Leader leader) const { return m_rows[static_cast<std::size_t>(leader)]; }
    DataTable *table() const { return m_table; }
    SegmentedControl *view() const { return m_view; }

Q_SIGNALS:
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);
    void kindWanted(int kind);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    /// Where a row leads.
    struct Target {
        std::optional<nostr::PublicKey> dvm;
        std::optional<int> kind;
    };

    QWidget *makeRows();
    /// One column of rows, or two where the card is wide.
    void arrangeRows();
    void makeTable(const PageContext &context);
    void turn();
    void showLeaders();
    void showFastest();
    void setRow(Leader leader, const Target &target, const QString &figure, const QStringList &explanation,
                const QString &aside = {});
    QString noneWords(Leader leader) const;
    void wantRow(Leader leader);
    void wantCell(const QModelIndex &index);

    NameBook &m_names;
    std::array<LeaderRow *, count> m_rows{};
    std::array<Target, count> m_targets;
    QGridLayout *m_grid = nullptr;
    int m_columns = 0;
    SegmentedControl *m_view;
    QStackedWidget *m_stack; ///< the skeleton, the rows, the table
    BestModel *m_model = nullptr;
    DataTable *m_table = nullptr;
    std::optional<engine::Overview> m_overview;
    std::optional<engine::Best> m_best;
};

} // namespace dvmdash::ui
