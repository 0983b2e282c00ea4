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

/// How far relays are that are asked for their past: all together while that goes on, with a way to stop it,
/// and what came of it then.
class HistoryBanner : public Banner
{
    Q_OBJECT
public:
    explicit HistoryBanner(engine::Engine &engine, QWidget *parent = nullptr);

    /// Has each of them give what it has of the last so many days.
    void fetch(const QStringList &relays, int days);

private:
    void note(const engine::HistoryProgress &progress);
    void stop();
    void tell();
    void tellProgress();
    void tellEnd();
    bool isOver() const;

    engine::Engine &m_engine;
    QMap<QString, engine::HistoryProgress> m_histories;
};

} // namespace dvmdash::ui
