// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>

#include <cstdint>
#include <optional>

class QNetworkAccessManager;
class QNetworkReply;

namespace dvmdash::http
{

/// What a GET came to.
struct SmallReply {
    int status = 0;  ///< HTTP status; 0: no answer
    QByteArray body; ///< only of status 200
    QUrl redirect;   ///< where a redirect points, absolute; empty: none
    QString error;   ///< why there is no answer, in plain words; empty: there is one
    /// By how much our clock is ahead of the server's (Date, and Age where a cache answered), seconds;
    /// nothing: it told none, or took too long for it to mean anything.
    std::optional<std::int64_t> clock_ahead_s;
    bool isGood() const { return error.isEmpty() && status == 200; }
};

struct SmallGetLimits {
    int timeout_ms = 10'000; ///< for the whole of it
    qint64 most_bytes = 64 * 1024;
};

/// One GET of a small document: no redirects, no cookies, no credentials. Given up on over the size cap, on
/// any TLS error and after the timeout. Deleting it cancels. On the thread of the manager.
class SmallGet : public QObject
{
    Q_OBJECT
public:
    SmallGet(QNetworkAccessManager &manager, const QUrl &url, const QByteArray &accept,
             const SmallGetLimits &limits, QObject *parent);
    ~SmallGet() override;

Q_SIGNALS:
    /// Once.
    void finished(const dvmdash::http::SmallReply &reply);

private:
    void read();
    void finish();
    std::optional<std::int64_t> clockAhead() const;

    const SmallGetLimits m_limits;
    QNetworkReply *m_reply;
    QTimer m_end;
    std::int64_t m_asked_ms = 0; ///< Unix
    QElapsedTimer m_took;
    QByteArray m_body;
    QString m_tlsError;
    bool m_tooLarge = false;
    bool m_tooSlow = false;
};

} // namespace dvmdash::http
