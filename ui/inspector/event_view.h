// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/inspector/link_row.h"
#include "ui/page.h"

#include <QWidget>

#include <optional>
#include <vector>

class QAbstractItemModel;
class QToolButton;

namespace dvmdash::ui
{

class DataTable;
class FlagList;
class Headline;
class LinkList;
class Section;
class SightingModel;
class TagModel;
class TextPane;

/// All that is known of one event, section below section. Shows values; asks nobody.
class EventView : public QWidget
{
    Q_OBJECT
public:
    EventView(const PageContext &context, QWidget *parent);

    /// An event that was shown before keeps what has not changed: scroll bars, selections, opened lists.
    void showDetail(const engine::EventDetail &detail);
    /// How the job stands that it belongs to; nothing hides that.
    void showJob(const std::optional<engine::JobDetail> &job);

    const std::optional<engine::EventDetail> &detail() const { return m_detail; }
    /// True while a request tag that may leak is hidden.
    bool isRedacted() const { return m_redacted; }

    TagModel &tags() { return *m_tagModel; }
    DataTable &tagTable() { return *m_tagTable; }
    DataTable &relayTable() { return *m_relayTable; }
    TextPane &content() { return *m_content; }
    TextPane &raw() { return *m_raw; }
    Section &rawSection() { return *m_rawSection; }
    LinkList &refersTo() { return *m_refersTo; }
    LinkList &referredBy() { return *m_referredBy; }
    Headline &headline() { return *m_headline; }

public Q_SLOTS:
    void reveal();

Q_SIGNALS:
    /// A link was followed.
    void opened(const dvmdash::nostr::EventId &id);
    /// A file was written or not; ready to be shown.
    void exported(bool well, const QString &message);

private:
    void build();
    Section *addSection(const QString &id, const QString &title, QWidget *content);
    void addCopy(Section *section, TextPane *pane, const QString &text);
    void addExport(Section *section, DataTable *table);
    DataTable *makeTable(const QString &id, QAbstractItemModel *model);
    void fitTable(DataTable *table);
    void showFixedParts();
    void showReferences();
    void showRaw();
    /// `ways` are references of or to one event.
    LinkContent referenceRow(const std::vector<store::Reference> &ways, bool outgoing);

    PageContext m_context;
    std::optional<engine::EventDetail> m_detail;
    bool m_redacted = false;
    bool m_rawIsBuilt = false;

    Headline *m_headline;
    FlagList *m_flags;
    TextPane *m_content;
    LinkList *m_refersTo;
    LinkList *m_referredBy;
    TagModel *m_tagModel;
    DataTable *m_tagTable;
    SightingModel *m_sightingModel;
    DataTable *m_relayTable;
    TextPane *m_raw;
    Section *m_contentSection = nullptr;
    Section *m_refersToSection = nullptr;
    Section *m_referredBySection = nullptr;
    Section *m_tagSection = nullptr;
    Section *m_relaySection = nullptr;
    Section *m_rawSection = nullptr;
    QToolButton *m_rawCopy = nullptr;
};

} // namespace dvmdash::ui
