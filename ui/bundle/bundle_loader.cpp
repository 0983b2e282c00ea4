// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/bundle_loader.h"

namespace dvmdash::ui
{

BundleLoader::BundleLoader(QObject *parent)
    : QObject(parent)
{
}

BundleLoader::~BundleLoader()
{
    for (std::thread &thread : m_threads)
        thread.join();
}

void BundleLoader::load(const QString &path)
{
    m_threads.emplace_back([this, path] {
        const auto opened = engine::openBundle(path);
        QMetaObject::invokeMethod(
            this,
            [this, path, opened] {
                if (opened)
                    Q_EMIT loaded(path, *opened);
                else
                    Q_EMIT failed(path, opened.error);
            },
            Qt::QueuedConnection);
    });
}

} // namespace dvmdash::ui
