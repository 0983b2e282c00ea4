// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kinds/kinds_page.h"

#include "ui/kinds/kind_table_dialog.h"
#include "ui/kinds/kind_view.h"
#include "ui/kinds/kinds_models.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

namespace dvmdash::ui
{

KindsPage::KindsPage(const PageContext &pageContext, QWidget *parent)
    : BoardPage(pageContext, parent)
    , m_feed(pageContext.engine, pageContext.window,
             [](const engine::TimeWindow &window) {
                 return std::optional(engine::KindsQuestion{window, metrics::SortBy::Key, 0});
             })
    , m_model(new KindsModel(pageContext.names, Theme::of(this), this))
    , m_view(new KindView(pageContext))
{
    Words words;
    words.tableId = QStringLiteral("kinds");
    words.title = tr("Kinds");
    words.placeholder = tr("Search: kind number or words of its name");
    words.icon = Icon::Kinds;
    words.nothingFits = tr("No kind fits");
    words.nothingHere = tr("No kind in this window");
    words.whyNothing = tr("A kind stands here as soon as somebody asks for it.");
    words.sortColumn = QStringLiteral("requests");
    words.nameColumn = QStringLiteral("kind_name");
    // Before the page hears of the answer, so that it counts the rows that are there.
    connect(&m_feed, &FeedBase::answered, this, [this] { m_model->setRows(m_feed.latest()->rows); });
    build(words, m_model, &m_feed, m_view);
    connect(m_view, &KindView::dvmWanted, this, &KindsPage::dvmWanted);
}

void KindsPage::showKind(int kind)
{
    m_view->setKind(kind);
    turnToSubject();
}

void KindsPage::offerTable()
{
    auto *button = new QPushButton(tr("Which kinds..."));
    button->setObjectName(QStringLiteral("kinds.edit"));
    button->setToolTip(tr("Which kinds are jobs in this file, what they are called and how long is waited"));
    connect(button, &QPushButton::clicked, this, &KindsPage::editTable);
    card().addHeaderWidget(button);
}

void KindsPage::editTable()
{
    (new KindTableDialog(context().engine, context().files, window()))->open();
}

void KindsPage::openRow(int row)
{
    showKind(m_model->row(row).kind);
}

const metrics::Freshness *KindsPage::freshness() const
{
    return m_feed.latest() ? &m_feed.latest()->freshness : nullptr;
}

} // namespace dvmdash::ui
