// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/answers.h"
#include "engine/ask.h"
#include "engine/query_runner.h"
#include "engine/questions.h"

#include <QObject>

#include <algorithm>
#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dvmdash::engine
{

/// One view's wish for an answer. Several may wait for one query.
struct Ask::Token {
    std::shared_ptr<Query> query;
    std::shared_ptr<std::atomic<int>> waiting; ///< for the query
    bool cancelled = false;
    bool done = false;

    void cancel()
    {
        if (std::exchange(cancelled, true) || done)
            return;
        if (--*waiting == 0)
            query->cancelled = true;
    }
};

/// Answers by question, each good for one ingest sequence: what was counted cannot have changed while that is
/// the same. Thread-safe.
template<typename Question>
class AnswerCache
{
public:
    using Answer = AnswerOf<Question>;

    std::optional<Answer> find(const Question &question, std::uint64_t sequence)
    {
        const std::lock_guard lock(m_mutex);
        const auto at = std::find_if(m_kept.begin(), m_kept.end(),
                                     [&](const auto &entry) { return entry.first == question; });
        if (at == m_kept.end())
            return std::nullopt;
        if (at->second.freshness.sequence != sequence) {
            m_kept.erase(at);
            return std::nullopt;
        }
        m_kept.splice(m_kept.begin(), m_kept, at);
        return at->second;
    }

    void keep(const Question &question, const Answer &answer)
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_kept, [&](const auto &entry) { return entry.first == question; });
        m_kept.emplace_front(question, answer);
        if (m_kept.size() > most)
            m_kept.pop_back();
    }

private:
    static constexpr std::size_t most = 32;
    std::mutex m_mutex;
    std::list<std::pair<Question, Answer>> m_kept; ///< last used first
};

/// Where one type of question is asked. The same question asked while it is on its way, with nothing
/// committed in between, is put to the file once; what rests on the ingest sequence alone is remembered as
/// long as that stands. On the engine's thread, but for the work itself.
template<typename Question>
class QuestionCounter
{
public:
    using Answer = AnswerOf<Question>;
    using Listener = std::function<void(const Result<Answer> &)>;

    /// `sequence` is the newest that was told of.
    Ask ask(QObject &home, QueryRunner *runner, std::uint64_t sequence, const Question &question,
            QObject *context, Listener listener)
    {
        // What everybody cancelled before it began is never delivered.
        std::erase_if(m_flights, [](const auto &known) { return known->query->cancelled.load(); });
        std::shared_ptr<Flight> flight = onItsWay(question, sequence);
        const bool isNew = !flight;
        if (isNew) {
            flight = std::make_shared<Flight>(Flight{question, sequence});
            m_flights.push_back(flight);
        }
        auto token = std::make_shared<Ask::Token>();
        token->query = flight->query;
        token->waiting = flight->waiting;
        ++*flight->waiting;
        // Everything but the work runs on the engine's thread, where context lives too.
        const auto connection =
            QObject::connect(context, &QObject::destroyed, &home, [token] { token->cancel(); });
        flight->listeners.push_back(
            [token, connection, listener = std::move(listener)](const Result<Answer> &result) {
                QObject::disconnect(connection);
                if (token->cancelled)
                    return;
                token->done = true;
                listener(result);
            });
        if (isNew)
            start(home, runner, flight);
        return {++m_lastAsk, token};
    }

private:
    struct Flight {
        Question question;
        std::uint64_t sequence = 0;
        std::shared_ptr<Query> query = std::make_shared<Query>();
        std::shared_ptr<std::atomic<int>> waiting = std::make_shared<std::atomic<int>>(0);
        std::vector<std::function<void(const Result<Answer> &)>> listeners = {};
    };

    std::shared_ptr<Flight> onItsWay(const Question &question, std::uint64_t sequence)
    {
        const auto at = std::find_if(m_flights.begin(), m_flights.end(), [&](const auto &flight) {
            return flight->sequence == sequence && flight->question == question;
        });
        return at == m_flights.end() ? nullptr : *at;
    }

    void start(QObject &home, QueryRunner *runner, const std::shared_ptr<Flight> &flight)
    {
        const auto deliver = [this, &home, flight](Result<Answer> result) {
            QMetaObject::invokeMethod(
                &home,
                [this, flight, result = std::move(result)] {
                    std::erase(m_flights, flight);
                    for (const auto &listener : std::exchange(flight->listeners, {}))
                        listener(result);
                },
                Qt::QueuedConnection);
        };
        if (!runner) {
            deliver({std::nullopt, QStringLiteral("The database is not open")});
            return;
        }
        runner->run(flight->query, [this, question = flight->question, deliver](store::Reader &reader) {
            Result<Answer> result;
            try {
                result.value = answerTo(reader, question);
            } catch (const std::exception &problem) {
                result.error = QString::fromStdString(store::unexpected(problem).what());
            }
            deliver(std::move(result));
        });
    }

    Answer answerTo(store::Reader &reader, const Question &question)
    {
        if constexpr (restsOnSequence<Question>) {
            if (auto known = m_cache.find(question, reader.sequence())) {
                refresh(reader, known->freshness);
                return std::move(*known);
            }
            Answer found = engine::answer(reader, question);
            m_cache.keep(question, found);
            return found;
        } else {
            return engine::answer(reader, question);
        }
    }

    struct NoCache {
    };
    std::vector<std::shared_ptr<Flight>> m_flights;
    std::conditional_t<restsOnSequence<Question>, AnswerCache<Question>, NoCache> m_cache;
    quint64 m_lastAsk = 0;
};

/// One for each question of questions.h.
using QuestionCounters = std::tuple<
    QuestionCounter<OverviewQuestion>, QuestionCounter<SeriesQuestion>, QuestionCounter<MonthsQuestion>,
    QuestionCounter<BestQuestion>, QuestionCounter<DvmsQuestion>, QuestionCounter<KindsQuestion>,
    QuestionCounter<UsersQuestion>, QuestionCounter<RelaysUsedQuestion>, QuestionCounter<DvmQuestion>,
    QuestionCounter<KindQuestion>, QuestionCounter<RecentEventsQuestion>, QuestionCounter<JobsQuestion>,
    QuestionCounter<EventQuestion>, QuestionCounter<LifecycleChangesQuestion>, QuestionCounter<JobQuestion>,
    QuestionCounter<ProfileQuestion>, QuestionCounter<NamesQuestion>, QuestionCounter<StorageQuestion>,
    QuestionCounter<ChainQuestion>, QuestionCounter<JobMaterialQuestion>, QuestionCounter<LookupsQuestion>,
    QuestionCounter<CoverageQuestion>, QuestionCounter<RelaysGivenQuestion>,
    QuestionCounter<RelayCourseQuestion>, QuestionCounter<NamedRelaysQuestion>,
    QuestionCounter<CompareChainsQuestion>, QuestionCounter<SimilarChainsQuestion>,
    QuestionCounter<DvmTroublesQuestion>, QuestionCounter<BundleQuestion>>;

} // namespace dvmdash::engine
