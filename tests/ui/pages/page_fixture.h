// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "nostr/signer.h"
#include "ui/models/file_chooser.h"
#include "ui/models/name_book.h"
#include "ui/models/window_choice.h"
#include "ui/page.h"
#include "ui/widgets/view_state.h"

#include <QByteArray>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace dvmdash::test
{

/// A key pair that is the same in every run.
const nostr::Signer &person(int number);

/// A signed event.
nostr::Event signedEvent(int author, int kind, nostr::Tags tags, std::string content,
                         std::int64_t created_at);

/// A row as the engine tells it, without a database. `number` becomes its id, row number and time.
engine::EventRow eventRow(std::int64_t number, int kind = 5100, const std::string &summary = "a summary");
/// Such rows, newest first: numbers from `last` down to `first`.
std::vector<engine::EventRow> eventRows(std::int64_t first, std::int64_t last);
nostr::EventId idOf(std::int64_t number);

engine::JobRow jobRow(std::int64_t number, dvm::State state = dvm::State::Waiting);

/// Unix seconds some minutes ago, the same during the whole run.
std::int64_t recently();

/// Everything that a page is given, on a database of its own that holds the events. No relays.
class PageFixture
{
public:
    explicit PageFixture(const std::vector<nostr::Event> &events = {});
    ~PageFixture();

    /// True when the engine runs.
    bool isReady() const { return m_engine->state() == engine::EngineState::Running; }
    engine::Engine &engine() { return *m_engine; }
    ui::NameBook &names() { return *m_names; }
    ui::WindowChoice &window() { return m_window; }
    ui::MemoryViewState &viewState() { return m_viewState; }
    ui::PageContext context();

    /// Tells the pages that something came in, as the engine would.
    void tell(const std::vector<engine::EventRow> &events, std::int64_t skipped = 0,
              bool jobsChanged = false);

    /// Where exports go, and what was written there.
    QString exportPath() const;
    QByteArray exported() const;

private:
    QTemporaryDir m_dir;
    std::unique_ptr<engine::Engine> m_engine;
    std::unique_ptr<ui::NameBook> m_names;
    ui::WindowChoice m_window;
    ui::MemoryViewState m_viewState;
    std::unique_ptr<ui::FixedFileChooser> m_files;
};

} // namespace dvmdash::test
