// SPDX-License-Identifier: GPL-3.0-or-later
#include "keychain.h"

#include <QCoreApplication>
#include <qt6keychain/keychain.h>

namespace dvmdash::app
{

namespace
{

QString service()
{
    return QStringLiteral("DVMDash Desktop");
}

QString entry()
{
    return QStringLiteral("relay login");
}

/// Empty when it did what it was asked; that there is nothing to read or to forget is no problem.
QString problemOf(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound)
        return {};
    return QCoreApplication::translate(
               "Keychain", "The keychain of this system cannot be used, so the key holds until the "
                           "program is closed: %1")
        .arg(job.errorString());
}

} // namespace

void Keychain::read()
{
    auto *job = new QKeychain::ReadPasswordJob(service(), this);
    job->setKey(entry());
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        const auto key = nostr::nip19::secretKeyFromText(job->textData().toStdString());
        Q_EMIT wasRead(job->error() == QKeychain::NoError ? key : std::nullopt, problemOf(*job));
    });
    job->start();
}

void Keychain::keep(const nostr::SecretKey &key)
{
    auto *job = new QKeychain::WritePasswordJob(service(), this);
    job->setKey(entry());
    job->setTextData(QString::fromStdString(nostr::nip19::encode(nostr::nip19::Nsec{key})));
    connect(job, &QKeychain::Job::finished, this, [this, job] { Q_EMIT wasKept(problemOf(*job)); });
    job->start();
}

void Keychain::forget()
{
    auto *job = new QKeychain::DeletePasswordJob(service(), this);
    job->setKey(entry());
    connect(job, &QKeychain::Job::finished, this, [this, job] { Q_EMIT wasKept(problemOf(*job)); });
    job->start();
}

} // namespace dvmdash::app
