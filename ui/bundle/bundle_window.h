// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "engine/opened_bundle.h"
#include "ui/models/name_book.h"
#include "ui/models/window_choice.h"

#include <QMainWindow>

#include <functional>

namespace dvmdash::ui
{

class Banner;
class ChainPage;
class FileChooser;
class Inspector;
class PageHeader;
class Theme;
class ViewState;

/// What a window over a bundle needs. All of it outlives the window.
struct BundleServices {
    /// Hands events to the user's own file; false when that is not open.
    using Import = std::function<bool(const QString &source, const std::vector<std::string> &events,
                                      QObject *context, engine::Engine::Added added)>;
    Theme &theme;
    ViewState &viewState;
    FileChooser &files;
    Import import;
};

/// The chain of a bundle, over its passing database: judged as of the bundle's own time, with no relay. Says
/// where it comes from, how much of it could be verified, and whether its verdict is ours. Ctrl+E exports
/// the attempts, Ctrl+W closes, Escape closes the inspector.
class BundleWindow : public QMainWindow
{
    Q_OBJECT
public:
    BundleWindow(BundleServices services, engine::OpenedBundlePtr bundle, const QString &path,
                 QWidget *parent = nullptr);
    ~BundleWindow() override;

    const engine::OpenedBundle &bundle() const { return *m_bundle; }
    ChainPage &chain() { return *m_chain; }
    Inspector &inspector() { return *m_inspector; }
    Banner &summary() { return *m_summary; }
    Banner &trouble() { return *m_trouble; }
    engine::Engine &engine() { return m_engine; }

Q_SIGNALS:
    /// The reader wants to see what is known of this DVM, which is not in a bundle.
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void showState();
    void importEvents();

    const BundleServices m_services;
    const engine::OpenedBundlePtr m_bundle;
    const QString m_path;
    engine::Engine m_engine;
    NameBook m_names;
    WindowChoice m_choice;

    PageHeader *m_header = nullptr;
    Banner *m_summary = nullptr;
    Banner *m_trouble = nullptr;
    Banner *m_imported = nullptr;
    ChainPage *m_chain = nullptr;
    Inspector *m_inspector = nullptr;
};

} // namespace dvmdash::ui
