// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/name_book.h"

#include "engine/identifiers.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

namespace dvmdash::ui
{

namespace
{

/// A table asks for its keys while it paints; this gathers what one paint needs into one question.
constexpr int gatherMs = 40;
constexpr int askAgainMs = 30'000;
constexpr std::size_t mostKeysAtOnce = 500;
constexpr qsizetype longestName = 60;
constexpr int profileKind = 0;

QByteArray rawKey(const nostr::PublicKey &key)
{
    return {reinterpret_cast<const char *>(key.bytes()), static_cast<qsizetype>(nostr::PublicKey::size)};
}

} // namespace

NameBook::NameBook(engine::Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(gatherMs);
    connect(&m_soon, &QTimer::timeout, this, &NameBook::askNow);
    m_again.setInterval(askAgainMs);
    m_again.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_again, &QTimer::timeout, this, [this] {
        for (auto it = m_names.cbegin(); it != m_names.cend(); ++it)
            if (it->isEmpty())
                if (const auto key =
                        nostr::PublicKey::fromBytes({it.key().constData(), nostr::PublicKey::size}))
                    m_wanted.insert(*key);
        askNow();
    });
    m_again.start();
    connect(&engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state != engine::EngineState::Running)
            return;
        m_ask.cancel(); // what was asked before the engine stopped is never answered
        askNow();
    });
    // Somebody who is shown introduced himself, perhaps anew.
    connect(&engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        for (const auto &row : activity->events) {
            const bool introduces = row.role == dvm::Role::Announcement || row.kind == profileKind;
            if (introduces && m_names.contains(rawKey(row.author)))
                m_wanted.insert(row.author);
        }
        if (!m_wanted.empty() && !m_soon.isActive())
            m_soon.start();
    });
}

QString NameBook::name(const nostr::PublicKey &key)
{
    const QByteArray raw = rawKey(key);
    const auto known = m_names.constFind(raw);
    if (known != m_names.cend() && !known->isEmpty())
        return *known;
    if (known == m_names.cend()) {
        m_names.insert(raw, {});
        m_wanted.insert(key);
        if (!m_soon.isActive())
            m_soon.start();
    }
    return format::shortId(npub(key));
}

bool NameBook::hasName(const nostr::PublicKey &key) const
{
    return !m_names.value(rawKey(key)).isEmpty();
}

QString NameBook::npub(const nostr::PublicKey &key)
{
    return QString::fromStdString(nostr::nip19::encode(nostr::nip19::Npub{key}));
}

void NameBook::askNow()
{
    m_soon.stop();
    // While one question is out, new keys wait for it: asking again would drop its answer.
    if (m_wanted.empty() || m_ask.pending() || m_engine.state() != engine::EngineState::Running)
        return;
    engine::NamesQuestion question;
    while (!m_wanted.empty() && question.keys.size() < mostKeysAtOnce)
        question.keys.push_back(m_wanted.extract(m_wanted.begin()).value());
    m_ask = m_engine.ask(question, this, [this](const engine::Result<engine::Names> &result) {
        bool changed = false;
        if (result) {
            for (const auto &[key, name] : result->names) {
                const QString safe = safeText(name.simplified(), LineBreaks::Inline, longestName);
                QString &kept = m_names[rawKey(key)];
                changed = changed || (kept != safe && !safe.isEmpty());
                if (!safe.isEmpty())
                    kept = safe;
            }
        }
        if (!m_wanted.empty())
            m_soon.start();
        if (changed)
            Q_EMIT namesChanged();
    });
}

} // namespace dvmdash::ui
