// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSslConfiguration>

namespace dvmdash::test
{

/// What a test wants of a server's certificate. It is made on the spot and signed by itself.
struct CertificateWish {
    QByteArray name = "127.0.0.1"; ///< IP address in subjectAltName
    long fromSeconds = -3600;      ///< validity, from now
    long untilSeconds = 3600;
};

/// A server's side of TLS: a fresh P-256 key and its certificate.
QSslConfiguration serverTls(const CertificateWish &wish);

/// Trusts a certificate for as long as it lives, as a system's store does.
class Trust
{
public:
    explicit Trust(const QSslCertificate &certificate);
    ~Trust();
    Q_DISABLE_COPY_MOVE(Trust)

private:
    QSslConfiguration m_before;
};

} // namespace dvmdash::test
