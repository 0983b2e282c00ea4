// SPDX-License-Identifier: GPL-3.0-or-later
#include "builders.h"

#include "nostr/sha256.h"

#include <QFile>
#include <QtGlobal>

#include <map>

namespace dvmdash::dvm::test
{

namespace
{

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString sourceDir()
{
    return qEnvironmentVariable("DVMDASH_SOURCE_DIR", QStringLiteral("."));
}

} // namespace

const nostr::Signer &identity(unsigned char number)
{
    static std::map<unsigned char, nostr::Signer> signers;
    auto found = signers.find(number);
    if (found == signers.end()) {
        nostr::SecretKey secret;
        secret.data[31] = number;
        auto signer = nostr::Signer::fromSecret(secret);
        if (!signer)
            qFatal("no key has the secret %d", number);
        found = signers.emplace(number, *std::move(signer)).first;
    }
    return found->second;
}

const nostr::PublicKey &keyOf(unsigned char number)
{
    return identity(number).publicKey();
}

nostr::Event signedEvent(unsigned char author, int kind, std::int64_t at, nostr::Tags tags,
                         std::string content)
{
    nostr::Event event;
    event.kind = kind;
    event.created_at = start + at;
    event.tags = std::move(tags);
    event.content = std::move(content);
    identity(author).sign(event);
    return event;
}

std::string invoice(std::int64_t msat, std::int64_t at, std::int64_t expiry, unsigned char seed,
                    std::string_view description, const char *network)
{
    nostr::bolt11::Invoice made;
    made.network = network;
    if (msat > 0)
        made.msat = msat;
    made.timestamp = start + at;
    made.expiry = expiry;
    made.paymentHash.emplace().fill(seed);
    if (!description.empty())
        made.descriptionHash = nostr::sha256(description);
    return nostr::bolt11::encodeUnsigned(made);
}

nostr::Event zapRequest(const Zap &zap)
{
    nostr::Tags tags{{"relays", "wss://relay.example"}, {"p", keyOf(zap.to).hex()}};
    if (zap.namesAmount)
        tags.push_back({"amount", std::to_string(zap.msat)});
    if (zap.target)
        tags.push_back({"e", zap.target->hex()});
    return signedEvent(zap.from, 9734, zap.at, std::move(tags));
}

nostr::Event zapReceipt(const Zap &zap)
{
    const std::string description = nostr::toJson(zapRequest(zap));
    nostr::Tags tags{{"p", keyOf(zap.to).hex()},
                     {"bolt11", invoice(zap.msat, zap.at, 600, zap.seed, description)},
                     {"description", description}};
    if (zap.target)
        tags.push_back({"e", zap.target->hex()});
    return signedEvent(zap.provider, 9735, zap.at, std::move(tags));
}

QByteArray sharedData(const char *name)
{
    const QByteArray data = readFile(sourceDir() + QStringLiteral("/../shared/data/") + QLatin1String(name));
    if (data.isEmpty())
        qInfo("skipped: no shared data");
    return data;
}

QByteArray sourceFile(const char *path)
{
    return readFile(sourceDir() + QLatin1Char('/') + QLatin1String(path));
}

} // namespace dvmdash::dvm::test
