// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/capture.h"

#include <QCoreApplication>
#include <QSaveFile>

#include <functional>
#include <nlohmann/json.hpp>

namespace dvmdash::demo
{

namespace
{

bool write(QSaveFile &file, std::string_view text)
{
    return file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size());
}

bool writeWhole(const QString &path, QString *error, const std::function<bool(QSaveFile &)> &content)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && content(file) && file.commit())
        return true;
    if (error) {
        *error =
            QCoreApplication::translate("dvmdash::demo", "Cannot write %1: %2").arg(path, file.errorString());
    }
    return false;
}

} // namespace

QString truthPath(const QString &capturePath)
{
    return capturePath + QStringLiteral(".truth.json");
}

bool writeCapture(const Scenario &scenario, const QString &path, QString *error)
{
    const auto writeTruth = [&](QSaveFile &file) {
        return write(file, toJson(scenario.truth).dump(1) + "\n");
    };
    const auto writeEvents = [&](QSaveFile &file) {
        for (const TimedEvent &timed : scenario.events)
            if (!write(file, nostr::toJson(timed.event) + "\n"))
                return false;
        return true;
    };
    return writeWhole(truthPath(path), error, writeTruth) && writeWhole(path, error, writeEvents);
}

} // namespace dvmdash::demo
