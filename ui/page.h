// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/work_watch.h"

#include <QWidget>

namespace dvmdash::ui
{

class FileChooser;
class NameBook;
class ViewState;
class WindowChoice;

/// What every page is given. All of it outlives the pages; GUI thread.
struct PageContext {
    engine::Engine &engine;
    NameBook &names;      ///< names of people and DVMs
    WindowChoice &window; ///< the time window chosen above all pages
    ViewState &viewState; ///< how columns and splitters were left
    FileChooser &files;   ///< asks where to save
};

/// A page of the window. It asks the engine only while it is shown, shows at once what it has, and keeps it
/// while a newer answer is on its way.
class Page : public QWidget
{
    Q_OBJECT
public:
    Page(const PageContext &context, QWidget *parent)
        : QWidget(parent)
        , m_context(context)
    {
    }

    /// Its questions that take long, for the header above it.
    WorkWatch &work() { return m_work; }

    virtual QString title() const = 0;
    /// Shows what the text of the search field means here: a filter, words, a kind.
    virtual void applySearch(const QString &text) { Q_UNUSED(text) }
    /// Escape: out of a place within the page, towards its list; false when there is nothing to go back to.
    virtual bool goBack() { return false; }
    /// Asks the engine anew, at once. Live and Relays are told of everything as it happens and have nothing
    /// to ask.
    virtual void refresh() {}
    /// Exports the page's main table or chart.
    virtual void exportCsv() = 0;

Q_SIGNALS:
    /// The reader wants to see this event (or the request of a job) in the inspector.
    void inspectRequested(const dvmdash::nostr::EventId &id);
    /// The reader wants to see what would confirm money that is only claimed.
    void lookupsRequested();
    /// Thin text under the title: what the page rests on.
    void basisChanged(const QString &text);

protected:
    const PageContext &context() const { return m_context; }

private:
    PageContext m_context;
    WorkWatch m_work;
};

} // namespace dvmdash::ui
