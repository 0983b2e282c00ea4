// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop.h"

#include "demo_session.h"
#include "engine/comparison_questions.h"
#include "engine/engine.h"
#include "engine/identifiers.h"
#include "engine/player.h"
#include "keychain.h"
#include "shared/default_paths.h"
#include "shared/stop_signal.h"
#include "ui/bundle/arrivals.h"
#include "ui/chain/chain_page.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/main_window.h"
#include "ui/models/file_chooser.h"
#include "ui/relays/relay_book.h"
#include "ui/relays/relay_login.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/view_state.h"
#include "ui/window/top_bar.h"

#include <QApplication>
#include <QDateTime>
#include <QPixmap>
#include <QProcess>
#include <QSettings>
#include <QTimer>

#include <cmath>

namespace dvmdash::desktop
{

namespace
{

/// So much of the past is asked of relays at the start.
constexpr qint64 historySeconds = 24 * 3600;
/// What the inspector needs at most to ask for an event and draw it.
constexpr int inspectMs = 3000;
/// So long after the start a chain is opened.
constexpr int chainMs = 1500;

/// Empty for a demo or a replay, which keep no list.
QString relayListPath(const Options &options)
{
    if (options.demo || !options.replay.isEmpty())
        return {};
    return options.settings.isEmpty() ? app::defaultRelayListPath()
                                      : app::relayListPathBeside(options.settings);
}

/// A packed program that ends takes its files with it: there the package is started.
void startAnother(const QStringList &arguments)
{
    const QString package = qEnvironmentVariable("APPIMAGE");
    QProcess::startDetached(package.isEmpty() ? QCoreApplication::applicationFilePath() : package, arguments);
}

std::unique_ptr<QSettings> openSettings(const QString &file)
{
    return file.isEmpty() ? std::make_unique<QSettings>()
                          : std::make_unique<QSettings>(file, QSettings::IniFormat);
}

/// A key to log in with lies in the keychain.
const QString keptLogin = QStringLiteral("login/kept");

} // namespace

struct Desktop::Private {
    Private(QApplication &host, const Options &wanted)
        : application(host)
        , options(wanted)
        , settings(openSettings(wanted.settings))
        , viewState(*settings)
        , memory(viewState)
    {
        theme.install(application);
        theme.setMode(options.theme.value_or(memory.themeMode()));
    }

    bool openReplay();
    void beginReplay();
    engine::EngineConfig config();
    void build();
    void selectRow();
    void openChain();
    void openFailedChain(const engine::Result<engine::Jobs> &jobs);
    void showChain(const nostr::EventId &job);
    void showComparison(const nostr::EventId &job);
    void takeScreenshot();

