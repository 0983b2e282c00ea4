// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/event_view.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/flag_list.h"
#include "ui/inspector/headline.h"
#include "ui/inspector/job_summary.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/json_text.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/section.h"
#include "ui/inspector/sighting_model.h"
#include "ui/inspector/tag_model.h"
#include "ui/inspector/text_pane.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"

#include <QHeaderView>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr int mostTableRows = 8;
constexpr int tableVersion = 1;

/// Two answers about the same id that differ only in what has come in since.
bool sameReferences(const std::vector<store::Reference> &a, const std::vector<store::Reference> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const store::Reference &left, const store::Reference &right) {
                          return left.id == right.id && left.relation == right.relation &&
                                 left.row.has_value() == right.row.has_value();
                      });
}

} // namespace

EventView::EventView(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_headline(new Headline(context.names, this))
    , m_flags(new FlagList(this))
    , m_content(new TextPane(TextPane::Pitch::Proportional, this))
    , m_refersTo(new LinkList(this))
    , m_referredBy(new LinkList(this))
    , m_tagModel(new TagModel(this))
    , m_tagTable(makeTable(QStringLiteral("event-tags"), m_tagModel))
    , m_sightingModel(new SightingModel(this))
    , m_relayTable(makeTable(QStringLiteral("event-relays"), m_sightingModel))
    , m_raw(new TextPane(TextPane::Pitch::Fixed, this))
{
    build();
    connect(&context.names, &NameBook::namesChanged, this, &EventView::showReferences);
}

void EventView::build()
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::S), theme.space(Space::L),
                               theme.space(Space::L));
    layout->setSpacing(0);
    layout->addWidget(m_headline);
    layout->addWidget(m_flags);
    m_contentSection = addSection(QStringLiteral("content"), tr("Content"), m_content);
    m_refersToSection = addSection(QStringLiteral("refers-to"), tr("Refers to"), m_refersTo);
    m_referredBySection = addSection(QStringLiteral("referred-by"), tr("Referred to by"), m_referredBy);
    m_tagSection = addSection(QStringLiteral("tags"), tr("Tags"), m_tagTable);
    m_relaySection = addSection(QStringLiteral("relays"), tr("Relays"), m_relayTable);
    m_tagTable->view()->setAccessibleName(tr("Tags"));
    m_relayTable->view()->setAccessibleName(tr("Relays"));
    m_rawSection = addSection(QStringLiteral("raw"), tr("Raw JSON"), m_raw);
    layout->addStretch(1);

    addCopy(m_contentSection, m_content, tr("Copy the content"));
    addExport(m_tagSection, m_tagTable);
    addExport(m_relaySection, m_relayTable);
    m_rawSection->setNote(tr("as it was signed"));
    m_rawCopy = m_rawSection->addAction(theme.icon(Icon::Copy, Ink::Muted), tr("Copy the event as JSON"));
    connect(m_rawCopy, &QToolButton::clicked, m_raw, &TextPane::copy);

    m_rawSection->setExpanded(false);
    for (Section *section : {m_contentSection, m_refersToSection, m_referredBySection, m_tagSection,
                             m_relaySection, m_rawSection})
        section->restoreFrom(m_context.viewState);
    connect(m_rawSection, &Section::expandedChanged, this, &EventView::showRaw);
    connect(m_flags, &FlagList::revealRequested, this, &EventView::reveal);
    connect(m_flags, &FlagList::opened, this, &EventView::opened);
    connect(m_refersTo, &LinkList::activated, this, &EventView::opened);
    connect(m_referredBy, &LinkList::activated, this, &EventView::opened);

    // The tables are narrow: the column that matters takes what is left.
    const auto stretch = [](DataTable *table, int column) {
        QHeaderView *header = table->view()->horizontalHeader();
        header->setStretchLastSection(false);
        header->setSectionResizeMode(column, QHeaderView::Stretch);
    };
    stretch(m_tagTable, TagModel::Value);
    stretch(m_relayTable, SightingModel::Relay);
    auto *links = new MarkDelegate(m_tagTable->view());
    m_tagTable->view()->setItemDelegateForColumn(TagModel::Value, links);
    const auto follow = [this](const QModelIndex &index) {
        if (const auto id = m_tagModel->eventAt(index.row()))
            Q_EMIT opened(*id);
    };
    connect(m_tagTable, &DataTable::activated, this, follow);
    connect(m_tagTable->view(), &QAbstractItemView::clicked, this, [follow](const QModelIndex &index) {
        if (index.column() == TagModel::Value)
            follow(index);
    });
}

