// The guard's policy: which positions are in our care, and what a stop may cost each of them. Pure: no
// terminal call.
//
// The policy is the daemon's list of rule sets. As there, the first that matches a position governs it,
// and a position that none matches is nobody's. Texts are compared character by character, case and
// all. Lists of all rule sets lie in common arrays, of which each has its part.
#ifndef BACKSTOP_POLICY_MQH
#define BACKSTOP_POLICY_MQH

#include <Backstop/Language.mqh>
#include <Backstop/Cursor.mqh>
#include <Backstop/Protocol.mqh>

#define POLICY_ENTRIES_MAX 32
#define POLICY_MAGICS_MAX 1024
#define POLICY_PATTERNS_MAX 256
#define POLICY_BODY_MAX 16384
#define POLICY_SIDE_BOTH 2
#define MILLION 1000000

struct PolicyEntry
  {
   long              cap;                // 0: managed, and the guard gives no stop
   uint              balance_millionths; // 0: the cap alone
   ushort            margin_permille;
   uchar             side;
   bool              manage_manual;
   long              slippage_points;
   long              commission_per_lot;
   string            comment;
   int               patterns_first;
   int               patterns_count;
   int               magics_first;
   int               magics_count;
   int               excluded_first;
   int               excluded_count;
  };

struct PolicyMessage
  {
   ulong             version;
   uchar             mode;
   uchar             latch;
   bool              lift_local_latch;
   uint              guard_delay_ms;
   int               entries_count;
   int               patterns_count;
   int               magics_count;
   FIXED_ARRAY(PolicyEntry, entries, POLICY_ENTRIES_MAX);
   FIXED_ARRAY(string, patterns, POLICY_PATTERNS_MAX);
   FIXED_ARRAY(ulong, magics, POLICY_MAGICS_MAX);
  };

// Reads a list of magics into the common array; how many, with the cursor spoilt if there are too many.
int DecodePolicyMagics(CONST_ARRAY_REF(uchar, bytes), Cursor &body, PolicyMessage &policy)
  {
   int count = (int)GetU8(bytes, body);
   if(policy.magics_count + count > POLICY_MAGICS_MAX)
      body.ok = false;
   for(int i = 0; i < count && body.ok; i++)
     {
      policy.magics[policy.magics_count] = GetU64(bytes, body);
      policy.magics_count++;
     }
   return count;
  }

int DecodePolicyPatterns(CONST_ARRAY_REF(uchar, bytes), Cursor &body, PolicyMessage &policy)
  {
   int count = (int)GetU8(bytes, body);
   if(policy.patterns_count + count > POLICY_PATTERNS_MAX)
      body.ok = false;
   for(int i = 0; i < count && body.ok; i++)
     {
      policy.patterns[policy.patterns_count] = GetText(bytes, body);
      policy.patterns_count++;
     }
   return count;
  }

// One rule set. Without a cap neither margin nor share is stated.
void DecodePolicyEntry(CONST_ARRAY_REF(uchar, bytes), Cursor &body, PolicyMessage &policy, const int at)
  {
   policy.entries[at].cap = GetBounded(bytes, body, 0, MONEY_LIMIT);
   policy.entries[at].balance_millionths = GetU32(bytes, body);
   policy.entries[at].margin_permille = GetU16(bytes, body);
   policy.entries[at].side = GetEnum(bytes, body, POLICY_SIDE_BOTH);
   policy.entries[at].manage_manual = GetBool(bytes, body);
   policy.entries[at].slippage_points = GetBounded(bytes, body, 0, POINTS_LIMIT);
   policy.entries[at].commission_per_lot = GetMoney(bytes, body);
   policy.entries[at].comment = GetText(bytes, body);
   policy.entries[at].patterns_first = policy.patterns_count;
   policy.entries[at].patterns_count = DecodePolicyPatterns(bytes, body, policy);
   policy.entries[at].magics_first = policy.magics_count;
   policy.entries[at].magics_count = DecodePolicyMagics(bytes, body, policy);
   policy.entries[at].excluded_first = policy.magics_count;
   policy.entries[at].excluded_count = DecodePolicyMagics(bytes, body, policy);
   bool has_cap = policy.entries[at].cap > 0;
   if(policy.entries[at].balance_millionths > MILLION || policy.entries[at].margin_permille > 1000)
      body.ok = false;
   if(has_cap != (policy.entries[at].margin_permille > 0) || (!has_cap && policy.entries[at].balance_millionths > 0))
      body.ok = false;
  }

