// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_memory.h"

#include "ui/models/window_choice.h"
#include "ui/widgets/view_state.h"

#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScreen>
#include <QWidget>

#include <array>

namespace dvmdash::ui
{

namespace
{

const QString geometryKey = QStringLiteral("window/geometry");
const QString pageKey = QStringLiteral("window/page");
const QString spanKey = QStringLiteral("window/span");
const QString themeKey = QStringLiteral("window/theme");
const QString goneKey = QStringLiteral("lists/deleted-and-expired");
const QByteArray hiddenWord = QByteArrayLiteral("hidden");
const QString lookupsKey = QStringLiteral("network/lookups");
const QString proxiesKey = QStringLiteral("network/proxies");

constexpr QSize firstSize(1440, 900);

struct SpanName {
    WindowChoice::Span span;
    const char *name;
};
constexpr std::array<SpanName, 7> spanNames{{{WindowChoice::Span::Hour, "hour"},
                                             {WindowChoice::Span::Day, "day"},
                                             {WindowChoice::Span::Week, "week"},
                                             {WindowChoice::Span::Month, "month"},
                                             {WindowChoice::Span::Quarter, "quarter"},
                                             {WindowChoice::Span::All, "all"},
                                             {WindowChoice::Span::Custom, "custom"}}};

struct ModeName {
    Theme::Mode mode;
    const char *name;
};
constexpr std::array<ModeName, 3> modeNames{
    {{Theme::Mode::System, "system"}, {Theme::Mode::Light, "light"}, {Theme::Mode::Dark, "dark"}}};

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

void WindowMemory::restoreGeometry(QWidget &window) const
{
    const QJsonObject kept = objectOf(m_state.value(geometryKey));
    QRect place(kept[QLatin1String("x")].toInt(), kept[QLatin1String("y")].toInt(),
                kept[QLatin1String("width")].toInt(), kept[QLatin1String("height")].toInt());
    QScreen *screen = QGuiApplication::screenAt(place.center());
    const bool isKept = place.width() > 0 && place.height() > 0 && screen;
    if (!screen)
        screen = QGuiApplication::primaryScreen();
    const QRect available = screen->availableGeometry();
    if (!isKept) {
        place.setSize(firstSize.boundedTo(available.size()));
        place.moveCenter(available.center());
    }
    place.setSize(place.size().boundedTo(available.size()));
    place.moveLeft(qBound(available.left(), place.left(), available.right() - place.width() + 1));
    place.moveTop(qBound(available.top(), place.top(), available.bottom() - place.height() + 1));
    window.setGeometry(place);
    if (kept[QLatin1String("maximized")].toBool())
        window.setWindowState(window.windowState() | Qt::WindowMaximized);
}

void WindowMemory::keepGeometry(const QWidget &window)
{
    const QRect place = window.isMaximized() ? window.normalGeometry() : window.geometry();
    m_state.setValue(geometryKey, jsonOf({{QStringLiteral("x"), place.x()},
                                          {QStringLiteral("y"), place.y()},
                                          {QStringLiteral("width"), place.width()},
                                          {QStringLiteral("height"), place.height()},
                                          {QStringLiteral("maximized"), window.isMaximized()}}));
}

QString WindowMemory::page() const
{
    return QString::fromUtf8(m_state.value(pageKey));
}

void WindowMemory::keepPage(const QString &page)
{
    m_state.setValue(pageKey, page.toUtf8());
}

void WindowMemory::restoreChoice(WindowChoice &choice) const
{
    const QJsonObject kept = objectOf(m_state.value(spanKey));
    const QString name = kept[QLatin1String("span")].toString();
    for (const auto &[span, spanName] : spanNames) {
        if (name != QLatin1String(spanName))
            continue;
        const engine::TimeWindow custom{kept[QLatin1String("since")].toInteger(),
                                        kept[QLatin1String("until")].toInteger()};
        if (span != WindowChoice::Span::Custom)
            choice.setSpan(span);
        else if (custom.length() > 0)
            choice.setCustom(custom);
    }
}

void WindowMemory::keepChoice(const WindowChoice &choice)
{
    QJsonObject kept;
    for (const auto &[span, name] : spanNames)
        if (span == choice.span())
            kept[QLatin1String("span")] = QLatin1String(name);
    if (choice.span() == WindowChoice::Span::Custom) {
        const engine::TimeWindow window = choice.window(0);
        kept[QLatin1String("since")] = qint64(window.since);
        kept[QLatin1String("until")] = qint64(window.until);
    }
    m_state.setValue(spanKey, jsonOf(kept));
}

Theme::Mode WindowMemory::themeMode() const
{
    const QByteArray kept = m_state.value(themeKey);
    for (const auto &[mode, name] : modeNames)
        if (kept == name)
            return mode;
    return Theme::Mode::System;
}

lookup::Permission WindowMemory::lookups() const
{
    const QJsonObject kept = objectOf(m_state.value(lookupsKey));
    return {kept[QLatin1String("lnurl")].toBool(), kept[QLatin1String("nip05")].toBool(),
            !kept[QLatin1String("leave_hints")].toBool()};
}

void WindowMemory::keepLookups(const lookup::Permission &permission)
{
    m_state.setValue(lookupsKey, jsonOf({{QStringLiteral("lnurl"), permission.lnurl},
                                         {QStringLiteral("nip05"), permission.nip05},
                                         {QStringLiteral("leave_hints"), !permission.hinted_relays}}));
}

http::Proxies WindowMemory::proxies() const
{
    const QJsonObject kept = objectOf(m_state.value(proxiesKey));
    return {http::proxyFromText(kept[QLatin1String("usual")].toString()).value_or(http::ProxyChoice{}),
            http::torFromText(kept[QLatin1String("tor")].toString())};
}

void WindowMemory::keepProxies(const http::Proxies &proxies)
{
    QJsonObject kept{{QStringLiteral("usual"), http::proxyText(proxies.usual)}};
    if (proxies.tor)
        kept[QLatin1String("tor")] = http::proxyText(*proxies.tor);
    m_state.setValue(proxiesKey, jsonOf(kept));
}

bool WindowMemory::hidesGone() const
{
    return m_state.value(goneKey) == hiddenWord;
}

void WindowMemory::keepHidesGone(bool hides)
{
    m_state.setValue(goneKey, hides ? hiddenWord : QByteArray());
}

void WindowMemory::keepThemeMode(Theme::Mode mode)
{
    for (const auto &[candidate, name] : modeNames)
        if (candidate == mode)
            m_state.setValue(themeKey, name);
}

} // namespace dvmdash::ui
