// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"

#include "engine/import.h"

#include <QDateTime>
#include <QFile>
#include <QSignalSpy>
#include <QtTest/QTest>

#include <map>

namespace dvmdash::test
{

namespace
{

constexpr int startTimeoutMs = 10'000;
constexpr qint64 baseMs = 1'700'000'000'000;

template<typename B>
B bytesOf(std::int64_t number)
{
    B bytes;
    for (int i = 0; i < 8; ++i)
        bytes.data[static_cast<std::size_t>(i)] = static_cast<unsigned char>((number >> (8 * i)) & 0xff);
    bytes.data[31] = 1;
    return bytes;
}

} // namespace

const nostr::Signer &person(int number)
{
    static std::map<int, nostr::Signer> people;
    auto at = people.find(number);
    if (at == people.end())
        at = people.emplace(number, *nostr::Signer::fromSecret(bytesOf<nostr::SecretKey>(number + 1))).first;
    return at->second;
}

nostr::Event signedEvent(int author, int kind, nostr::Tags tags, std::string content, std::int64_t created_at)
{
    nostr::Event event;
    event.kind = kind;
    event.tags = std::move(tags);
    event.content = std::move(content);
    event.created_at = created_at;
    person(author).sign(event);
    return event;
}

nostr::EventId idOf(std::int64_t number)
{
    return bytesOf<nostr::EventId>(number);
}

engine::EventRow eventRow(std::int64_t number, int kind, const std::string &summary)
{
    engine::EventRow row;
    row.rid = number;
    row.id = idOf(number);
    row.author = bytesOf<nostr::PublicKey>(number % 50);
    row.kind = kind;
    row.role = dvm::Role::Request;
    row.created_at = baseMs / 1000 + number;
    row.received_ms = baseMs + number * 1000;
    row.summary = summary;
    return row;
}

std::vector<engine::EventRow> eventRows(std::int64_t first, std::int64_t last)
{
    std::vector<engine::EventRow> rows;
    for (std::int64_t number = last; number >= first; --number)
        rows.push_back(eventRow(number, number % 2 == 0 ? 5100 : 5050, "summary " + std::to_string(number)));
    return rows;
}

engine::JobRow jobRow(std::int64_t number, dvm::State state)
{
    engine::JobRow job;
    job.request = idOf(number);
    job.request_seen = true;
    job.kind = 5100;
    job.customer = bytesOf<nostr::PublicKey>(number % 10);
    job.created_at = baseMs / 1000 + number;
    job.state = state;
    job.last_change = job.created_at;
    return job;
}

std::int64_t recently()
{
    static const std::int64_t moment = QDateTime::currentSecsSinceEpoch() - 600;
    return moment;
}

PageFixture::PageFixture(const std::vector<nostr::Event> &events)
{
    const QString database = m_dir.filePath(QStringLiteral("events.sqlite"));
    if (!events.empty()) {
        const QString capture = m_dir.filePath(QStringLiteral("events.jsonl"));
        QFile file(capture);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write the capture of a test");
        for (const nostr::Event &event : events)
            file.write(QByteArray::fromStdString(nostr::toJson(event)) + '\n');
        file.close();
        const auto result = engine::importFiles(database, {capture});
        if (!result.ok)
            qFatal("cannot import the events of a test: %s", qPrintable(result.error));
    }
    engine::EngineConfig config;
    config.database = database;
    config.notice_interval_ms = 20;
    m_engine = std::make_unique<engine::Engine>(config);
    m_names = std::make_unique<ui::NameBook>(*m_engine);
    m_files = std::make_unique<ui::FixedFileChooser>(exportPath());
    m_window.setSpan(ui::WindowChoice::Span::All);
    QSignalSpy states(m_engine.get(), &engine::Engine::stateChanged);
    m_engine->start();
    (void)QTest::qWaitFor([this] { return isReady(); }, startTimeoutMs);
}

PageFixture::~PageFixture() = default;

ui::PageContext PageFixture::context()
{
    return {*m_engine, *m_names, m_window, m_viewState, *m_files};
}

void PageFixture::tell(const std::vector<engine::EventRow> &events, std::int64_t skipped, bool jobsChanged)
{
    auto activity = std::make_shared<engine::Activity>();
    activity->events = events;
    activity->skipped = skipped;
    activity->stored = static_cast<std::int64_t>(events.size()) + skipped;
    activity->jobs_changed = jobsChanged;
    Q_EMIT m_engine->activity(activity);
}

QString PageFixture::exportPath() const
{
    return m_dir.filePath(QStringLiteral("export.csv"));
}

QByteArray PageFixture::exported() const
{
    QFile file(exportPath());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace dvmdash::test
