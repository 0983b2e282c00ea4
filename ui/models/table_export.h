// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/csv.h"
#include "ui/models/file_chooser.h"

#include <QImage>
#include <QObject>
#include <QPointer>
#include <QThread>
#include <QTimer>
#include <QVector>

#include <memory>

class QAbstractItemModel;
class QWidget;

namespace dvmdash::ui
{

/// Writes tables, charts and pictures to files without holding up the window: the model is read in slices of
/// a few milliseconds on the GUI thread, the bytes are written by a worker through QSaveFile, so that a file
/// is whole or not there. One export at a time; owned by what it exports from.
///
/// While a model is read it may change: rows that are inserted or removed move the reading place along, so
/// each row that was there all the time is written once. When it is rearranged or reset the reading starts
/// over; after `mostRestarts` of those the export fails and says so.
class TableExport : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostRestarts = 3;

    explicit TableExport(QObject *parent = nullptr);
    ~TableExport() override; ///< waits for a running write

    /// Default: the dialog of the platform. The chooser must live as long as this.
    void setFileChooser(FileChooser &chooser);

    /// Asks for a path, then writes the columns of the model (in that order) with a header line.
    void exportModel(QWidget *parent, const QAbstractItemModel &model, const QVector<int> &columns,
                     const QString &suggestedName, const CsvOptions &options = {});
    void exportTable(QWidget *parent, const CsvTable &table, const QString &suggestedName,
                     const CsvOptions &options = {});
    /// As PNG.
    void exportImage(QWidget *parent, const QImage &image, const QString &suggestedName);
    /// Bytes that are ready, for example SVG or JSON.
    void exportBytes(QWidget *parent, const QByteArray &bytes, const SaveRequest &request);

    bool isRunning() const { return m_running; }

Q_SIGNALS:
    /// rows is the number of data rows, 0 for pictures.
    void finished(const QString &path, int rows);
    /// What happened, what was kept, what to do; ready to be shown.
    void failed(const QString &message);

private:
    struct Snapshot;

    /// Claims the exporter and asks for the path; false when busy.
    void choose(QWidget *parent, const SaveRequest &request, std::function<void(const QString &)> proceed);
    void beginModel(const QAbstractItemModel &model, const QVector<int> &columns, const CsvOptions &options);
    void readSlice();
    void restartReading();
    void write(std::function<QByteArray()> makeBytes, int rows);
    void end();
    void fail(const QString &message);

    FileChooser *m_chooser;
    std::unique_ptr<Snapshot> m_snapshot;
    QTimer m_slices;
    QThread *m_worker = nullptr;
    QString m_path;
    bool m_running = false;
};

/// The visible columns' raw header texts of a model.
QStringList csvHeader(const QAbstractItemModel &model, const QVector<int> &columns);

} // namespace dvmdash::ui
