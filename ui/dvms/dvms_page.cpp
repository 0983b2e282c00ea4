// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/dvms_page.h"

#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_models.h"
#include "ui/theme/theme.h"

namespace dvmdash::ui
{

DvmsPage::DvmsPage(const PageContext &pageContext, QWidget *parent)
    : BoardPage(pageContext, parent)
    , m_feed(pageContext.engine, pageContext.window,
             [](const engine::TimeWindow &window) {
                 return std::optional(engine::DvmsQuestion{window, metrics::SortBy::Key, 0});
             })
    , m_model(new DvmsModel(pageContext.names, Theme::of(this), this))
    , m_view(new DvmView(pageContext))
{
    Words words;
    words.tableId = QStringLiteral("dvms");
    words.title = tr("DVMs");
    words.placeholder = tr("Search: name, npub, kind number or words of its name");
    words.icon = Icon::Dvms;
    words.nothingFits = tr("No DVM fits");
    words.nothingHere = tr("No DVM in this window");
    words.whyNothing = tr("A DVM stands here as soon as it answers a request, is asked by name or is paid.");
    words.sortColumn = QStringLiteral("results");
    words.nameColumn = QStringLiteral("dvm");
    // Before the page hears of the answer, so that it counts the rows that are there.
    connect(&m_feed, &FeedBase::answered, this, [this] { m_model->setRows(m_feed.latest()->rows); });
    build(words, m_model, &m_feed, m_view);
    connect(m_view, &DvmView::dvmWanted, this, &DvmsPage::showDvm);
    connect(m_view, &DvmView::kindWanted, this, &DvmsPage::kindWanted);
    connect(m_view, &DvmView::chainWanted, this, &DvmsPage::chainWanted);
    connect(m_view, &DvmView::lookupsRequested, this, &Page::lookupsRequested);
}

void DvmsPage::showDvm(const nostr::PublicKey &dvm)
{
    m_view->setDvm(dvm);
    turnToSubject();
}

void DvmsPage::openRow(int row)
{
    showDvm(m_model->row(row).dvm);
}

const metrics::Freshness *DvmsPage::freshness() const
{
    return m_feed.latest() ? &m_feed.latest()->freshness : nullptr;
}

} // namespace dvmdash::ui
