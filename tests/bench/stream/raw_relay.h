// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/message.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTcpServer>
#include <QTimer>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

class QTcpSocket;

namespace dvmdash::bench
{

/// A relay on loopback that costs as little as a relay can: the frames of its events are made beforehand and
/// written to a bare socket, whole chunks at once and unmasked, as servers do. It serves one client. Every
/// REQ is answered by EOSE, that for announcements by these before, so that a client learns whom to ask for;
/// all else comes when it is told to send. An event comes once, on the first subscription that asked for it.
///
/// It runs in a process of its own (`serveFrom`), where lines on the standard input are orders:
///
///     prepare              make the frames, from what was asked until now
///     flood                send them as fast as they are taken
///     pace N FROM COUNT    send COUNT of them from that one on, N a second
///
/// and those on its standard output tell of it:
///
///     port N
///     asked ID             a REQ came
///     ready N              so many frames are made
///     sent US              all that was ordered is written; processor time it took
///     at INDEX NS          of a paced frame: its event, and when it was sent by the steady clock
class RawRelay : public QObject
{
    Q_OBJECT
public:
    explicit RawRelay(const std::string &path);

    void order(const QString &line);

private:
    struct Line {
        std::string json;
        nostr::Event event;
    };

    void takeClient();
    void readClient();
    bool openClient();
    bool readFrame();
    void takeMessage(const std::string &text);
    void writeFrame(int opcode, const std::string &payload);
    void prepare();
    void flood();
    void pace();
    void finish();

    std::vector<Line> m_lines;
    QTcpServer m_server;
    QTcpSocket *m_client = nullptr;
    QByteArray m_unread;
    bool m_open = false;
    std::vector<nostr::ReqMessage> m_asked;

    std::vector<std::string> m_frames;
    std::vector<std::size_t> m_indexes; ///< of a frame: its line
    std::size_t m_next = 0;
    std::size_t m_end = 0;
    bool m_flooding = false;
    double m_cpuBefore = 0;
    int m_perSecond = 0;
    std::size_t m_paceFrom = 0;
    QElapsedTimer m_paceClock;
    QTimer m_paceTimer;
};

/// The whole program of that process; returns its exit code.
int serveFrom(const std::string &path);

} // namespace dvmdash::bench
