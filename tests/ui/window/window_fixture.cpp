// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_fixture.h"

#include "engine/import.h"

#include <QApplication>
#include <QDateTime>
#include <QFile>
#include <QtTest/QTest>

#include <sqlite3.h>

namespace dvmdash::test
{

namespace
{

constexpr int openWithinMs = 20'000;

/// Calls `take` with each row of the answer.
template<typename Take>
void readRows(const QString &path, const char *sql, Take take)
{
    sqlite3 *db = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_open_v2(path.toUtf8().constData(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK) {
        while (sqlite3_step(statement) == SQLITE_ROW)
            take(statement);
    } else {
        QTest::qFail(sqlite3_errmsg(db), __FILE__, __LINE__);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

std::vector<nostr::Event> eventsOf(const demo::Scenario &scenario)
{
    std::vector<nostr::Event> events;
    for (const auto &timed : scenario.events)
        events.push_back(timed.event);
    return events;
}

/// As in the program one theme lasts for all windows.
ui::Theme &programTheme()
{
    static ui::Theme *const theme = [] {
        auto *made = new ui::Theme(qApp);
        made->install(*qApp);
        return made;
    }();
    return *theme;
}

} // namespace

WindowFixture::WindowFixture(Options options)
    : m_options(std::move(options))
    , m_theme(programTheme())
    , m_files(std::make_unique<ui::FixedFileChooser>(exportPath()))
{
    m_theme.setMode(ui::Theme::Mode::Light);
}

WindowFixture::~WindowFixture()
{
    close();
}

bool WindowFixture::import(const std::vector<nostr::Event> &events)
{
    const QString path = m_dir.filePath(QStringLiteral("events.jsonl"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    for (const auto &event : events)
        file.write(QByteArray::fromStdString(nostr::toJson(event)) + '\n');
    file.close();
    const engine::ImportResult result = engine::importFiles(databasePath(), {path});
    return result.ok && result.counters.rejectedTotal() == 0;
}

void WindowFixture::open()
{
    engine::EngineConfig config;
    config.database = databasePath();
    config.relays = m_options.relays;
    config.since = m_options.since;
    config.limits.fetch_information = false;
    config.lookup_service = m_options.lookup_service;
    config.lookup_interval_ms = 50;
    if (!m_options.demo)
        config.lookups = ui::WindowMemory(m_viewState).lookups();
    m_engine = std::make_unique<engine::Engine>(config);
    m_book = std::make_unique<ui::RelayBook>(*m_engine, relayListPath());
    m_window = std::make_unique<ui::MainWindow>(
        ui::WindowServices{*m_engine, m_theme, m_viewState, *m_files, *m_book}, m_options.demo);
    m_window->resize(1280, 720);
    m_window->show();
    m_engine->start();
    const bool isDecided = QTest::qWaitFor(
        [this] {
            return m_engine->state() == engine::EngineState::Running ||
                   m_engine->state() == engine::EngineState::Failed;
        },
        openWithinMs);
    if (!isDecided)
        QTest::qFail("the engine did not open the file", __FILE__, __LINE__);
}

void WindowFixture::close()
{
    if (m_window)
        m_window->close();
    m_window.reset();
    m_book.reset();
    m_engine.reset();
}

std::vector<StoredEvent> WindowFixture::storedEvents() const
{
    std::vector<StoredEvent> events;
    readRows(databasePath(),
             "SELECT iif(rid IN (SELECT rid FROM answer WHERE note = 1), 10, role), kind, pid, "
             "created_at, flags FROM event",
             [&](sqlite3_stmt *row) {
                 events.push_back({sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1),
                                   sqlite3_column_int64(row, 2), sqlite3_column_int64(row, 3),
                                   sqlite3_column_int64(row, 4)});
             });
    return events;
}

std::vector<std::vector<std::int64_t>> WindowFixture::rows(const QByteArray &sql) const
{
    std::vector<std::vector<std::int64_t>> all;
    readRows(databasePath(), sql.constData(), [&](sqlite3_stmt *row) {
        std::vector<std::int64_t> &numbers = all.emplace_back();
        for (int column = 0; column < sqlite3_column_count(row); ++column)
            numbers.push_back(sqlite3_column_int64(row, column));
    });
    return all;
}

std::int64_t WindowFixture::number(const char *sql) const
{
    std::int64_t value = -1;
    readRows(databasePath(), sql, [&](sqlite3_stmt *row) { value = sqlite3_column_int64(row, 0); });
    return value;
}

QVector<QStringList> WindowFixture::texts(const QString &sql) const
{
    QVector<QStringList> found;
    readRows(databasePath(), sql.toUtf8().constData(), [&](sqlite3_stmt *row) {
        QStringList cells;
        for (int column = 0; column < sqlite3_column_count(row); ++column)
            cells.append(QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(row, column))));
        found.append(cells);
    });
    return found;
}

void WindowFixture::change(const char *sql)
{
    constexpr int busyMs = 10'000;
    sqlite3 *db = nullptr;
    if (sqlite3_open_v2(databasePath().toUtf8().constData(), &db, SQLITE_OPEN_READWRITE, nullptr) !=
            SQLITE_OK ||
        sqlite3_busy_timeout(db, busyMs) != SQLITE_OK ||
        sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        QTest::qFail(sqlite3_errmsg(db), __FILE__, __LINE__);
    sqlite3_close(db);
}

QVector<QStringList> WindowFixture::exported() const
{
    QVector<QStringList> lines;
    if (!QTest::qWaitFor([this] { return QFile::exists(exportPath()); }, 10'000))
        return lines;
    QFile file(exportPath());
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    const QStringList texts =
        QString::fromUtf8(file.readAll()).split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
    for (const QString &text : texts)
        lines.append(text.split(QLatin1Char(',')));
    return lines;
}

const demo::Scenario &recentScenario()
{
    static const demo::Scenario scenario = [] {
        demo::ScenarioSettings settings;
        settings.seed = 7;
        settings.jobs = 300;
        settings.start = QDateTime::currentSecsSinceEpoch() - 3300;
        settings.span = 2400;
        settings.heartbeats = false;
        return demo::makeScenario(settings);
    }();
    return scenario;
}

std::vector<nostr::Event> recentEvents()
{
    return eventsOf(recentScenario());
}

std::vector<nostr::Event> eventsAround(std::int64_t start, std::uint64_t seed, int jobs)
{
    demo::ScenarioSettings settings;
    settings.seed = seed;
    settings.cast_seed = 7;
    settings.jobs = jobs;
    settings.start = start;
    settings.span = 2400;
    settings.heartbeats = false;
    return eventsOf(demo::makeScenario(settings));
}

} // namespace dvmdash::test
