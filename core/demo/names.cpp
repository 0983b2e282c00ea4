// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/names.h"

#include "demo/cast.h"

#include <array>

namespace dvmdash::demo
{

namespace
{

constexpr std::array<NamedText, Cast::dvmCount> dvms{{
    {"Tidy Summaries", "Long reads in five lines, with the numbers left in."},
    {"Lantern Feed", "Finds the notes you would have liked to see yesterday."},
    {"Pixel Orchard", "Pictures from words. No faces of living people."},
    {"Babelsberg", "Übersetzt Nachrichten zwischen vierzig Sprachen, auch Dialekte."},
    {"Owl Post", "A night feed: calm notes only, nothing that shouts."},
    {"Second Ear", "Turns recordings into text and marks who spoke."},
    {"Trending Harbour", "What the network talks about, every ten minutes."},
    {"Old Clerk", "Reads scans, receipts and handwriting, slowly but well."},
    {"Quiet Corner", "Recommends people with few followers and good manners."},
    {"Vox Humana", "Reads text aloud in nine voices."},
    {"カラス書房", "日本語の要約と翻訳。短く、正確に。"},
    {"Copper Kettle", "Answers questions about cooking. May be wrong about salt."},
    {"Loupe", "Searches notes by meaning, not by letters."},
    {"Rank & File", "Sorts profiles by how far they stand from you in the web of trust."},
    {"Brush 7", "Removes backgrounds. Hair is hard; it tries."},
    {"Meridian Media", "Re-encodes video for slow phones."},
    {"Stamp Office", "Anchors hashes in time and hands back the proof."},
    {"ناقل الكلام", "ترجمة بين العربية والإنجليزية والفرنسية."},
    {"Gatekeeper", "Looks at files for things that should not be in them."},
    {"Wasmatorium", "Runs small programs in a box, returns what they print."},
    {"Hedgerow", "A feed of gardens, birds and weather."},
    {"Tally", "Counts events for clients that cannot."},
    {"Nightshift Render", "Images into short films. Best before breakfast."},
    {"Postmaster Nine", "Keeps your note and publishes it when you said."},
    {"מגדלור", "חיפוש אנשים ותכנים בעברית."},
    {"Blob Ferry", "Carries files from one media server to another."},
    {"Granny Smith Gallery", "Visual discovery: pictures that go well together."},
    {"Mirror Lake", "Mirrors blobs and tells you where they lie now."},
    {"Ask Me Later", "General text generation, cheap and in no hurry."},
    {"Sparrow Speech", "Text to speech with a cheerful accent 🐦."},
    {"Trust Ledger", "Verifies how real an account looks, with its reasons."},
    {"Fjord", "Henter innhold for skandinaviske lesere."},
    {"Toll House", "Pays for an HTTP API on your behalf and passes the answer on."},
    {"Miner's Lamp", "Does proof of work so that your phone need not."},
    {"Letterpress", "Text extraction from PDF and pictures."},
    {"Caption Crew", "Translates video, speech and captions alike."},
    {"Door Bell", "Switches lamps and opens doors, if you are who you say."},
    {"Archivarius", "Saves web pages before they change."},
    {"小报童", "中文内容发现：每小时更新一次。"},
    {"Name Tag", "Registers addresses of the name@domain kind."},
    {"Ring Road", "Recommends whom to follow next."},
    {"Sub Rosa", "Takes encrypted jobs only."},
    {"Gold Pan", "Sifts ten thousand notes for the one worth zapping."},
    {"Bridgehead", "Lets language models reach tools over Nostr."},
    {"Metronome", "Music from a mood and a tempo."},
    {"Back Room", "Asks the owner of a relay to let you in."},
    {"Cold Storage", "Hosts files for a month at a time."},
    {"Etcher", "Writes short messages where they cannot be erased."},
    {"Season Ticket", "Subscriptions to other DVMs, billed monthly."},
    {"Whisper & Sons", "Speech to text since 2023."},
    {"Small Print", "Summaries of contracts and terms. No legal advice."},
    {"Zeitgeist.exe", "Popular now. Also popular five minutes ago."},
    {"Correo Rápido", "Traduce y resume noticias al español."},
    {"Overlay Department", "Puts captions, frames and stamps on pictures."},
    {"Generic Worker", "Takes whatever kind 5999 asks for."},
    {"Velvet \xE2\x80\xAE"
     "DVM",
     "Its name holds a character that turns the writing round."},
    {"<b>Bold Claims</b>", "Best & fastest <script>alert('feed')</script> feed of all."},
    {"Cartographer", "Answers where, not what."},
    {"Empty Shop", "Opened with great hopes."},
    {"Forgotten Feed", "Was announced once."},
}};

constexpr std::array<NamedText, Cast::customerCount> customers{{
    {"Mirela", "Runs a client that asks for feeds all day."},
    {"Jonas Adebayo", "Editor. Everything gets a summary."},
    {"feedbot-17", ""},
    {"Yui 🌸", "絵と音楽が好きです。"},
    {"Carmen Ortúzar", "Periodista, lee en tres idiomas."},
    {"", ""},
    {"Tomasz Wilk", "Builds things that talk to DVMs."},
    {"Dr. Ngozi", "Medical papers, mostly."},
    {"", ""},
    {"Per Lindqvist", "Fotograf."},
    {"سلمى", "كاتبة ومترجمة."},
    {"", ""},
    {"Basil", "Cook with a phone."},
    {"Lena K.", "Podcasts."},
    {"", ""},
    {"Old Sam", "Does not trust feeds, uses four."},
    {"王小明", "开发者。"},
    {"", ""},
    {"Ivo Petrov", "Runs a relay for his town."},
    {"Nadia", "Teaches Portuguese."},
    {"", ""},
    {"Kwame", "Archivist."},
    {"Rosalind", "Birds."},
    {"", ""},
    {"Zed\tTab", "A name with a tab in it."},
    {"Hélène", "Traductrice."},
    {"", ""},
    {"דנה", "מפתחת."},
    {"Oscar", "Collects maps."},
    {"", ""},
    {"Priya R", "Data person."},
    {"Mateo", ""},
    {"", ""},
    {"Ása", "Weaver."},
    {"Gus & Co", "Two people, one key."},
    {"", ""},
    {"한별", "음악을 만듭니다."},
    {"Wanda", "First day here."},
    {"", ""},
    {"Thaddeus Bartholomew Featherstonehaugh-Cholmondeley the Younger of Upper Slaughter",
     "A name that does not fit in any column."},
}};

} // namespace

std::span<const NamedText> dvmNames()
{
    return dvms;
}

std::span<const NamedText> customerNames()
{
    return customers;
}

} // namespace dvmdash::demo
