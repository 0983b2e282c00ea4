// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <functional>

class QWidget;

namespace dvmdash::ui
{

struct SaveRequest {
    QString title;         ///< of the dialog
    QString suggestedName; ///< file name with suffix
    QString filter;        ///< as QFileDialog names it: "CSV (*.csv)"
};

struct OpenRequest {
    QString title;  ///< of the dialog
    QString filter; ///< "Text (*.txt);;All files (*)"
};

/// Asks where to save, and what to open. An interface, so that tests give a path instead of opening a dialog.
class FileChooser
{
public:
    using Done = std::function<void(const QString &path)>;
    using DoneMany = std::function<void(const QStringList &paths)>;

    virtual ~FileChooser() = default;
    /// Calls `done` once with the path, or with an empty text when the reader cancelled; perhaps before it
    /// returns.
    virtual void chooseSavePath(QWidget *parent, const SaveRequest &request, Done done) = 0;
    virtual void chooseOpenPath(QWidget *parent, const OpenRequest &request, Done done) = 0;
    /// The same with files that are there; none when the reader cancelled.
    virtual void chooseFiles(QWidget *parent, const OpenRequest &request, DoneMany done) = 0;
};

/// The file dialog of the platform, without a nested event loop. Begins where the last file went.
class DialogFileChooser : public FileChooser
{
public:
    void chooseSavePath(QWidget *parent, const SaveRequest &request, Done done) override;
    void chooseOpenPath(QWidget *parent, const OpenRequest &request, Done done) override;
    void chooseFiles(QWidget *parent, const OpenRequest &request, DoneMany done) override;

    /// One for the program; GUI thread.
    static FileChooser &standard();
};

/// Answers always with the same path.
class FixedFileChooser : public FileChooser
{
public:
    explicit FixedFileChooser(QString path);
    void chooseSavePath(QWidget *parent, const SaveRequest &request, Done done) override;
    void chooseOpenPath(QWidget *parent, const OpenRequest &request, Done done) override;
    void chooseFiles(QWidget *parent, const OpenRequest &request, DoneMany done) override;
    void setFiles(const QStringList &files) { m_files = files; } ///< that are chosen to be opened
    const SaveRequest &lastRequest() const { return m_lastRequest; }

private:
    QString m_path;
    QStringList m_files;
    SaveRequest m_lastRequest;
};

} // namespace dvmdash::ui