bool DecodePolicy(CONST_ARRAY_REF(uchar, bytes), Cursor &body, PolicyMessage &policy)
  {
   if(body.end - body.position > POLICY_BODY_MAX)
      return false;
   policy.patterns_count = 0;
   policy.magics_count = 0;
   policy.version = GetU64(bytes, body);
   policy.mode = GetEnum(bytes, body, MODE_MANAGE);
   policy.latch = GetEnum(bytes, body, LATCH_FLATTEN);
   policy.lift_local_latch = GetBool(bytes, body);
   GetReserved(bytes, body, 1);
   policy.guard_delay_ms = GetU32(bytes, body);
   policy.entries_count = (int)GetU8(bytes, body);
   if(policy.entries_count > POLICY_ENTRIES_MAX)
      return false;
   for(int i = 0; i < policy.entries_count && body.ok; i++)
      DecodePolicyEntry(bytes, body, policy, i);
   return CursorFinished(body);
  }

// True if `name` fits `pattern`, where * stands for any run of characters.
bool PatternFits(const string pattern, const string name)
  {
   int pattern_length = StringLen(pattern);
   int name_length = StringLen(name);
   int p = 0;
   int n = 0;
   int star = -1;
   int resume = 0;
   while(n < name_length)
     {
      bool in_pattern = p < pattern_length;
      if(in_pattern && StringGetCharacter(pattern, p) == 42)
        {
         star = p;
         resume = n;
         p++;
        }
      else if(in_pattern && StringGetCharacter(pattern, p) == StringGetCharacter(name, n))
        {
         p++;
         n++;
        }
      else if(star >= 0)
        {
         p = star + 1;
         resume++;
         n = resume;
        }
      else
         return false;
     }
   while(p < pattern_length && StringGetCharacter(pattern, p) == 42)
      p++;
   return p == pattern_length;
  }

bool PolicyHasMagic(const PolicyMessage &policy, const int first, const int count, const ulong magic)
  {
   for(int i = first; i < first + count; i++)
     {
      if(policy.magics[i] == magic)
         return true;
     }
   return false;
  }

// Whether rule set `at` is for such a position.
bool PolicyEntryFits(const PolicyMessage &policy, const int at, const string symbol, const ulong magic, const int side, const string comment)
  {
   if(policy.entries[at].side != POLICY_SIDE_BOTH && (int)policy.entries[at].side != side)
      return false;
   // A position opened by hand has magic 0, which stands in no list.
   if(magic == 0 && !policy.entries[at].manage_manual)
      return false;
   if(magic != 0 && PolicyHasMagic(policy, policy.entries[at].excluded_first, policy.entries[at].excluded_count, magic))
      return false;
   bool is_named = policy.entries[at].magics_count == 0 || PolicyHasMagic(policy, policy.entries[at].magics_first, policy.entries[at].magics_count, magic);
   if(magic != 0 && !is_named)
      return false;
   if(StringLen(policy.entries[at].comment) > 0 && StringFind(comment, policy.entries[at].comment, 0) < 0)
      return false;
   if(policy.entries[at].patterns_count == 0)
      return true;
   int first = policy.entries[at].patterns_first;
   for(int i = first; i < first + policy.entries[at].patterns_count; i++)
     {
      if(PatternFits(policy.patterns[i], symbol))
         return true;
     }
   return false;
  }

// The rule set that governs such a position; -1 if none does.
int PolicyFind(const PolicyMessage &policy, const string symbol, const ulong magic, const int side, const string comment)
  {
   for(int i = 0; i < policy.entries_count; i++)
     {
      if(PolicyEntryFits(policy, i, symbol, magic, side, comment))
         return i;
     }
   return -1;
  }

// amount x parts / whole, rounded down, without a product that overflows; parts is at most whole.
long ShareOf(const long amount, const long parts, const long whole)
  {
   return amount / whole * parts + amount % whole * parts / whole;
  }

// The cap of a rule set at a balance: the smaller of its amount and its share, which counts while there
// is a balance. 0 if it has none.
long PolicyCap(const PolicyMessage &policy, const int at, const long balance)
  {
   long cap = policy.entries[at].cap;
   if(cap <= 0 || policy.entries[at].balance_millionths == 0 || balance <= 0)
      return cap;
   long share = ShareOf(balance, (long)policy.entries[at].balance_millionths, MILLION);
   if(share < 1)
      share = 1;
   if(share < cap)
      return share;
   return cap;
  }

// Whether the guard may give any position a stop.
bool PolicyHasCap(const PolicyMessage &policy)
  {
   for(int i = 0; i < policy.entries_count; i++)
     {
      if(policy.entries[i].cap > 0)
         return true;
     }
   return false;
  }

#endif
