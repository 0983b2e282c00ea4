// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace dvmdash::ui
{

class FileChooser;
class RelayBook;

/// Handing the list of relays on: into a file and out of one.
class RelayListMenu : public QMenu
{
    Q_OBJECT
public:
    /// Both outlive it.
    RelayListMenu(RelayBook &book, FileChooser &files, QWidget *parent);

    /// Adds what the file names and the list does not have yet.
    void takeIn(const QString &path);
    /// `lines`: an address a line, else JSON.
    void writeTo(const QString &path, bool lines);

Q_SIGNALS:
    /// What came of it, for the reader.
    void done(const QString &text);
    void failed(const QString &text);

private:
    void choosePath(bool lines);

    RelayBook &m_book;
    FileChooser &m_files;
};

} // namespace dvmdash::ui
