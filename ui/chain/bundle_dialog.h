// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/page.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace dvmdash::ui
{

class SegmentedControl;

/// Asks what of a chain goes into the file that is handed on, says what that means and how much it is, and
/// gives the file to who saves it. Deletes itself when it closes.
class BundleDialog : public QDialog
{
    Q_OBJECT
public:
    BundleDialog(const PageContext &context, const nostr::EventId &job, QWidget *parent);

    engine::Redaction redaction() const;
    /// Nothing while it is being gathered, or cannot be.
    const std::optional<engine::BundleAnswer> &bundle() const { return m_bundle; }
    SegmentedControl &choice() { return *m_choice; }
    QCheckBox &withoutRelays() { return *m_withoutRelays; }
    QString amount() const;

Q_SIGNALS:
    /// The reader wants to save this.
    void saveWanted(const QByteArray &file);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildMeaning(const QString &left, const QStringList &leftItems, const QString &right,
                          const QStringList &rightItems, const QString &note);
    QLabel *addText(const QString &text);
    void build();
    void gather();
    void showBundle(const engine::Result<engine::BundleAnswer> &result);
    void restyle();

    const PageContext m_context;
    const nostr::EventId m_job;
    engine::Ask m_ask;
    std::optional<engine::BundleAnswer> m_bundle;

    SegmentedControl *m_choice = nullptr;
    QStackedWidget *m_meaning = nullptr;
    QCheckBox *m_withoutRelays = nullptr;
    QLabel *m_amount = nullptr;
    QLabel *m_warning = nullptr;
    QPushButton *m_save = nullptr;
    std::vector<QLabel *> m_muted;
};

} // namespace dvmdash::ui
