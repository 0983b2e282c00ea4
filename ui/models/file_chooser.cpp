// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/file_chooser.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include <memory>
#include <utility>

namespace dvmdash::ui
{

namespace
{

/// Qt keeps the folder of the last dialog itself; only the first one needs a start.
void beginSomewhere(QFileDialog &dialog)
{
    static bool isFirst = true;
    if (std::exchange(isFirst, false))
        dialog.setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
}

/// Without a nested event loop.
void openFor(QFileDialog *dialog, FileChooser::Done done)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::finished, dialog, [dialog, done = std::move(done)](int result) {
        const QStringList files = dialog->selectedFiles();
        done(result == QDialog::Accepted && !files.isEmpty() ? files.front() : QString());
    });
    dialog->open();
}

} // namespace

void DialogFileChooser::chooseSavePath(QWidget *parent, const SaveRequest &request, Done done)
{
    auto *dialog = new QFileDialog(parent, request.title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(request.filter);
    dialog->setDefaultSuffix(QFileInfo(request.suggestedName).suffix());
    beginSomewhere(*dialog);
    dialog->selectFile(request.suggestedName);
    openFor(dialog, std::move(done));
}

void DialogFileChooser::chooseOpenPath(QWidget *parent, const OpenRequest &request, Done done)
{
    auto *dialog = new QFileDialog(parent, request.title);
    dialog->setAcceptMode(QFileDialog::AcceptOpen);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(request.filter);
    beginSomewhere(*dialog);
    openFor(dialog, std::move(done));
}

void DialogFileChooser::chooseFiles(QWidget *parent, const OpenRequest &request, DoneMany done)
{
    auto *dialog = new QFileDialog(parent, request.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(request.filter);
    QObject::connect(dialog, &QDialog::finished, dialog, [dialog, done = std::move(done)](int result) {
        done(result == QDialog::Accepted ? dialog->selectedFiles() : QStringList());
    });
    dialog->open();
}

FileChooser &DialogFileChooser::standard()
{
    static DialogFileChooser chooser;
    return chooser;
}

FixedFileChooser::FixedFileChooser(QString path)
    : m_path(std::move(path))
{
}

void FixedFileChooser::chooseSavePath(QWidget *, const SaveRequest &request, Done done)
{
    m_lastRequest = request;
    done(m_path);
}

void FixedFileChooser::chooseOpenPath(QWidget *, const OpenRequest &, Done done)
{
    done(m_path);
}

void FixedFileChooser::chooseFiles(QWidget *, const OpenRequest &, DoneMany done)
{
    done(m_files);
}

} // namespace dvmdash::ui
