// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/asked_questions.h"

#include <QDateTime>

#include <limits>
#include <tuple>

namespace dvmdash::bench
{
namespace
{

constexpr int askEveryMs = 40;
constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;

engine::TimeWindow last(std::int64_t length)
{
    const std::int64_t now = QDateTime::currentSecsSinceEpoch();
    return {now - length, now};
}

} // namespace

AskedQuestions::AskedQuestions(engine::Engine &engine)
    : m_engine(engine)
{
    addPages();
    addInspector();
    m_timer.setInterval(askEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &AskedQuestions::askNext);
    connect(&engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        for (const engine::EventRow &row : activity->events) {
            if (row.role == dvm::Role::Request) {
                m_request = row.id;
                m_kind = row.kind;
            } else if (row.role == dvm::Role::Result) {
                m_dvm = row.author;
            }
        }
    });
}

void AskedQuestions::start()
{
    m_timer.start();
}

void AskedQuestions::stop()
{
    m_timer.stop();
    m_out = {};
    m_waiting = false;
}

std::vector<double> AskedQuestions::all() const
{
    std::vector<double> together;
    for (const Waits &waits : m_waits)
        together.insert(together.end(), waits.ms.begin(), waits.ms.end());
    return together;
}

template<typename Question>
void AskedQuestions::add(const char *name, std::function<Question()> make)
{
    const std::size_t number = m_waits.size();
    m_waits.push_back({name, {}});
    m_ask.push_back([this, number, make = std::move(make)] {
        using Answer = engine::AnswerOf<Question>;
        m_out = m_engine.ask(make(), this, [this, number](const engine::Result<Answer> &result) {
            m_waits[number].ms.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
            m_failed = m_failed || !result;
            m_waiting = false;
        });
    });
}

void AskedQuestions::addPages()
{
    using namespace engine;
    for (const auto &[name, length] : {std::pair("Overview, 1 h", hour), std::pair("Overview, 24 h", day),
                                       std::pair("Overview, 30 d", 30 * day)})
        add<OverviewQuestion>(name, [length = length] { return OverviewQuestion{last(length), {}}; });
    add<MonthsQuestion>("Overview, months", [] { return MonthsQuestion(); });
    add<RecentEventsQuestion>("Live, first rows", [] { return RecentEventsQuestion{500}; });
    constexpr std::int64_t notLater = std::numeric_limits<std::int64_t>::max();
    for (const auto &[name, limit, before] : {std::tuple("Jobs, the newest", 150, notLater),
                                              std::tuple("Jobs, the first part of all", 250, notLater),
                                              std::tuple("Jobs, a later part", 250, hour)})
        add<JobsQuestion>(name, [limit = limit, before = before] {
            JobsQuestion question;
            question.window = last(day);
            if (before != notLater)
                question.after = store::JobPlace{false, question.window.until - before, 0};
            question.chains = true;
            question.standing = true;
            question.limit = limit;
            return question;
        });
    add<DvmsQuestion>("DVMs", [] {
        DvmsQuestion question;
        question.window = last(day);
        return question;
    });
    add<DvmQuestion>("one DVM", [this] { return DvmQuestion{m_dvm, last(day), {}}; });
    add<DvmTroublesQuestion>("one DVM, its troubles", [this] {
        DvmTroublesQuestion question;
        question.dvm = m_dvm;
        question.window = last(day);
        return question;
    });
    add<KindsQuestion>("kinds", [] {
        KindsQuestion question;
        question.window = last(day);
        return question;
    });
    add<KindQuestion>("one kind", [this] { return KindQuestion{m_kind, last(day), {}}; });
    add<UsersQuestion>("users", [] {
        UsersQuestion question;
        question.window = last(day);
        return question;
    });
    add<RelaysUsedQuestion>("relays", [] { return RelaysUsedQuestion{last(day)}; });
    add<RelaysGivenQuestion>("what relays gave", [] { return RelaysGivenQuestion{last(day)}; });
    add<StorageQuestion>("storage", [] { return StorageQuestion(); });
}

void AskedQuestions::addInspector()
{
    using namespace engine;
    add<EventQuestion>("inspector, event", [this] { return EventQuestion{m_request}; });
    add<JobQuestion>("inspector, job", [this] { return JobQuestion{m_request}; });
    add<JobMaterialQuestion>("inspector, material", [this] { return JobMaterialQuestion{m_request}; });
    add<ChainQuestion>("chain", [this] { return ChainQuestion{m_request, {}}; });
}

void AskedQuestions::askNext()
{
    if (m_waiting || m_kind == 0 || m_dvm.isZero())
        return;
    m_waiting = true;
    m_clock.start();
    m_ask[m_next]();
    m_next = (m_next + 1) % m_ask.size();
}

} // namespace dvmdash::bench
