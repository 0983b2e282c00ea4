// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kind_changes.h"
#include "engine/activity.h"
#include "engine/ask.h"
#include "engine/background_import.h"
#include "engine/background_rebuild.h"
#include "engine/event_source.h"
#include "engine/history.h"
#include "engine/questions.h"
#include "engine/recording.h"
#include "engine/relay_log.h"
#include "http/proxies.h"
#include "lookup/lookup_service.h"
#include "nostr/bytes.h"
#include "relay/relay_list.h"
#include "relay/relay_pool.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace dvmdash::engine
{

struct EngineConfig {
    QString database; ///< path of the SQLite file; made when missing
    relay::RelayList relays;
    std::int64_t since =
        0; ///< Unix seconds from which stored events are asked; 0: from now on, less a minute
    relay::RelayLimits limits;
    RecordingSettings recording; ///< from the beginning on; without a path: none
    bool keep_histories = false; ///< fetchHistory() is remembered with the file and goes on after a restart
    std::optional<nostr::SecretKey> key; ///< see setKey()
    bool hints_lead_anywhere = false;    ///< hinted relays may be on this machine, and at once: for tests
    int verify_threads = 0;              ///< 0: one for each core, at most 8
    int commit_interval_ms = 50;
    int notice_interval_ms = 150;    ///< activity() is told at most so often
    lookup::Permission lookups;      ///< see setLookups()
    http::Proxies proxies;           ///< see setProxies()
    bool ask_system_network = false; ///< see engine/system_network.h
    lookup::ServiceSettings lookup_service;
    int lookup_interval_ms = 10'000; ///< how often it is looked what is due to be asked
    /// The clock of the file stands still here, Unix seconds: for what is looked at and not followed, such as
    /// a bundle. Nothing: the system's clock.
    std::optional<std::int64_t> clock_s;
    /// The clock of all that asks for the time: of the file, of its answers and of rates, Unix milliseconds.
    /// It may go back. Called on any thread. Empty: the system's.
    std::function<std::int64_t()> now_ms;
    dvm::KindChanges kinds; ///< of a file that is made
    MakeSource source;      ///< what feeds the file in place of relays; nobody is called then
    store::Judging judging; ///< how chains are judged there; see Engine::judging()
};

enum class EngineState { Stopped, Starting, Running, Stopping, Failed };

/// The face of core. Owns the network thread, the verify workers, the writer and the reader; all methods are
/// called on the thread that made it, all signals and answers arrive there. Nothing here blocks but stop()
/// and the destructor, which wait until everything verified is committed.
class Engine : public QObject
{
    Q_OBJECT
public:
    explicit Engine(EngineConfig config, QObject *parent = nullptr);
    ~Engine() override;

    /// Opens the file, starts the threads and connects. Ends in stateChanged(Running) or
    /// stateChanged(Failed). A file whose change of kinds was broken off is made anew first.
    void start();
    /// Closes sockets, lets the queues run dry, commits, closes the file.
    void stop();
    EngineState state() const;
    /// Why it failed, in plain words that say what to do.
    QString errorText() const;
    /// It failed, or what problemChanged() told of last is, because the file is damaged: see
    /// engine/salvage.h.
    bool isFileDamaged() const;
    QString databasePath() const;
    /// What a question about a chain is asked with: by default as the file stands.
    const store::Judging &judging() const;

    // kinds ------------------------------------------------------------------------------------------------
    /// Which kinds are jobs in the file; the standard table until it is open.
    const dvm::KindTable &kinds() const;
    /// Closes the file, gives it this table, makes anew what rests on it (some 40 us an event, told by
    /// rebuildChanged() while the state is Starting) and opens it again. What does not go together ends in
    /// Failed: look at it with dvm::changed() before.
    void changeKinds(const dvm::KindChanges &changes);

    // relays -----------------------------------------------------------------------------------------------
    /// Changes take effect at once; the caller keeps the list (settings).
    void setRelays(const relay::RelayList &relays);
    relay::RelayList relays() const;
    QVector<RelayActivity> relayActivity() const; ///< as last told
    /// What happened with it since this engine was made, newest first.
    QVector<RelayLogEntry> relayLog(const QString &url) const;

    /// What became of all that came in since the start, until the next one.
    ingest::Counters counters() const;

    /// While paused, frames wait in the sockets: nothing is lost that the relays keep.
    void setPaused(bool paused);
    bool isPaused() const;

    /// What may be asked of the domains that DVMs give as their own, over HTTP: takes effect at once; what is
    /// no longer allowed is broken off. What they answered stays in the file. The caller keeps it (settings).
    void setLookups(const lookup::Permission &permission);
    lookup::Permission lookups() const;

    /// How relays and domains are reached: takes effect at once, with new connections. The caller keeps it
    /// (settings).
    void setProxies(const http::Proxies &proxies);
    http::Proxies proxies() const;
    /// What relays and system tell of the network and the clock of this computer, as last told.
    const relay::NetworkState &network() const;
    /// Tries all relays that are waited for at once, their failures forgotten.
    void tryNow();

    /// Who logs in at relays of the list that give nothing to strangers (NIP-42); nothing: nobody. It is
    /// shown to no other relay, and not stored. Takes effect at once.
    void setKey(const std::optional<nostr::SecretKey> &key);

    /// Has a relay of the list give its past, in place of what is under way there; told by historyChanged().
    /// False when the file is not open.
    bool fetchHistory(const HistoryRequest &request);
    /// What came stays, and what is covered is not asked again.
    void stopHistory(const QString &relay);
    /// It asks no more until it is resumed, then for what is not covered.
    void pauseHistory(const QString &relay);
    void resumeHistory(const QString &relay);
    std::vector<HistoryProgress> histories() const; ///< under way or paused

    // questions --------------------------------------------------------------------------------------------
    /// `answer` is called on this thread unless the Ask was cancelled or `context` was destroyed before.
    template<typename T>
    using Answer = std::function<void(const Result<T> &)>;
    /// For each question of questions.h. The same question asked twice at once is put to the file once, and
    /// what was answered is remembered until something new is committed.
    template<typename Question>
    [[nodiscard]] Ask ask(const Question &question, QObject *context, Answer<AnswerOf<Question>> answer);

    // events by hand ---------------------------------------------------------------------------------------
    using Added = std::function<void(const ingest::SourceCounters &counters)>;
    /// Takes in events that a person hands over, NIP-01 JSON each, with the checks of the wire; `source` is
    /// kept as who gave them ("file:NAME"). They are a sample: silence in them means nothing. `added` is
    /// called on this thread once they are committed, unless `context` was destroyed before. False when the
    /// file is not open.
    bool addEvents(const QString &source, std::vector<std::string> events, QObject *context, Added added);

    /// Reads files of any length beside all else, as importFiles() does; told by importChanged(). False when
    /// an import is under way, or the file is not open.
    bool startImport(const QStringList &files, const ImportOptions &options);
    void stopImport();
    const ImportStatus &importStatus() const; ///< as last told

    // recording --------------------------------------------------------------------------------------------
    /// Records what is newly stored from now on, in place of a recording that is under way. False when the
    /// file is not open or the capture cannot be: `error` says why.
    bool startRecording(const RecordingSettings &settings, QString *error = nullptr);
    /// Waits until what is committed is recorded.
    void stopRecording();
    const RecordingStatus &recording() const; ///< as last told

    // upkeep -----------------------------------------------------------------------------------------------
    /// What is kept from now on; stored in the file with the next commit. Deletes in the background.
    void setRetention(const RetentionPolicy &policy);
    /// Checks, or makes anew, everything that follows from the events, in the background; told by
    /// rebuildChanged(). False when one is under way, or the file is not open.
    bool startRebuild(RebuildTask task);
    void stopRebuild();
    const RebuildStatus &rebuildStatus() const; ///< as last told

Q_SIGNALS:
    void stateChanged(dvmdash::engine::EngineState state);
    /// What came in since the last one; coalesced. Not sent when nothing changed for a second, except for the
    /// rates going to zero.
    void activity(const dvmdash::engine::ActivityPtr &activity);
    void relaysChanged(const QVector<dvmdash::engine::RelayActivity> &relays);
    void networkChanged(const dvmdash::relay::NetworkState &state);
    void noticed(const QString &relay, const QString &text); ///< NOTICE of a relay
    /// A history began, goes on, or has ended.
    void historyChanged(const dvmdash::engine::HistoryProgress &progress);
    /// Writing to the file fails; it is tried again and nothing verified is dropped.
    /// Empty: the trouble is over.
    void problemChanged(const QString &text);
    /// It began, goes on, or has ended: some times a second.
    void rebuildChanged(const dvmdash::engine::RebuildStatus &status);
    /// The same of an import.
    void importChanged(const dvmdash::engine::ImportStatus &status);
    /// It began, goes on, waits for the disk, or has ended: some times a second.
    void recordingChanged(const dvmdash::engine::RecordingStatus &status);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::EngineState)
