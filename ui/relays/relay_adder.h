// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/relay_check.h"
#include "ui/widgets/banner.h"

#include <QStringList>

#include <memory>

namespace dvmdash::ui
{

class RelayBook;

/// Looks at relays before they are added to the list, one after the other, and says what came of it. Those
/// that do not serve are added only when the reader says so once more. A line across the page while there is
/// something to say.
class RelayAdder : public Banner
{
    Q_OBJECT
public:
    /// `book` outlives it.
    explicit RelayAdder(RelayBook &book, QWidget *parent = nullptr);

    /// What was typed, in its one spelling; nothing happens, and `error` says why, when it is no address or
    /// on the list already.
    bool add(const QString &typed, QString *error);
    /// Addresses that strangers named: they are visited only where strangers may send us.
    void addNamed(const QStringList &urls);
    /// Says how these serve now, and adds nothing.
    void look(const QStringList &urls);
    bool isChecking() const { return m_check != nullptr; }
    void setSettings(const engine::RelayCheckSettings &settings) { m_settings = settings; }

Q_SIGNALS:
    /// It is on the list now.
    void added(const QString &url);

private:
    enum class Purpose { Add, AddNamed, Look };
    void begin(const QStringList &urls, Purpose purpose);
    void checkNext();
    void take(const engine::RelayCheckResult &result);
    void act();
    void stop();
    void tell();
    void tellOne(const engine::RelayCheckResult &result, const QString &again);
    bool put(const QString &url);

    RelayBook &m_book;
    engine::RelayCheckSettings m_settings;
    Purpose m_purpose = Purpose::Add;
    QStringList m_waiting;
    std::unique_ptr<engine::RelayCheck> m_check;
    QVector<engine::RelayCheckResult> m_good;
    QVector<engine::RelayCheckResult> m_bad;
};

} // namespace dvmdash::ui
