// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/history.h"
#include "ui/widgets/banner.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace dvmdash::engine
{
class Engine;
}

namespace dvmdash::ui
{

/// How far relays are that are asked for their past: all together while that goes on, with ways to pause and
/// to stop it, and what came of it then. Whoever asked them, also what an earlier run of the program left.
class HistoryBanner : public Banner
{
    Q_OBJECT
public:
    explicit HistoryBanner(engine::Engine &engine, QWidget *parent = nullptr);

    /// Has each of them give what it has of the last so many seconds.
    void fetch(const QStringList &relays, std::int64_t seconds, bool oldestFirst);

private:
    void note(const engine::HistoryProgress &progress);
    void stop();
    void pauseOrResume();
    bool isPaused() const;
    void tell();
    void tellProgress();
    void tellEnd();
    bool isOver() const;

    engine::Engine &m_engine;
    QMap<QString, engine::HistoryProgress> m_histories;
};

} // namespace dvmdash::ui
