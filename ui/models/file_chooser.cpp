// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/file_chooser.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include <memory>
#include <utility>

namespace dvmdash::ui
{

namespace
{

QString startFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

} // namespace

void DialogFileChooser::chooseSavePath(QWidget *parent, const SaveRequest &request, Done done)
{
    auto *dialog = new QFileDialog(parent, request.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(request.filter);
    dialog->setDefaultSuffix(QFileInfo(request.suggestedName).suffix());
    // Qt keeps the folder of the last dialog itself; only the first one needs a start.
    static bool isFirst = true;
    if (std::exchange(isFirst, false))
        dialog->setDirectory(startFolder());
    dialog->selectFile(request.suggestedName);
    QObject::connect(dialog, &QDialog::finished, dialog, [dialog, done = std::move(done)](int result) {
        const QStringList files = dialog->selectedFiles();
        done(result == QDialog::Accepted && !files.isEmpty() ? files.front() : QString());
    });
    dialog->open();
}

void DialogFileChooser::chooseOpenPath(QWidget *parent, const QString &title, const QString &filter,
                                       Done done)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(filter);
    QObject::connect(dialog, &QDialog::finished, dialog, [dialog, done = std::move(done)](int result) {
        const QStringList files = dialog->selectedFiles();
        done(result == QDialog::Accepted && !files.isEmpty() ? files.front() : QString());
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

void FixedFileChooser::chooseOpenPath(QWidget *, const QString &, const QString &, Done done)
{
    done(m_path);
}

} // namespace dvmdash::ui