Section *EventView::addSection(const QString &id, const QString &title, QWidget *content)
{
    auto *section = new Section(id, title, this);
    section->setContent(content);
    layout()->addWidget(section);
    return section;
}

void EventView::addCopy(Section *section, TextPane *pane, const QString &text)
{
    auto *button = section->addAction(Theme::of(this).icon(Icon::Copy, Ink::Muted), text);
    connect(button, &QToolButton::clicked, pane, &TextPane::copy);
}

void EventView::addExport(Section *section, DataTable *table)
{
    auto *button =
        section->addAction(Theme::of(this).icon(Icon::Export, Ink::Muted), tr("Export this table as CSV"));
    connect(button, &QToolButton::clicked, table, &DataTable::exportCsv);
    connect(table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        Q_EMIT exported(true, tr("%1 rows written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(table, &DataTable::exportFailed, this,
            [this](const QString &message) { Q_EMIT exported(false, message); });
}

DataTable *EventView::makeTable(const QString &id, QAbstractItemModel *model)
{
    auto *table = new DataTable(id, tableVersion, this);
    table->setModel(model, DataTable::Sorting::None);
    table->restoreFrom(m_context.viewState);
    table->setFileChooser(m_context.files);
    return table;
}

/// As high as its rows, up to a limit; beyond it the table scrolls by itself.
void EventView::fitTable(DataTable *table)
{
    const int rows = std::clamp(table->model()->rowCount(), 1, mostTableRows);
    const int bar = qRound(Theme::of(this).scaled(10));
    table->setFixedHeight(table->view()->horizontalHeader()->sizeHint().height() +
                          rows * table->view()->verticalHeader()->defaultSectionSize() + bar);
}

void EventView::showDetail(const engine::EventDetail &detail)
{
    const bool isSame = m_detail && m_detail->event.id == detail.event.id && m_detail->known == detail.known;
    const bool referencesDiffer = !isSame || !sameReferences(m_detail->refers_to, detail.refers_to) ||
                                  !sameReferences(m_detail->referred_by, detail.referred_by);
    m_detail = detail;
    m_flags->setFlags(detail.known ? detail.row.flags : 0, detail.lifecycle);
    m_flags->setRevealed(isSame && !m_redacted);
    if (!isSame)
        showFixedParts();
    else if (!detail.known)
        m_headline->showDetail(detail); // counts who refers to it
    if (referencesDiffer)
        showReferences();
    m_sightingModel->setSightings(detail.sightings);
    m_relaySection->setNote(format::count(static_cast<qint64>(detail.sightings.size())));
    m_relaySection->setVisible(detail.known);
    fitTable(m_relayTable);
}

void EventView::showJob(const std::optional<engine::JobDetail> &job)
{
    m_headline->showJobState(job ? std::optional(job->row.state) : std::nullopt, job && awaitsPayment(*job));
}

void EventView::reveal()
{
    m_redacted = false;
    m_tagModel->setRequestHidden(false);
    m_flags->setRevealed(true);
    m_rawIsBuilt = false;
    showRaw();
}

/// What never changes once an event is known.
void EventView::showFixedParts()
{
    const engine::EventDetail &detail = *m_detail;
    const nostr::Event &event = detail.event;
    m_refersTo->collapse();
    m_referredBy->collapse();
    m_headline->showDetail(detail);
    m_redacted = detail.known && (detail.row.flags & dvm::FlagBadRequestTag) != 0;
    m_flags->setRevealed(!m_redacted);

    m_contentSection->setVisible(detail.known);
    const QString content = QString::fromStdString(event.content);
    const auto pretty = prettyJson(content);
    m_content->setText(content, pretty);
    m_content->setVisible(!content.isEmpty());
    const QString size = format::bytes(static_cast<qint64>(event.content.size()));
    m_contentSection->setNote(content.isEmpty() ? tr("empty")
                              : pretty          ? tr("%1, JSON, indented here").arg(size)
                                                : size);

    m_tagModel->setTags(event.tags, m_redacted);
    m_tagSection->setNote(format::count(static_cast<qint64>(event.tags.size())));
    m_tagSection->setVisible(!event.tags.empty());
    fitTable(m_tagTable);
    m_rawSection->setVisible(detail.known);
    m_rawIsBuilt = false;
    showRaw();
}

void EventView::showReferences()
{
    if (!m_detail)
        return;
    const auto rowsOf = [this](const std::vector<store::Reference> &references, bool outgoing) {
        QVector<LinkContent> rows;
        rows.reserve(static_cast<qsizetype>(references.size()));
        // An event that refers in two ways is one row: "answers, carries".
        for (auto at = references.begin(); at != references.end();) {
            const auto end =
                std::find_if(at, references.end(), [&](const auto &other) { return other.id != at->id; });
            rows.append(referenceRow({at, end}, outgoing));
            at = end;
        }
        return rows;
    };
    m_refersTo->setRows(rowsOf(m_detail->refers_to, true));
    m_referredBy->setRows(rowsOf(m_detail->referred_by, false));
    const auto count = [](const LinkList *list) { return format::count(list->rows().size()); };
    m_refersToSection->setNote(count(m_refersTo));
    m_refersToSection->setVisible(!m_detail->refers_to.empty());
    m_referredBySection->setNote(m_detail->more_references ? tr("the first %1").arg(count(m_referredBy))
                                                           : count(m_referredBy));
    m_referredBySection->setVisible(!m_detail->referred_by.empty());
}

/// Built only when it is looked at: it may be a megabyte.
void EventView::showRaw()
{
    m_rawCopy->setEnabled(!m_redacted);
    if (m_rawIsBuilt || !m_rawSection->isExpanded() || !m_detail || !m_detail->known)
        return;
    m_rawIsBuilt = true;
    if (m_redacted)
        m_raw->setText(
            tr("Hidden: the request tag may hold private inputs. “Show it anyway” above shows the whole "
               "event."));
    else
        m_raw->setText(QString::fromStdString(nostr::toJson(m_detail->event)));
}

LinkContent EventView::referenceRow(const std::vector<store::Reference> &ways, bool outgoing)
{
    const store::Reference &reference = ways.front();
    dvm::Role referrer = outgoing        ? m_detail->row.role
                         : reference.row ? reference.row->role
                                         : dvm::Role::Other;
    // Nobody deletes what somebody else said.
    const bool isAnothers = m_detail->known && reference.row && reference.row->author != m_detail->row.author;
    if (referrer == dvm::Role::Deletion && isAnothers)
        referrer = dvm::Role::Other;
    QStringList words;
    for (const store::Reference &way : ways) {
        const QString one =
            outgoing ? relationWord(way.relation, referrer) : referrerWord(way.relation, referrer);
        words.append(words.isEmpty() ? one : one.toLower());
    }
    words.removeDuplicates();
    const QString word = words.join(QStringLiteral(", "));
    if (!reference.row) {
        LinkContent ghost;
        ghost.target = reference.id;
        ghost.icon = Icon::Question;
        ghost.primary = word + QLatin1Char(' ') + format::shortId(QString::fromStdString(reference.id.hex()));
        ghost.secondary = tr("never seen: no relay gave it");
        ghost.ghost = true;
        return ghost;
    }
    LinkContent row = linkTo(*reference.row, m_context.names);
    row.primary = tr("%1 %2", "relation, kind").arg(word, kindName(reference.row->kind));
    return row;
}

} // namespace dvmdash::ui
