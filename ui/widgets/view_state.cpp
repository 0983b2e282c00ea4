// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/view_state.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>

namespace dvmdash::ui
{

namespace
{

QString settingsKey(const QString &key)
{
    return QStringLiteral("view/") + key;
}

} // namespace

SettingsViewState::SettingsViewState(QSettings &settings)
    : m_settings(settings)
{
}

QByteArray SettingsViewState::value(const QString &key) const
{
    return m_settings.value(settingsKey(key)).toByteArray();
}

void SettingsViewState::setValue(const QString &key, const QByteArray &value)
{
    m_settings.setValue(settingsKey(key), value);
}

QByteArray TableState::toJson() const
{
    QJsonArray list;
    for (const ColumnState &column : columns)
        list.append(QJsonObject{{QStringLiteral("id"), column.id},
                                {QStringLiteral("width"), column.width},
                                {QStringLiteral("visible"), column.visible}});
    const QJsonObject object{{QStringLiteral("version"), version},
                             {QStringLiteral("columns"), list},
                             {QStringLiteral("sort"), sortColumn},
                             {QStringLiteral("descending"), descending}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<TableState> TableState::fromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    TableState state;
    state.version = object.value(QStringLiteral("version")).toInt();
    state.sortColumn = object.value(QStringLiteral("sort")).toString();
    state.descending = object.value(QStringLiteral("descending")).toBool();
    const QJsonArray list = object.value(QStringLiteral("columns")).toArray();
    for (const auto &value : list) {
        const QJsonObject column = value.toObject();
        state.columns.append({column.value(QStringLiteral("id")).toString(),
                              column.value(QStringLiteral("width")).toInt(),
                              column.value(QStringLiteral("visible")).toBool(true)});
    }
    return state;
}

} // namespace dvmdash::ui
