// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <memory>

namespace dvmdash::engine
{

/// One outstanding question of one view. Asking anew through the same handle drops the earlier answer;
/// destroying the handle cancels. Lives on the thread of its view.
class Ask
{
public:
    Ask() = default;
    ~Ask() { cancel(); }
    Ask(Ask &&) noexcept = default;
    Ask &operator=(Ask &&other) noexcept
    {
        cancel();
        m_token = std::move(other.m_token);
        m_id = other.m_id;
        return *this;
    }
    /// The answer will not be delivered any more; a running query that nobody else waits for is interrupted.
    void cancel();
    bool pending() const;
    /// How much of the work is done, 0 to 1000.
    int permille() const;
    quint64 id() const { return m_id; }

    struct Token;

private:
    template<typename Question>
    friend class QuestionCounter;
    Ask(quint64 id, std::shared_ptr<Token> token)
        : m_token(std::move(token))
        , m_id(id)
    {
    }
    std::shared_ptr<Token> m_token;
    quint64 m_id = 0;
};

} // namespace dvmdash::engine
