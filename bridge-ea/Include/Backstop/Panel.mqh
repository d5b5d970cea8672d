// What a person sees and can press on the chart, at most twice a second.
//
// The buttons work without the daemon. A click may be lost when the terminal merges chart events, so
// the state of the buttons is looked at as well.
#ifndef BACKSTOP_PANEL_MQH
#define BACKSTOP_PANEL_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Clock.mqh>
#include <Backstop/Text.mqh>
#include <Backstop/Memory.mqh>
#include <Backstop/Positions.mqh>
#include <Backstop/Guard.mqh>
#include <Backstop/Flatten.mqh>
#include <Backstop/Holder.mqh>
#include <Backstop/Session.mqh>

#define PANEL_MS 500
#define PANEL_VALUED_MAX 200
#define BUTTON_FREEZE "Backstop.freeze"
#define BUTTON_FLATTEN "Backstop.flatten"

bool   g_panel_on = true;
bool   g_panel_made = false;
long   g_panel_at = 0;
string g_panel_text = "";

void PanelButton(const string name, const string text, const int row, const color background)
  {
   if(ObjectFind(0, name) < 0 && !ObjectCreate(0, name, OBJ_BUTTON, 0, 0, 0.0))
     {
      Say("panel", StringFormat("cannot draw a button (error %d)", GetLastError()));
      return;
     }
   ObjectSetInteger(0, name, OBJPROP_CORNER, CORNER_RIGHT_UPPER);
   ObjectSetInteger(0, name, OBJPROP_XDISTANCE, 110);
   ObjectSetInteger(0, name, OBJPROP_YDISTANCE, 30 + row * 30);
   ObjectSetInteger(0, name, OBJPROP_XSIZE, 100);
   ObjectSetInteger(0, name, OBJPROP_YSIZE, 26);
   ObjectSetInteger(0, name, OBJPROP_COLOR, clrWhite);
   ObjectSetInteger(0, name, OBJPROP_BGCOLOR, background);
   ObjectSetInteger(0, name, OBJPROP_STATE, 0);
   ObjectSetString(0, name, OBJPROP_TEXT, text);
  }

void PanelOpen()
  {
   g_panel_at = 0;
   g_panel_text = "";
   if(!g_panel_on)
      return;
   PanelButton(BUTTON_FREEZE, "FREEZE", 0, clrSteelBlue);
   PanelButton(BUTTON_FLATTEN, "FLATTEN", 1, clrFireBrick);
   g_panel_made = true;
  }

void PanelClose()
  {
   if(!g_panel_made)
      return;
   ObjectDelete(0, BUTTON_FREEZE);
   ObjectDelete(0, BUTTON_FLATTEN);
   Comment("");
   g_panel_made = false;
  }

// A person pressed a button: it takes effect here and now.
void PanelPressed(const string name)
  {
   if(name != BUTTON_FREEZE && name != BUTTON_FLATTEN)
      return;
   // A button left pressed would act much later, when this copy takes over.
   ObjectSetInteger(0, name, OBJPROP_STATE, 0);
   if(!g_is_holder)
     {
      Say("panel", "a button was pressed on a chart that stands by: nothing was done; press it on the chart that runs");
      return;
     }
   if(name == BUTTON_FREEZE)
     {
      Say("latch", "FREEZE was pressed: no order leaves until a person resumes");
      LatchLocally(LATCH_FREEZE);
     }
   else
     {
      Say("latch", "FLATTEN was pressed: closing the managed positions");
      LatchLocally(LATCH_FLATTEN);
     }
   g_panel_at = 0;
  }

void PanelPoll()
  {
   if(ObjectGetInteger(0, BUTTON_FREEZE, OBJPROP_STATE) != 0)
      PanelPressed(BUTTON_FREEZE);
   if(ObjectGetInteger(0, BUTTON_FLATTEN, OBJPROP_STATE) != 0)
      PanelPressed(BUTTON_FLATTEN);
  }

string LatchText()
  {
   switch(EffectiveLatch())
     {
      case LATCH_PAUSE:
         return "PAUSED";
      case LATCH_FREEZE:
         return "FROZEN: NO ORDER LEAVES";
      case LATCH_FLATTEN:
         return "FLATTENING";
     }
   return "none";
  }

string ModeText()
  {
   if(!g_has_policy)
      return "NO POLICY: NOT PROTECTED";
   if(g_policy.mode == MODE_SHADOW)
      return "SHADOW: NOT PROTECTED";
   string text = "protect";
   if(g_policy.mode == MODE_MANAGE)
      text = "manage";
   if(!PolicyHasCap(g_policy))
      text += " (no cap: the EA's own guard is off)";
   else if(!g_guard_on)
      text += " (the EA's own guard is off)";
   return text;
  }

string LinkText()
  {
   if(g_session == SESSION_LIVE)
      return "live";
   if(StringLen(g_session_text) > 0)
      return g_session_text;
   return g_link_text;
  }

// How many positions are managed and guarded, and what they lose together if every stop is hit.
string PositionsText()
  {
   int managed = 0;
   int guarded = 0;
   long worst = 0;
   bool is_known = true;
   for(int i = 0; i < g_positions_count; i++)
     {
      int entry = PositionEntry(i);
      if(entry < 0)
         continue;
      managed++;
      if(g_positions[i].wire.stop_loss == 0)
        {
         is_known = false;
         continue;
        }
      guarded++;
      long loss = 0;
      if(guarded > PANEL_VALUED_MAX || !WorstCase(i, entry, g_positions[i].wire.stop_loss, loss))
         is_known = false;
      else if(loss > 0)
         worst += loss;
     }
   string text = StringFormat("positions %d, managed %d, with a stop %d\n", g_positions_count, managed, guarded);
   if(is_known)
      return text + "worst case " + MoneyText(worst);
   return text + "worst case NOT BOUNDED, at least " + MoneyText(worst);
  }

string PermissionText()
  {
   ushort permissions = Permissions();
   if((permissions & PERMIT_CONNECTED) == 0)
      return "NOT CONNECTED TO THE BROKER";
   if((permissions & PERMIT_TERMINAL) == 0)
      return "ALGO TRADING IS OFF IN THE TERMINAL";
   if((permissions & PERMIT_PROGRAM) == 0)
      return "ALGO TRADING IS OFF FOR THIS EA";
   if(permissions != PERMIT_ALL)
      return "THE ACCOUNT DOES NOT ALLOW EA TRADING";
   return "allowed";
  }

string PanelText()
  {
   if(!g_is_holder)
      return "BACKSTOP\nSTANDING BY: another chart of this terminal runs Backstop for this account";
   string text = "BACKSTOP   mode " + ModeText();
   text += "\nlink: " + LinkText();
   text += "\ntrading: " + PermissionText();
   text += "\nlatch: " + LatchText();
   text += "\n" + PositionsText();
   text += StringFormat("\nstops placed by the EA itself: %d", (int)g_guard_placed);
   return text;
  }

void PanelRefresh()
  {
   long now = ClockNow();
   if(!g_panel_on || now < g_panel_at)
      return;
   long started = now;
   PanelPoll();
   g_panel_at = now + (long)PANEL_MS * MS_NS;
   string text = PanelText();
   if(text != g_panel_text)
     {
      g_panel_text = text;
      Comment(text);
      ChartRedraw(0);
     }
   CallTook(CALL_CHART, started);
  }

#endif