    QApplication &application;
    const Options options;
    std::unique_ptr<QSettings> settings;
    ui::SettingsViewState viewState;
    ui::WindowMemory memory;
    ui::Theme theme;
    std::unique_ptr<DemoSession> demo;
    std::unique_ptr<engine::Player> player;
    std::unique_ptr<engine::Engine> engine;
    std::unique_ptr<ui::RelayBook> relays;
    std::unique_ptr<app::Keychain> keychain;
    std::unique_ptr<ui::RelayLogin> login;
    std::unique_ptr<ui::MainWindow> window;
    engine::Ask ask;
    app::StopSignal stop;
    QString error;
};

Desktop::Desktop(QApplication &application, const Options &options)
    : d(std::make_unique<Private>(application, options))
{
}

Desktop::~Desktop() = default;

QString Desktop::errorText() const
{
    return d->error;
}

/// A capture is read once before there is a window: a second for some hundred MB.
bool Desktop::Private::openReplay()
{
    const auto capture = engine::Capture::open({options.replay});
    if (!capture) {
        error = capture.error;
        return false;
    }
    player = std::make_unique<engine::Player>(*capture);
    ui::format::setClock(player->clock());
    return true;
}

void Desktop::Private::beginReplay()
{
    player->setSpeed(options.speed);
    const engine::Capture &capture = player->capture();
    if (options.at.isEmpty())
        player->play();
    else if (options.at.endsWith(QLatin1Char('%')))
        player->seek(capture.fromMs() +
                     std::llround(options.at.chopped(1).toDouble() / 100 *
                                  static_cast<double>(capture.untilMs() - capture.fromMs())));
    else
        player->seek(QDateTime::fromString(options.at, Qt::ISODate).toMSecsSinceEpoch());
}

engine::EngineConfig Desktop::Private::config()
{
    if (player)
        return player->config();
    engine::EngineConfig config;
    if (demo) {
        config.database = options.database.isEmpty() ? demo->databasePath() : options.database;
        config.relays = {{demo->url().toString(), true}};
        config.since = demo->historyBegins();
        config.lookups.hinted_relays = false; // its relays are all here
        return config;
    }
    config.keep_histories = true;
    config.database = options.database;
    if (config.database.isEmpty()) {
        app::makeDefaultFolder(); // when this fails, opening the file says why
        config.database = app::defaultDatabasePath();
    }
    // A first start has something to show, and a pause since the last one is filled.
    config.since = QDateTime::currentSecsSinceEpoch() - historySeconds;
    config.relays = relay::readKeptRelays(relayListPath(options)).relays;
    config.lookups = memory.lookups();
    config.proxies = memory.proxies();
    config.ask_system_network = true;
    for (const QString &url : options.relays) {
        config.relays.removeIf([&](const relay::RelayEntry &entry) { return entry.url == url; });
        config.relays.append({url, true});
    }
    return config;
}

void Desktop::Private::build()
{
    engine = std::make_unique<engine::Engine>(config());
    relays = std::make_unique<ui::RelayBook>(*engine, relayListPath(options));
    relays->setSessionOnly(options.relays);
    // The demo's relays ask nobody, and a picture is to be the same everywhere.
    if (!demo && !player && options.screenshot.isEmpty())
        keychain = std::make_unique<app::Keychain>();
    login = std::make_unique<ui::RelayLogin>(*engine, keychain.get());
    window = std::make_unique<ui::MainWindow>(
        ui::WindowServices{*engine, theme, viewState, ui::DialogFileChooser::standard(), *relays,
                           player.get(), demo || player ? nullptr : login.get()},
        demo != nullptr);
    // Some keychains ask their owner to unlock them: only where something was put into it.
    if (settings->value(keptLogin).toBool())
        login->begin();
    QObject::connect(login.get(), &ui::RelayLogin::changed, login.get(), [this] {
        if (login->problem().isEmpty()) // a locked one may be opened another time
            settings->setValue(keptLogin, login->isKept());
    });
    QObject::connect(window.get(), &ui::MainWindow::demoRequested, window.get(), [] {
        // A program of its own: this one goes on collecting.
        startAnother({QStringLiteral("--demo")});
    });
    // One program shows one moment.
    QObject::connect(window.get(), &ui::MainWindow::replayRequested, window.get(),
                     [this](const QString &path) {
                         QStringList arguments{QStringLiteral("--replay"), path};
                         if (!options.settings.isEmpty())
                             arguments += {QStringLiteral("--settings"), options.settings};
                         startAnother(arguments);
                     });
    if (options.size.isValid())
        window->resize(options.size);
    if (!options.page.isEmpty())
        window->showPage(options.page);
    QObject::connect(&stop, &app::StopSignal::requested, &application, &QCoreApplication::quit);
}

/// Shows the row in the inspector, which then needs a moment to ask.
void Desktop::Private::selectRow()
{
    const int row = static_cast<int>(options.select) - 1;
    const auto tables = window->findChildren<ui::DataTable *>();
    for (ui::DataTable *table : tables) {
        if (!table->isVisible() || row >= table->model()->rowCount())
            continue;
        const QModelIndex index = table->model()->index(row, 0);
        table->setCurrentIndex(index);
        // A double click would lead away from the jobs, to the chain, and switch off a relay.
        if (window->currentPage() == QLatin1String("jobs"))
            window->inspectJob(window->jobs().model().job(row).request);
        else if (window->currentPage() != QLatin1String("relays"))
            Q_EMIT table->activated(index);
        return;
    }
}

void Desktop::Private::openChain()
{
    if (const auto id = nostr::nip19::eventIdFromText(options.chain.toStdString())) {
        showChain(*id);
        return;
    }
    engine::JobsQuestion question;
    // A day holds longer chains than the window that is chosen.
    const qint64 now = ui::format::nowS();
    question.window = {now - historySeconds, now + 1};
    question.failed_first = true;
    question.chains = true;
    ask = engine->ask(question, window.get(),
                      [this](const engine::Result<engine::Jobs> &jobs) { openFailedChain(jobs); });
}

/// Of the longest chain, the one that failed because of another job when there is one.
void Desktop::Private::openFailedChain(const engine::Result<engine::Jobs> &jobs)
{
    if (!jobs)
        return;
    const engine::JobRow *best = nullptr;
    const auto weight = [](const engine::JobRow &row) {
        const bool isVictim =
            !row.causes.empty() && row.causes.front().dvm && row.causes.front().job != row.request;
        return std::pair(isVictim, row.chain_jobs);
    };
    for (const engine::JobRow &row : jobs->rows)
        if (dvm::isFailure(row.state) && (!best || weight(row) > weight(*best)))
            best = &row;
    if (best)
        showChain(best->request);
}

/// And what is different from another one, when that was asked for.
void Desktop::Private::showChain(const nostr::EventId &job)
{
    window->showChain(job);
    if (options.compare.isEmpty())
        return;
    // Once the chain is there: what it shows first it also shows in the inspector.
    QObject::connect(
        &window->chain(), &ui::Page::basisChanged, window.get(), [this, job] { showComparison(job); },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void Desktop::Private::showComparison(const nostr::EventId &job)
{
    if (const auto id = nostr::nip19::eventIdFromText(options.compare.toStdString())) {
        window->showComparison(*id, job);
        return;
    }
    ask = engine->ask(engine::SimilarChainsQuestion{job, 1}, window.get(),
                      [this, job](const engine::Result<engine::SimilarChains> &similar) {
                          if (similar && !similar->chains.empty())
                              window->showComparison(similar->chains.front().job, job);
                      });
}

void Desktop::Private::takeScreenshot()
{
    QWidget *shown = window.get();
    if (QWidget *bundle = window->arrivals().lastWindow())
        shown = bundle;
    const bool isWritten = shown->grab().save(options.screenshot, "PNG");
    if (!isWritten)
        error = QCoreApplication::translate("Desktop", "cannot write %1").arg(options.screenshot);
    QApplication::exit(isWritten ? 0 : 1);
}

int Desktop::run()
{
    if (!d->options.replay.isEmpty() && !d->openReplay())
        return 1;
    if (d->options.demo) {
        d->demo = std::make_unique<DemoSession>(d->options.seed, d->options.speed);
        if (!d->demo->start()) {
            d->error = d->demo->errorText();
            return 1;
        }
    }
    d->build();
    d->window->show();
    d->engine->start();
    if (d->player)
        d->beginReplay();
    if (!d->options.open.isEmpty())
        d->window->openArgument(d->options.open);
    if (!d->options.search.isEmpty()) {
        d->window->topBar().search()->setText(d->options.search);
        // The search needs the file.
        QObject::connect(d->engine.get(), &engine::Engine::stateChanged, d->window.get(),
                         [this](engine::EngineState state) {
                             if (state == engine::EngineState::Running)
                                 Q_EMIT d->window->topBar().searched(d->options.search);
                         });
    }
    const int screenshotMs = qRound(d->options.screenshotAfter * 1000);
    if (!d->options.screenshot.isEmpty() && d->options.select > 0)
        QTimer::singleShot(qMax(0, screenshotMs - inspectMs), d->window.get(), [this] { d->selectRow(); });
    // The relays need a moment to give what they have.
    if (!d->options.chain.isEmpty())
        QTimer::singleShot(d->options.screenshot.isEmpty() ? chainMs : qMax(0, screenshotMs - inspectMs),
                           d->window.get(), [this] { d->openChain(); });
    if (!d->options.screenshot.isEmpty())
        QTimer::singleShot(screenshotMs, d->window.get(), [this] { d->takeScreenshot(); });
    const int code = QApplication::exec();
    if (d->engine->state() == engine::EngineState::Failed) {
        d->error = d->engine->errorText();
        return 1;
    }
    return code;
}

} // namespace dvmdash::desktop
