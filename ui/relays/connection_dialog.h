// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/connection.h"
#include "engine/relay_check.h"

#include <QDialog>
#include <QStringList>

#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace dvmdash::ui
{

class CheckBox;

/// How relays are reached: as the system says, directly, through a proxy; and through Tor where an address is
/// known there alone. What is chosen can be tried before.
class ConnectionDialog : public QDialog
{
    Q_OBJECT
public:
    /// `relays`: those that are on; one of them is visited to try it.
    ConnectionDialog(const http::Proxies &proxies, const QStringList &relays, QWidget *parent);
    ~ConnectionDialog() override;

Q_SIGNALS:
    void chosen(const dvmdash::http::Proxies &proxies);

private:
    /// What stands there; nothing, having said why, where it cannot be read.
    std::optional<http::Proxies> proxies();
    QString relayToTry(const http::Proxies &proxies) const;
    void use();
    void tryOut();
    void tell(const engine::RelayCheckResult &result);
    void showKind();
    void fit();
    enum class Said { Nothing, Good, Bad };
    void say(Said how, const QString &text);

    const QStringList m_relays;
    QComboBox *m_kind;
    QLineEdit *m_address;
    QLabel *m_meaning;
    CheckBox *m_withTor;
    QLineEdit *m_tor;
    QLabel *m_said;
    QPushButton *m_try = nullptr;
    std::unique_ptr<engine::RelayCheck> m_check;
};

} // namespace dvmdash::ui
