// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace dvmdash::app
{

/// Ctrl+C and the system's wish that the program ends (SIGINT, SIGTERM; on Windows also the closing of the
/// console), told as a signal on the event loop and as a flag for code that has none. A second Ctrl+C ends
/// the program at once, which loses nothing that was committed. One at a time.
class StopSignal : public QObject
{
    Q_OBJECT
public:
    explicit StopSignal(QObject *parent = nullptr);
    ~StopSignal() override;

    /// Safe at any time, without an event loop.
    bool isRequested() const;

Q_SIGNALS:
    void requested();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dvmdash::app
