// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bundle/bundle_window.h"
#include "ui/bundle/meaning.h"
#include "ui/theme/colors.h"

#include <QList>
#include <QObject>
#include <QPointer>

namespace dvmdash::ui
{

class BundleLoader;

/// Receives what comes to the program from outside, dropped or named on the command line: bundles open in
/// windows of their own, events are verified and taken in, links are looked up. What needs the user's file
/// waits until it is open. GUI thread.
class Arrivals : public QObject
{
    Q_OBJECT
public:
    /// `services` without a way to import: that is made here.
    Arrivals(engine::Engine &engine, BundleServices services, QObject *parent = nullptr);
    ~Arrivals() override; ///< closes its windows

    void take(const Meaning &meaning);
    /// Of those that are open, the one that was opened last.
    BundleWindow *lastWindow() const;
    void closeWindows();

Q_SIGNALS:
    void chainMeant(const dvmdash::nostr::EventId &job);
    void eventMeant(const dvmdash::nostr::EventId &id);
    /// The reader chooses what becomes of it.
    void captureMeant(const QString &path);
    void dvmMeant(const dvmdash::nostr::PublicKey &dvm);
    /// Files that are to be read in the background, once it is known what they are.
    void archivesMeant(const QStringList &paths);
    /// For the reader, safe to show.
    void said(dvmdash::ui::Tone tone, const QString &text);
    /// Not shown yet.
    void windowMade(dvmdash::ui::BundleWindow *window);

private:
    void takeNow(const Meaning &meaning);
    void showBundle(const QString &path, const engine::OpenedBundlePtr &bundle);
    void addEvents(const EventsMeant &meant);
    void lookUp(const LinkMeant &link);
    /// `unknown` is said when it is not known.
    void lookUpKey(const nostr::PublicKey &key, const QString &unknown);
    void fileChanged();

    engine::Engine &m_engine;
    BundleServices m_services;
    BundleLoader *m_loader;
    QList<QPointer<BundleWindow>> m_windows;
    std::optional<Meaning> m_waiting; ///< for the file to be open
    engine::Ask m_ask;
};

} // namespace dvmdash::ui
