// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_subjects.h"

#include "ui/boards/board_columns.h"
#include "ui/models/name_book.h"
#include "ui/relays/given_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/muted_label.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("relay_subjects", text);
}

template<typename Row>
void addNumbers(std::vector<BoardColumn<Row>> &columns)
{
    columns.push_back(
        {{QStringLiteral("events"), tr("Events"), CellKind::Number, 9},
         [](const Row &row, int role) { return role == RawValueRole ? QVariant(row.events) : QVariant(); }});
    columns.push_back({{QStringLiteral("share"), tr("Share"), CellKind::Rate, 8, false,
                        QStringLiteral("share_percent"), tr("Of the events looked at of this relay.")},
                       [](const Row &row, int role) {
                           const auto share = hundredths(row.share);
                           return role == RawValueRole && share ? QVariant(*share) : QVariant();
                       }});
}

std::vector<BoardColumn<KindAtRelay>> kindColumns(const Theme &theme)
{
    std::vector<BoardColumn<KindAtRelay>> columns;
    columns.push_back({{QStringLiteral("kind"),
                        tr("Kind"),
                        CellKind::Text,
                        20,
                        false,
                        {},
                        tr("Requests of this kind and their results."),
                        true},
                       [&theme](const KindAtRelay &row, int role) {
                           return role == RawValueRole ? QVariant(row.kind)
                                  : role == LeadsRole  ? QVariant()
                                                       : kindCell(theme, row.kind, role);
                       }});
    addNumbers(columns);
    return columns;
}

std::vector<BoardColumn<DvmAtRelay>> dvmColumns(NameBook &names, const Theme &theme)
{
    std::vector<BoardColumn<DvmAtRelay>> columns;
    columns.push_back({{QStringLiteral("dvm"), tr("DVM"), CellKind::Text, 20, false,
                        QStringLiteral("dvm_npub"), tr("Its results and feedback."), true},
                       [&names, &theme](const DvmAtRelay &row, int role) {
                           return role == LeadsRole ? QVariant() : dvmCell(names, theme, row.dvm, role);
                       }});
    addNumbers(columns);
    return columns;
}

} // namespace

RelaySubjects::RelaySubjects(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_kinds(&KindAtRelay::kind, kindColumns(Theme::of(this)))
    , m_dvms(&DvmAtRelay::dvm, dvmColumns(context.names, Theme::of(this)))
    , m_kindsTable(makeTable(context, QStringLiteral("relay_kinds"), &m_kinds, tr("No kinds")))
    , m_dvmsTable(makeTable(context, QStringLiteral("relay_dvms"), &m_dvms, tr("No DVMs")))
    , m_kindsNote(new MutedLabel(this))
    , m_dvmsNote(new MutedLabel(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::L));
    const auto add = [&](QLabel *note, DataTable *table) {
        auto *side = new QVBoxLayout;
        side->setSpacing(theme.space(Space::Xs));
        side->addWidget(note);
        side->addWidget(table, 1);
        layout->addLayout(side, 1);
    };
    add(m_kindsNote, m_kindsTable);
    add(m_dvmsNote, m_dvmsTable);
    connect(&context.names, &NameBook::namesChanged, this,
            [this] { m_dvms.tellColumn(QStringLiteral("dvm")); });
}

DataTable *RelaySubjects::makeTable(const PageContext &context, const QString &id, QAbstractItemModel *model,
                                    const QString &empty)
{
    auto *table = new DataTable(id, 1, this);
    table->setModel(model);
    table->sortBy(QStringLiteral("events"), Qt::DescendingOrder);
    table->setFileChooser(context.files);
    table->view()->setAccessibleName(empty);
    table->setEmptyState(Icon::Relays, empty, tr("This relay gave nothing of the window."));
    table->restoreFrom(context.viewState);
    table->setOrderWaits(true);
    return table;
}

void RelaySubjects::show(const engine::RelayGiven *given, const GivenBasis &basis)
{
    std::vector<KindAtRelay> kinds;
    std::vector<DvmAtRelay> dvms;
    if (given) {
        for (const auto &one : given->kinds)
            kinds.push_back({one.kind, one.events, {one.events, given->looked}});
        for (const auto &one : given->dvms)
            dvms.push_back({one.dvm, one.events, {one.events, given->looked}});
    }
    const auto note = [&](std::size_t shown, std::int64_t all, const QString &what) {
        return all > static_cast<std::int64_t>(shown)
                   ? tr("The %1 busiest of %2 %3, of %4")
                         .arg(format::count(static_cast<qint64>(shown)), format::count(all), what,
                              basis.words())
                   : tr("%1 %2, of %3").arg(format::count(all), what, basis.words());
    };
    m_kindsTable->setLoading(!basis.isKnown);
    m_dvmsTable->setLoading(!basis.isKnown);
    m_kindsNote->setText(basis.isKnown ? note(kinds.size(), given ? given->kinds_all : 0, tr("kinds"))
                                       : tr("Kinds are being counted"));
    m_dvmsNote->setText(basis.isKnown ? note(dvms.size(), given ? given->dvms_all : 0, tr("DVMs"))
                                      : tr("DVMs are being counted"));
    m_kindsNote->setToolTip(basis.meaning());
    m_dvmsNote->setToolTip(basis.meaning());
    m_kinds.setRows(std::move(kinds));
    m_dvms.setRows(std::move(dvms));
}

} // namespace dvmdash::ui
