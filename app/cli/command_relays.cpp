// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "output.h"
#include "relay/relay_list.h"
#include "relay_reports.h"
#include "relay_visits.h"
#include "safe_text.h"

#include <QFile>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace dvmdash::cli
{

namespace
{

struct RelaysArguments {
    bool list = false;
    bool defaults = false;
    std::vector<std::string> remove;
    std::vector<std::string> add;
    std::vector<std::string> enable;
    std::vector<std::string> disable;
    std::string file;

    // The words after "relays".
    CLI::App *addChecked = nullptr;
    CLI::App *removeNow = nullptr;
    CLI::App *check = nullptr;
    CLI::App *import = nullptr;
    CLI::App *given = nullptr;
    CLI::App *named = nullptr;
    CLI::App *discover = nullptr;
    std::vector<std::string> urls; ///< of any of these
    std::string path;              ///< of "import"
    bool anyway = false;
    ConnectionArguments connection; ///< of those that connect
    std::string window;

    bool edits() const
    {
        return defaults || !remove.empty() || !add.empty() || !enable.empty() || !disable.empty();
    }
};

int printKept(const relay::RelayList &list, bool json)
{
    Output output;
    if (json) {
        nlohmann::ordered_json array = nlohmann::ordered_json::array();
        for (const auto &entry : list)
            array.push_back({{"url", entry.url.toStdString()}, {"enabled", entry.enabled}});
        output.jsonLine(array);
        return output.finish();
    }
    if (list.isEmpty())
        output.line(QStringLiteral("The list is empty: fill it with --add URL or --default."));
    for (const auto &entry : list)
        output.line((entry.enabled ? QStringLiteral("on   ") : QStringLiteral("off  ")) +
                    safeLine(entry.url));
    return output.finish();
}

/// Changes a list, one option after the other, and remembers what was named and is not there.
class ListEdit
{
public:
    explicit ListEdit(const relay::RelayList &list)
        : m_list(list)
    {
    }

    const relay::RelayList &list() const { return m_list; }
    const QStringList &unknown() const { return m_unknown; }

    void remove(const QStringList &urls)
    {
        for (const QString &url : urls)
            if (relay::RelayEntry *entry = find(url))
                m_list.removeOne(relay::RelayEntry(*entry));
            else
                m_unknown.append(url);
    }
    void add(const QStringList &urls)
    {
        for (const QString &url : urls)
            if (const relay::RelayEntry *entry = find(url))
                tell(entry->enabled ? QStringLiteral("%1 is in the list already.").arg(url)
                                    : QStringLiteral("%1 is in the list already, switched off.").arg(url));
            else
                m_list.append({url, true});
    }
    void setEnabled(const QStringList &urls, bool enabled)
    {
        for (const QString &url : urls)
            if (relay::RelayEntry *entry = find(url))
                entry->enabled = enabled;
            else
                m_unknown.append(url);
    }

private:
    relay::RelayEntry *find(const QString &url)
    {
        const auto entry =
            std::find_if(m_list.begin(), m_list.end(), [&](const auto &one) { return one.url == url; });
        return entry == m_list.end() ? nullptr : &*entry;
    }

    relay::RelayList m_list;
    QStringList m_unknown;
};

void refuseBoth(const char *first, const QStringList &some, const char *second, const QStringList &others)
{
    for (const QString &url : some)
        if (others.contains(url))
            throw UsageError(QStringLiteral("%1 stands after %2 and after %3: name it once")
                                 .arg(url, QLatin1String(first), QLatin1String(second)));
}

/// All that was asked or, with a complaint, nothing of it.
int editKept(const Invocation &invocation, const RelaysArguments &arguments, const relay::RelayList &before)
{
    const QStringList remove = relayUrlsFromArguments("--remove", arguments.remove);
    const QStringList add = relayUrlsFromArguments("--add", arguments.add);
    const QStringList enable = relayUrlsFromArguments("--enable", arguments.enable);
    const QStringList disable = relayUrlsFromArguments("--disable", arguments.disable);
    refuseBoth("--add", add, "--remove", remove);
    refuseBoth("--enable", enable, "--disable", disable);

    ListEdit edit(arguments.defaults ? relay::defaultRelays() : before);
    edit.remove(remove);
    edit.add(add);
    edit.setEnabled(enable, true);
    edit.setEnabled(disable, false);
    if (!edit.unknown().isEmpty()) {
        complain(
            QStringLiteral("not in the list of relays: %1. Nothing was changed; 'dvmdash-cli relays --list' "
                           "prints the list.")
                .arg(edit.unknown().join(QStringLiteral(", "))));
        return Failed;
    }
    QString error;
    if (!relay::writeKeptRelays(relaysFileFromArgument(arguments.file), edit.list(), &error)) {
        complain(error);
        return Failed;
    }
    return printKept(edit.list(), invocation.json);
}

/// Relays that do not serve are not added, and then none is.
bool allServe(const QStringList &urls, const http::Proxies &proxies)
{
    QStringList bad;
    for (const auto &result : checkRelays(urls, proxies))
        if (!result.isGood())
            bad.append(result.words());
    if (bad.isEmpty())
        return true;
    complain(bad.join(QLatin1Char(' ')) +
             QStringLiteral(" Nothing was changed; with --anyway it is added nevertheless."));
    return false;
}

int importList(const Invocation &invocation, const RelaysArguments &arguments, const relay::RelayList &before)
{
    constexpr qint64 mostRead = 2 * 1024 * 1024; // relayListFromText() refuses what is over 1 MiB
    QFile file(QString::fromStdString(arguments.path));
    if (!file.open(QIODevice::ReadOnly)) {
        complain(QStringLiteral("%1 cannot be read: %2").arg(file.fileName(), file.errorString()));
        return Failed;
    }
    QString error;
    const auto list = relay::relayListFromText(file.read(mostRead), &error);
    if (!list) {
        complain(
            QStringLiteral("%1 is no list of relays. %2 Nothing was changed.").arg(file.fileName(), error));
        return Failed;
    }
    const relay::RelayList all = relay::joined(before, *list);
    if (!relay::writeKeptRelays(relaysFileFromArgument(arguments.file), all, &error)) {
        complain(error);
        return Failed;
    }
    return printKept(all, invocation.json);
}

QStringList switchedOn(const relay::RelayList &list)
{
    QStringList urls;
    for (const auto &entry : list)
        if (entry.enabled)
            urls.append(entry.url);
    return urls;
}

/// What stands after "relays" as a word: add, remove, import, named, discover; on the list as it is kept.
int runWord(const Invocation &invocation, RelaysArguments arguments, const relay::RelayList &kept)
{
    if (arguments.import->parsed())
        return importList(invocation, arguments, kept);
    if (arguments.named->parsed())
        return showNamed(invocation, arguments.window, kept);
    const QStringList urls = relayUrlsFromArguments("relays", arguments.urls);
    if (arguments.discover->parsed())
        return runRelayDiscovery(urls.isEmpty() ? switchedOn(kept) : urls,
                                 proxiesFromArguments(arguments.connection), invocation.json);
    if (arguments.addChecked->parsed() && !arguments.anyway &&
        !allServe(urls, proxiesFromArguments(arguments.connection)))
        return Failed;
    (arguments.addChecked->parsed() ? arguments.add : arguments.remove) = arguments.urls;
    return editKept(invocation, arguments, kept);
}

int runRelays(const Invocation &invocation, const RelaysArguments &arguments, const CLI::App &command)
{
    const bool isWord = !command.get_subcommands().empty();
    if (isWord && (arguments.list || arguments.edits()))
        throw UsageError(
            QStringLiteral("a word such as 'add' goes without the options that change the list"));
    if (isWord && arguments.given->parsed())
        return showGiven(invocation, arguments.window);
    if (isWord && arguments.check->parsed())
        return runRelayCheck(relayUrlsFromArguments("check", arguments.urls),
                             proxiesFromArguments(arguments.connection), invocation.json);
    if (isWord) {
        const relay::KeptRelays kept = relay::readKeptRelays(relaysFileFromArgument(arguments.file));
        if (kept.problem.isEmpty())
            return runWord(invocation, arguments, kept.relays);
        complain(kept.problem + QStringLiteral(" Mend it, or begin anew with 'dvmdash-cli relays --default', "
                                               "which keeps it with .bad added to its name."));
        return Failed;
    }
    if (!arguments.list && !arguments.edits()) {
        if (!arguments.file.empty())
            throw UsageError(QStringLiteral(
                "--relays-file goes with --list, --add, --remove, --enable, --disable or --default"));
        return showSeenRelays(invocation);
    }
    const relay::KeptRelays kept = relay::readKeptRelays(relaysFileFromArgument(arguments.file));
    if (!kept.problem.isEmpty() && !arguments.defaults) {
        complain(kept.problem + QStringLiteral(" Mend it, or begin anew with 'dvmdash-cli relays --default', "
                                               "which keeps it with .bad added to its name."));
        return Failed;
    }
    return arguments.edits() ? editKept(invocation, arguments, kept.relays)
                             : printKept(kept.relays, invocation.json);
}

void addUrls(CLI::App &command, const std::string &name, std::vector<std::string> &urls,
             const std::string &description)
{
    command.add_option(name, urls, description)->type_name("URL")->expected(1, -1);
}

} // namespace

void addRelaysCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<RelaysArguments>();
    CLI::App &command =
        addCommand(app, invocation, "relays", "Relays and files that gave events; the kept list of relays",
                   [&invocation, arguments, &app] {
                       return runRelays(invocation, *arguments, *app.get_subcommand("relays"));
                   });
    command.add_flag("--list", arguments->list, "Print the kept list");
    command.add_flag("--default", arguments->defaults, "Replace the kept list by the default one");
    addUrls(command, "--remove", arguments->remove, "Take relays out of the kept list");
    addUrls(command, "--add", arguments->add, "Add relays to the kept list, switched on");
    addUrls(command, "--enable", arguments->enable, "Switch relays of the kept list on");
    addUrls(command, "--disable", arguments->disable, "Switch relays of the kept list off");
    command.add_option("--relays-file", arguments->file, "Kept list of relays (default: the desktop's own)")
        ->type_name("FILE");
    addConnectionOptions(command, arguments->connection);
    const auto word = [&](const char *name, const char *description) {
        CLI::App *one = command.add_subcommand(name, description);
        one->fallthrough(); // the options of `relays` may stand behind
        return one;
    };
    const auto urls = [&](CLI::App *one, bool needed) {
        one->add_option("URL", arguments->urls, "Addresses of relays")->type_name("URL")->required(needed);
    };
    command.require_subcommand(0, 1);
    arguments->addChecked = word("add", "Look at relays, then add them to the kept list");
    urls(arguments->addChecked, true);
    arguments->addChecked->add_flag("--anyway", arguments->anyway, "Add them without looking");
    arguments->removeNow = word("remove", "Take relays out of the kept list");
    urls(arguments->removeNow, true);
    arguments->check =
        word("check", "Look at relays: connection, NIP-11, whether they take the question for jobs");
    urls(arguments->check, true);
    arguments->import = word("import", "Add the relays of a file: JSON, or an address a line");
    arguments->import->add_option("FILE", arguments->path, "The file")->required();
    arguments->given =
        word("given", "What relays gave of jobs: who was first, what only one gave, kinds and DVMs");
    arguments->given->add_option("--window", arguments->window, "Only events of the last 24h, 7d, ...");
    arguments->named = word("named", "Relays that events name and that are not on the kept list");
    arguments->named->add_option("--window", arguments->window, "Only events of the last 24h, 7d, ...");
    arguments->discover = word("discover", "What monitors publish of relays (NIP-66)");
    urls(arguments->discover, false);
    command.footer(
        "Without --list and changes: what the database knows. Covered is how long all that was asked of the "
        "relay was surely delivered. What was read from a file stands as file:NAME.\n\n"
        "The kept list is shared with the window and used by 'collect' without --relay. Changes are made in "
        "the "
        "order in which they stand above, all or none, and the new list is printed. A running window takes "
        "them "
        "up at its next start, and a change made in it before then replaces them: better close it first. "
        "'add' looks "
        "at relays first, --add does not.");
}

} // namespace dvmdash::cli
