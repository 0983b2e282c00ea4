// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/opened_bundle.h"

#include <QObject>

#include <thread>
#include <vector>

namespace dvmdash::ui
{

/// Reads and verifies bundles on threads of its own; waits for them when it is destroyed. GUI thread.
class BundleLoader : public QObject
{
    Q_OBJECT
public:
    explicit BundleLoader(QObject *parent = nullptr);
    ~BundleLoader() override;

    void load(const QString &path);

Q_SIGNALS:
    void loaded(const QString &path, const dvmdash::engine::OpenedBundlePtr &bundle);
    /// Why not, and what to do; not made safe to show.
    void failed(const QString &path, const QString &error);

private:
    std::vector<std::thread> m_threads;
};

} // namespace dvmdash::ui
