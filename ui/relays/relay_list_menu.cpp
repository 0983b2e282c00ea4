// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_list_menu.h"

#include "ui/models/file_chooser.h"
#include "ui/relays/relay_book.h"
#include "ui/widgets/format.h"

#include <QAction>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace dvmdash::ui
{

namespace
{

/// relayListFromText() refuses what is larger; so much is read to see that it is.
constexpr qint64 mostRead = 2 * 1024 * 1024;

} // namespace

RelayListMenu::RelayListMenu(RelayBook &book, FileChooser &files, QWidget *parent)
    : QMenu(parent)
    , m_book(book)
    , m_files(files)
{
    setToolTipsVisible(true);
    const auto offer = [&](const QString &name, const QString &text, const QString &meaning) {
        QAction *action = addAction(text);
        action->setObjectName(name);
        action->setToolTip(meaning);
        return action;
    };
    connect(offer(QStringLiteral("relays.import"), tr("Import a list..."),
                  tr("Add the relays of a file: JSON, or an address a line")),
            &QAction::triggered, this, [this] {
                m_files.chooseOpenPath(
                    parentWidget(),
                    {tr("Import a list of relays"), tr("Lists of relays (*.json *.txt);;All files (*)")},
                    [this](const QString &path) {
                        if (!path.isEmpty())
                            takeIn(path);
                    });
            });
    addSeparator();
    connect(offer(QStringLiteral("relays.export.json"), tr("Export the list as JSON..."),
                  tr("With what is switched off; reads as relays.json does")),
            &QAction::triggered, this, [this] { choosePath(false); });
    connect(offer(QStringLiteral("relays.export.lines"), tr("Export the addresses..."), tr("One a line")),
            &QAction::triggered, this, [this] { choosePath(true); });
}

void RelayListMenu::choosePath(bool lines)
{
    const SaveRequest request{tr("Export the list of relays"),
                              lines ? QStringLiteral("relays.txt") : QStringLiteral("relays.json"),
                              lines ? tr("Text (*.txt)") : tr("JSON (*.json)")};
    m_files.chooseSavePath(parentWidget(), request, [this, lines](const QString &path) {
        if (!path.isEmpty())
            writeTo(path, lines);
    });
}

void RelayListMenu::takeIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT failed(tr("%1 cannot be read: %2.").arg(path, file.errorString()));
        return;
    }
    QString error;
    const auto list = relay::relayListFromText(file.read(mostRead), &error);
    if (!list) {
        Q_EMIT failed(tr("%1 is no list of relays. %2").arg(QFileInfo(path).fileName(), error));
        return;
    }
    const auto before = m_book.list().size();
    m_book.restore(relay::joined(m_book.list(), *list));
    const auto added = m_book.list().size() - before;
    Q_EMIT done(tr("%1 relays of %2 in %3 are new and were added, without a look at them first.")
                    .arg(format::count(added), format::count(list->size()), QFileInfo(path).fileName()));
}

void RelayListMenu::writeTo(const QString &path, bool lines)
{
    QSaveFile file(path);
    const QByteArray text = lines ? relay::toLines(m_book.list()) : relay::toJson(m_book.list());
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        Q_EMIT done(tr("%1 relays were written to %2.").arg(format::count(m_book.list().size()), path));
    else
        Q_EMIT failed(tr("%1 could not be written: %2.").arg(path, file.errorString()));
}

} // namespace dvmdash::ui
