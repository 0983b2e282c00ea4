// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/signed_events.h"

#include <QDir>
#include <QFile>

#include <map>

namespace dvmdash::test
{

const nostr::Signer &identity(unsigned char number)
{
    static std::map<unsigned char, nostr::Signer> signers;
    const auto known = signers.find(number);
    if (known != signers.end())
        return known->second;
    nostr::SecretKey secret;
    secret.data[31] = number;
    return signers.emplace(number, *nostr::Signer::fromSecret(secret)).first->second;
}

const nostr::PublicKey &keyOf(unsigned char number)
{
    return identity(number).publicKey();
}

nostr::Event signedEvent(unsigned char author, int kind, std::int64_t at, nostr::Tags tags,
                         std::string content)
{
    nostr::Event event;
    event.created_at = start + at;
    event.kind = kind;
    event.tags = std::move(tags);
    event.content = std::move(content);
    identity(author).sign(event);
    return event;
}

QByteArray sourceFile(const char *path)
{
    QFile file(QDir(qEnvironmentVariable("DVMDASH_SOURCE_DIR")).filePath(QLatin1String(path)));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll();
}

QByteArray sharedData(const char *name)
{
    const QByteArray data = sourceFile((std::string("../shared/data/") + name).c_str());
    if (data.isEmpty())
        qInfo("skipped: no shared data");
    return data;
}

} // namespace dvmdash::test
