// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace dvmdash::ui
{

struct SaveRequest {
    QString title;         ///< of the dialog
    QString suggestedName; ///< file name with suffix
    QString filter;        ///< as QFileDialog names it: "CSV (*.csv)"
};

/// Asks where to save. An interface, so that tests give a path instead of opening a dialog.
class FileChooser
{
public:
    using Done = std::function<void(const QString &path)>;

    virtual ~FileChooser() = default;
    /// Calls `done` once with the path, or with an empty text when the reader cancelled; perhaps before it
    /// returns.
    virtual void chooseSavePath(QWidget *parent, const SaveRequest &request, Done done) = 0;
    /// The same for a file that is there. `filter` as in SaveRequest.
    virtual void chooseOpenPath(QWidget *parent, const QString &title, const QString &filter, Done done) = 0;
};

/// The file dialog of the platform, without a nested event loop. Begins where the last file went.
class DialogFileChooser : public FileChooser
{
public:
    void chooseSavePath(QWidget *parent, const SaveRequest &request, Done done) override;
    void chooseOpenPath(QWidget *parent, const QString &title, const QString &filter, Done done) override;

    /// One for the program; GUI thread.
    static FileChooser &standard();
};

/// Answers always with the same path.
class FixedFileChooser : public FileChooser
{
public:
    explicit FixedFileChooser(QString path);
    void chooseSavePath(QWidget *parent, const SaveRequest &request, Done done) override;
    void chooseOpenPath(QWidget *parent, const QString &title, const QString &filter, Done done) override;
    const SaveRequest &lastRequest() const { return m_lastRequest; }

private:
    QString m_path;
    SaveRequest m_lastRequest;
};

} // namespace dvmdash::ui
