// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QTest>
#include <QUrl>
#include <QWebSocket>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace dvmdash::test
{

/// A client that speaks plain text, so that the relay is tested against the wire and not against our own
/// reader.
class RelayProbe
{
public:
    explicit RelayProbe(const QUrl &url)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [this](const QString &text) {
            messages.push_back(nlohmann::json::parse(text.toStdString()));
        });
        socket.open(url);
    }

    bool connected()
    {
        return QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::ConnectedState; });
    }
    void send(const std::string &text) { socket.sendTextMessage(QString::fromStdString(text)); }

    int count(const char *type) const
    {
        int number = 0;
        for (const nlohmann::json &message : messages)
            number += message[0] == type ? 1 : 0;
        return number;
    }
    bool waitFor(const char *type, int number = 1)
    {
        return QTest::qWaitFor([&] { return count(type) >= number; });
    }
    /// The last message of that type; null when there is none.
    nlohmann::json last(const char *type) const
    {
        for (auto at = messages.rbegin(); at != messages.rend(); ++at)
            if ((*at)[0] == type)
                return *at;
        return nullptr;
    }
    std::vector<std::string> eventIds(const std::string &subscription) const
    {
        std::vector<std::string> ids;
        for (const nlohmann::json &message : messages)
            if (message[0] == "EVENT" && message[1] == subscription)
                ids.push_back(message[2].at("id"));
        return ids;
    }

    QWebSocket socket;
    std::vector<nlohmann::json> messages;
};

} // namespace dvmdash::test
