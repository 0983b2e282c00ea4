// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scenario.h"
#include "engine/engine.h"
#include "ui/main_window.h"
#include "ui/models/file_chooser.h"
#include "ui/relays/relay_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/view_state.h"

#include <QByteArray>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace dvmdash::test
{

/// One row of the table event, read without any of the product's code.
struct StoredEvent {
    std::int64_t role = 0;
    std::int64_t kind = 0;
    std::int64_t author = 0;
    std::int64_t created_at = 0;
    std::int64_t flags = 0;
};

/// The real window over a real engine, on a database and settings of its own.
class WindowFixture
{
public:
    struct Options {
        relay::RelayList relays = {};
        bool demo = false;
        std::int64_t since = 0;
        lookup::ServiceSettings lookup_service = {};
    };

    WindowFixture()
        : WindowFixture(Options{})
    {
    }
    explicit WindowFixture(Options options);
    ~WindowFixture();

    /// Before open(): puts events into the file, through the same checks as everything. False when any is
    /// refused.
    bool import(const std::vector<nostr::Event> &events);
    /// Makes engine and window, shows the window and waits until the file is open (or cannot be).
    void open();
    /// Takes both down; open() brings them back with what was kept.
    void close();

    engine::Engine &engine() { return *m_engine; }
    ui::MainWindow &window() { return *m_window; }
    ui::RelayBook &book() { return *m_book; }
    ui::MemoryViewState &viewState() { return m_viewState; }
    ui::Theme &theme() { return m_theme; }
    ui::FixedFileChooser &files() { return *m_files; }

    QString databasePath() const { return m_dir.filePath(QStringLiteral("events.sqlite")); }
    /// The kept list of relays, as beside the settings of the program.
    QString relayListPath() const { return m_dir.filePath(QStringLiteral("relays.json")); }
    /// All events in the file.
    std::vector<StoredEvent> storedEvents() const;
    /// Numbers, row by row; NULL is 0.
    std::vector<std::vector<std::int64_t>> rows(const QByteArray &sql) const;
    /// One number of one row.
    std::int64_t number(const char *sql) const;
    /// All rows of an answer, every column as text, empty for null.
    QVector<QStringList> texts(const QString &sql) const;
    /// Changes the file by another connection than the engine's.
    void change(const char *sql);

    QString exportPath() const { return m_dir.filePath(QStringLiteral("export.csv")); }
    /// What was exported, cut into lines and cells; waits for the file. No cell may hold a comma.
    QVector<QStringList> exported() const;

    /// A named child of the window; the test fails when there is none.
    template<typename T>
    T *child(const char *name)
    {
        auto *found = m_window->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("the window has no child named %s", name);
        return found;
    }

private:
    const Options m_options;
    QTemporaryDir m_dir;
    ui::MemoryViewState m_viewState;
    ui::Theme &m_theme;
    std::unique_ptr<ui::FixedFileChooser> m_files;
    std::unique_ptr<engine::Engine> m_engine;
    std::unique_ptr<ui::RelayBook> m_book;
    std::unique_ptr<ui::MainWindow> m_window;
};

/// A scenario of the simulated network that began then; the same cast in each.
std::vector<nostr::Event> eventsAround(std::int64_t start, std::uint64_t seed, int jobs);

/// A scenario of the simulated network that ended a few minutes ago: requests from about an hour before.
const demo::Scenario &recentScenario();
/// Its events, in the order of publication.
std::vector<nostr::Event> recentEvents();

} // namespace dvmdash::test
