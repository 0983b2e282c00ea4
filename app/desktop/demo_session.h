// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/demo_network.h"

#include <QObject>
#include <QTemporaryDir>
#include <QThread>
#include <QUrl>

#include <cstdint>

namespace dvmdash::desktop
{

/// The simulated network on a thread of its own, and a passing folder for what is collected from it. Every
/// demo begins anew and leaves nothing behind.
class DemoSession : public QObject
{
    Q_OBJECT
public:
    DemoSession(std::uint64_t seed, double speed, QObject *parent = nullptr);
    ~DemoSession() override;

    /// Waits until the relay listens, which takes milliseconds. False: see errorText().
    bool start();
    QString errorText() const { return m_error; }
    QUrl url() const { return m_url; }
    /// Unix seconds from which the relay has events.
    std::int64_t historyBegins() const { return m_historyBegins; }
    /// A database file for this demo; goes with this object.
    QString databasePath() const;

private:
    QTemporaryDir m_folder;
    QThread m_thread;
    demo::DemoNetwork *m_network; ///< lives on m_thread, deleted there
    QUrl m_url;
    QString m_error;
    std::int64_t m_historyBegins = 0;
};

} // namespace dvmdash::desktop
