// From a connection to a session: hello, challenge, proof, welcome; and every way in which it ends.
//
//   down --connect--> greeting --READY--> hello sent --challenge--> proof sent --welcome--> live
//
// The EA obeys nobody who has not proven to know the link token.
#ifndef BACKSTOP_HANDSHAKE_MQH
#define BACKSTOP_HANDSHAKE_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Sha256Hmac.mqh>
#include <Backstop/Protocol.mqh>
#include <Backstop/ToDaemon.mqh>
#include <Backstop/FromDaemon.mqh>
#include <Backstop/Link.mqh>
#include <Backstop/Outbox.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Orders.mqh>
#include <Backstop/Updates.mqh>
#include <Backstop/Identity.mqh>

#define EA_VERSION 0x00010000

#define SESSION_DOWN 0
#define SESSION_GREETING 1
#define SESSION_HELLO 2
#define SESSION_PROOF 3
#define SESSION_LIVE 4

#define HEARTBEAT_LEAST_MS 50
#define HEARTBEAT_MOST_MS 1000
#define HELLOS_MAX 3
#define REFUSED_NO_SESSION 8
#define REFUSED_WAIT_MS 1000
#define REFUSED_LONG_WAIT_MS 5000

int    g_session = SESSION_DOWN;
string g_session_text = "";              // the daemon's refusal, until a session stands
long   g_session_since = 0;
long   g_heard_at = 0;
ulong  g_in_sequence = 0;
long   g_echo = 0;
long   g_heartbeat_ns = SECOND_NS;
long   g_link_timeout_ns = 3000000000;
long   g_beat_at = 0;
int    g_hellos = 0;                     // said again since a session last stood

// Ends the session with the link.
void SessionDrop(const string reason)
  {
   g_session = SESSION_DOWN;
   LinkDrop(reason);
  }

// Connects when it is time to.
void SessionConnect(const string host, const int port)
  {
   if(g_link_up)
      return;
   g_session = SESSION_DOWN;
   OutboxReset();
   if(!LinkConnect(host, port, "bs-" + Hex16(g_boot_id)))
      return;
   g_session = SESSION_GREETING;
   g_session_since = ClockNow();
   g_heard_at = g_session_since;
   g_hellos = 0;
   g_in_sequence = 0;
   g_echo = 0;
  }

void SessionHello()
  {
   MakeNonce();
   HelloMessage hello;
   ZeroMemory(hello);
   hello.ea_version = EA_VERSION;
   hello.terminal_build = (uint)TerminalInfoInteger(TERMINAL_BUILD);
   hello.boot_id = g_boot_id;
   hello.account = g_account;
   hello.margin_mode = MarginMode();
   hello.trade_mode = AccountTradeMode();
   hello.permissions = Permissions();
   hello.last_epoch = g_highest_epoch;
   for(int i = 0; i < 16; i++)
      hello.nonce[i] = g_nonce_mine[i];
   hello.currency = AccountInfoString(ACCOUNT_CURRENCY);
   hello.server = AccountInfoString(ACCOUNT_SERVER);
   hello.company = AccountInfoString(ACCOUNT_COMPANY);
   EncodeHello(g_body, hello);
   Post(MSG_HELLO);
   g_session = SESSION_HELLO;
  }

// Checks the daemon's proof and answers with the EA's own.
void SessionProve(const ChallengeMessage &challenge)
  {
   ByteWriter text;
   FIXED_ARRAY(uchar, mac, SHA256_SIZE);
   WriterReset(text);
   PutRaw(text, "backstop-daemon");
   PutBytes(text, g_nonce_mine, 0, 16);
   PutBytes(text, challenge.nonce, 0, 16);
   if(!HmacSha256(g_token, text, mac) || !SameBytes(mac, challenge.mac, SHA256_SIZE))
     {
      g_session_text = "the daemon does not know this EA's link token (InpToken)";
      SessionDrop(g_session_text);
      return;
     }
   WriterReset(text);
   PutRaw(text, "backstop-ea");
   PutBytes(text, challenge.nonce, 0, 16);
   PutBytes(text, g_nonce_mine, 0, 16);
   PutU64(text, g_account);
   PutU64(text, g_boot_id);
   if(!HmacSha256(g_token, text, mac))
     {
      SessionDrop("the terminal cannot hash");
      return;
     }
   PutBytes(g_body, mac, 0, SHA256_SIZE);
   Post(MSG_PROOF);
   g_session = SESSION_PROOF;
  }

// Takes a higher epoch for good, before anything it covers is carried out. A lower one never counts.
bool SessionTakeEpoch(const ulong epoch)
  {
   if(epoch <= g_highest_epoch)
      return epoch == g_highest_epoch;
   g_highest_epoch = epoch;
   g_out_epoch = epoch;
   if(!MemorySave())
      Say("memory", "the epoch could not be written");
   return true;
  }

void SessionWelcome(const WelcomeMessage &welcome)
  {
   if(!SessionTakeEpoch(welcome.epoch))
     {
      g_session_text = StringFormat("the daemon's epoch %I64u is older than %I64u: its state was lost or set back", welcome.epoch, g_highest_epoch);
      SessionDrop(g_session_text);
      return;
     }
   OutboxClose();
   g_out_epoch = welcome.epoch;
   long beat_ms = (long)welcome.heartbeat_ms;
   if(beat_ms < HEARTBEAT_LEAST_MS)
      beat_ms = HEARTBEAT_LEAST_MS;
   if(beat_ms > HEARTBEAT_MOST_MS)
      beat_ms = HEARTBEAT_MOST_MS;
   g_heartbeat_ns = beat_ms * MS_NS;
   g_link_timeout_ns = (long)welcome.link_timeout_ms * MS_NS;
   if(g_link_timeout_ns < 2 * g_heartbeat_ns)
      g_link_timeout_ns = 2 * g_heartbeat_ns;
   g_session = SESSION_LIVE;
   g_session_text = "";
   g_hellos = 0;
   g_link_backoff_ms = LINK_BACKOFF_FIRST_MS;
   g_link_text = "live";
   g_beat_at = 0;
   DealsReset();
   UpdatesReset();
   Say("session", "connected to the daemon");
  }

// The daemon has no session with this EA, which says hello again on the same connection.
void SessionAgain()
  {
   g_hellos++;
   if(g_hellos > HELLOS_MAX)
     {
      SessionDrop("the daemon keeps no session with this EA");
      return;
     }
   OutboxReset();
   g_in_sequence = 0;
   g_session_since = ClockNow();
   SessionHello();
  }

void SessionRefused(const RefusedMessage &refused)
  {
   if(refused.reason == REFUSED_NO_SESSION)
     {
      SessionAgain();
      return;
     }
   g_session_text = StringFormat("refused by the daemon (%d): ", (int)refused.reason) + refused.explanation;
   SessionDrop(g_session_text);
   int wait_ms = REFUSED_WAIT_MS;
   if(refused.reason == 1 || refused.reason == 2 || refused.reason == 4 || refused.reason == 6)
      wait_ms = REFUSED_LONG_WAIT_MS;
   g_link_retry_at = ClockNow() + (long)wait_ms * MS_NS;
  }

#endif
