// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QSpinBox;

namespace dvmdash::ui
{

/// How much of the past is kept, as fields to edit: each limit can be switched off.
class PolicyForm : public QWidget
{
    Q_OBJECT
public:
    explicit PolicyForm(QWidget *parent = nullptr);

    void setPolicy(const engine::RetentionPolicy &policy);
    engine::RetentionPolicy policy() const;

Q_SIGNALS:
    /// The reader changed something.
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Days {
        QCheckBox *isLimited = nullptr; ///< null: always
        QSpinBox *days = nullptr;
    };

    void addSize();
    Days addDays(const QString &caption, const QString &explanation, const char *name, bool mayBeUnlimited);
    void addPresets(Days &days);
    int nextRow();
    void changed();
    void restyle();
    std::int64_t shownBytes() const;

    QGridLayout *m_grid;
    QCheckBox *m_hasSize = nullptr;
    QDoubleSpinBox *m_size = nullptr;
    QComboBox *m_unit = nullptr;
    Days m_events;
    Days m_minutes;
    Days m_jobs;
    QLabel *m_forEver;
    bool m_setting = false;
    std::int64_t m_exactBytes = 0; ///< as it was set, which the fields may round
    std::int64_t m_roundedBytes = 0;
};

} // namespace dvmdash::ui
