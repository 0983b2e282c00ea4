// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../unit/cli/program.h"
#include "parties.h"
#include "support/past_relay.h"

#include <QProcess>
#include <QTimer>

#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace dvmdash::test
{

/// The software that a run is about; it lasts for many runs, each with relays of its own.
struct NpmRelays {
    ThirdPartyRelay nostrRelay{ThirdPartyRelay::Software::NostrRelay};
    ThirdPartyRelay welshman{ThirdPartyRelay::Software::Welshman};
};

/// `dvmdash-cli backfill` from four relays at once, by a seed: two from npm and one of ours, which have some
/// of the same events and hide none for good (faults.mjs; PastRelay does the same), and one that forges
/// events of theirs. The program is killed and started again until it says that it is through. Whenever it
/// has ended, nothing that its file says to be covered may be missing there. Goes on by the event loop.
class UnionRun : public QObject
{
    Q_OBJECT
public:
    UnionRun(unsigned seed, NpmRelays &relays);
    ~UnionRun() override;

    void start();
    bool isOver() const { return m_isOver; }
    /// What went wrong, with what is needed to repeat it; empty when nothing did.
    const QString &failure() const { return m_failure; }

private:
    /// A relay, and the ids of its requests, results and feedback.
    struct Party {
        QString url;
        std::set<nostr::EventId> held;
    };

    void makeEvents();
    std::vector<nostr::Event> someEvents();
    void misbehave();
    void note(const QString &url, const std::vector<nostr::Event> &events);
    void note(const QString &url, const std::set<std::string> &ids);
    void launch();
    void ended();
    bool lookAtFile();
    void lookAtResult(const nlohmann::json &result);
    void fail(const QString &what);
    unsigned random(unsigned below) { return static_cast<unsigned>(m_random() % below); }

    const unsigned m_seed;
    std::mt19937 m_random;
    const ProgramFolder m_folder;
    std::vector<nostr::Event> m_events;
    std::vector<Party> m_parties;
    std::unique_ptr<PastRelay> m_past;
    std::set<std::string> m_hidden; ///< questions that it said nothing to
    int m_breaks = 0;               ///< that it still makes
    int m_refusals = 0;
    int m_forgottenEoses = 0;
    std::unique_ptr<PastRelay> m_forger;
    std::unique_ptr<QProcess> m_program;
    QTimer m_axe;
    int m_kills = 0; ///< still to come
    int m_launches = 0;
    std::set<nostr::EventId> m_stored;
    std::size_t m_claimed = 0; ///< of what the relays have, in seconds of which they surely gave all
    bool m_isOver = false;
    QString m_failure;
};

} // namespace dvmdash::test
