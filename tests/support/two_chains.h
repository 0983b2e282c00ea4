// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <vector>

namespace dvmdash::test
{

/// Two chains of one customer, by seconds after `start`. The first was delivered from end to end:
///
///     discovery 0-3 > transcription 4-8 > translation 9-15 > summary 16-19 > speech 20-22
///
/// The second began at 1000. Its transcription took 14 s, its translation was delivered by another DVM, its
/// summary failed (at 1035), so there was no speech; instead a picture was made of the transcription. Besides
/// there is a summary by itself, of another customer, delivered at 2003.
struct TwoChains {
    struct Before {
        nostr::Event discovery, transcription, translation, summary, speech;
    } before;
    struct After {
        nostr::Event discovery, transcription, translation, summary, picture;
    } after;
    nostr::Event alone;
    std::vector<nostr::Event> events; ///< all of it, requests and answers
};
TwoChains twoChains();

} // namespace dvmdash::test
