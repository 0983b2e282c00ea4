// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/ask_pacer.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace dvmdash::ui
{

/// Keeps what the file takes up to date while it is active. It knows no time window, and asks every few
/// seconds also when nothing came in: files grow and shrink by themselves. GUI thread.
class StorageFeed : public QObject
{
    Q_OBJECT
public:
    static constexpr int days = 30; ///< that are asked for

    explicit StorageFeed(engine::Engine &engine, QObject *parent = nullptr);

    void setActive(bool active);
    /// Asks at once.
    void refresh() { m_pacer.wantNow(); }
    /// Nothing until the first answer; the last one stays.
    const std::optional<engine::Storage> &latest() const { return m_latest; }
    /// When that came, Unix milliseconds.
    qint64 answeredMs() const { return m_answeredMs; }

Q_SIGNALS:
    void answered();
    /// In plain words. What was shown before still holds.
    void failed(const QString &error);

private:
    void put();

    engine::Engine &m_engine;
    AskPacer m_pacer;
    engine::Ask m_ask;
    QTimer m_again;
    std::optional<engine::Storage> m_latest;
    qint64 m_answeredMs = 0;
};

} // namespace dvmdash::ui
