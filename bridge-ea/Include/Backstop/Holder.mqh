// One EA per account within a terminal.
//
// A terminal-wide variable holds the number of the EA that has the account; it is taken by
// compare-and-set, which is atomic. A second variable is the holder's heartbeat: a holder that has not
// beaten for some seconds (its chart crashed) may be replaced, and stops when it comes back and finds
// another number. Both vanish with the terminal. The daemon keeps two terminals apart.
#ifndef BACKSTOP_HOLDER_MQH
#define BACKSTOP_HOLDER_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Text.mqh>

#define HOLDER_TIMEOUT_MS 10000
#define HOLDER_BEAT_MS 500

string g_holder_name = "";
double g_holder_me = 0.0;                // never zero once set; below 2^53, so exact
bool   g_is_holder = false;
long   g_holder_at = 0;

string HolderBeatName()
  {
   return g_holder_name + ".beat";
  }

void HolderOpen(const ulong account, const ulong boot_id)
  {
   g_holder_name = StringFormat("Backstop.%I64u", account);
   g_holder_me = (double)(boot_id & 0xFFFFFFFFFFFF) + 1.0;
   g_is_holder = false;
   g_holder_at = 0;
  }

void HolderBeat()
  {
   GlobalVariableTemp(HolderBeatName());
   GlobalVariableSet(HolderBeatName(), (double)GetTickCount64());
  }

// Whether the present holder has stopped beating.
bool HolderIsGone()
  {
   double beat = 0.0;
   if(!GlobalVariableGet(HolderBeatName(), beat))
      return true;
   double age = (double)GetTickCount64() - beat;
   return age > HOLDER_TIMEOUT_MS || age < 0.0;
  }

void HolderTry()
  {
   double holder = 0.0;
   if(!GlobalVariableGet(g_holder_name, holder))
     {
      GlobalVariableTemp(g_holder_name);
      if(!GlobalVariableGet(g_holder_name, holder))
         return;
     }
   if(holder == g_holder_me)
     {
      g_is_holder = true;
      HolderBeat();
      return;
     }
   g_is_holder = false;
   if(holder != 0.0 && !HolderIsGone())
      return;
   // The beat comes first: a holder without one would count as gone to a copy that starts at the same moment.
   HolderBeat();
   g_is_holder = GlobalVariableSetOnCondition(g_holder_name, g_holder_me, holder);
  }

// Keeps or seeks the account. True while this EA holds it.
bool HolderRefresh()
  {
   long now = ClockNow();
   if(now < g_holder_at)
      return g_is_holder;
   HolderTry();
   g_holder_at = now + (long)HOLDER_BEAT_MS * MS_NS;
   if(!g_is_holder)
      Say("holder", "another chart of this terminal already runs Backstop for this account: standing by");
   return g_is_holder;
  }

// Gives the account up, so that another chart may take it at once.
void HolderRelease()
  {
   if(g_is_holder && GlobalVariableSetOnCondition(g_holder_name, 0.0, g_holder_me))
      GlobalVariableDel(HolderBeatName());
   g_is_holder = false;
   g_holder_at = 0;
  }

#endif
