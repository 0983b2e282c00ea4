// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/connection.h"
#include "engine/engine.h"
#include "ui/theme/theme.h"

#include <QString>

class QWidget;

namespace dvmdash::ui
{

class ViewState;
class WindowChoice;

/// How the window was left, each thing under a name of its own: readable, and no version of the program trips
/// over what another one wrote.
class WindowMemory
{
public:
    explicit WindowMemory(ViewState &state)
        : m_state(state)
    {
    }

    /// Place and size; on a screen that is there now. A first window is 1440 x 900, or smaller where the
    /// screen is.
    void restoreGeometry(QWidget &window) const;
    void keepGeometry(const QWidget &window);

    QString page() const;
    void keepPage(const QString &page);

    void restoreChoice(WindowChoice &choice) const;
    void keepChoice(const WindowChoice &choice);

    Theme::Mode themeMode() const;
    void keepThemeMode(Theme::Mode mode);

    /// Whether lists leave out what its author deleted, or what has expired.
    bool hidesGone() const;
    void keepHidesGone(bool hides);

    /// Who may be asked besides the relays on the list; no domain until it was allowed.
    lookup::Permission lookups() const;
    void keepLookups(const lookup::Permission &permission);

    /// How relays and domains are reached; what cannot be read is the system's choice.
    http::Proxies proxies() const;
    void keepProxies(const http::Proxies &proxies);

private:
    ViewState &m_state;
};

} // namespace dvmdash::ui
