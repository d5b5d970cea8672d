#include "Case.h"

PROMISE(formatsOfIntegers) {
  check.equal(StringFormat("%d|%5d|%-5d|%05d|%+d", 7, 7, 7, 7, 7), "7|    7|7    |00007|+7");
  check.equal(StringFormat("%x|%X|%#x|%o", 255, 255, 255, 8), "ff|FF|0xff|10");
  check.equal(StringFormat("%u", UINT_MAX), "4294967295");
}

PROMISE(formatsOf64BitIntegers) {
  check.equal(StringFormat("%I64d", LONG_MAX), "9223372036854775807");
  check.equal(StringFormat("%I64u", ULONG_MAX), "18446744073709551615");
  check.equal(StringFormat("%lli", LONG_MIN), "-9223372036854775808");
  check.equal(StringFormat("%I64X", ULONG_MAX), "FFFFFFFFFFFFFFFF");
}

PROMISE(shortFormatsOverflow) {
  check.equal(StringFormat("%hi, %hi", SHRT_MAX, INT_MAX), "32767, -1");
}

PROMISE(formatsOfReals) {
  check.equal(StringFormat("%.2f %+.2f %g %e", 22139.86, 174.0, 0.01, 12345.678),
              "22139.86 +174.00 0.01 1.234568e+04");
  check.equal(StringFormat("%.17e", DBL_MAX), "1.79769313486231571e+308");
  check.equal(StringFormat("%f", 0.00001), "0.000010");
}

PROMISE(aFormatMayBuildAFormat) {
  string format = StringFormat("%%s: point value  = %%.%df", 5);
  check.equal(StringFormat(format, "EURUSD", 0.00001), "EURUSD: point value  = 0.00001");
}

PROMISE(precisionCutsStringsAndStarsTakeArguments) {
  check.equal(StringFormat("%.3s", "EURUSD"), "EUR");
  check.equal(StringFormat("%.*s", 4, "EURUSD"), "EURU");
  check.equal(StringFormat("[%8s|%-8s]", "EUR", "EUR"), "[     EUR|EUR     ]");
}

PROMISE(aCharacterFormatIsUnicode) {
  check.equal(StringFormat("%c", (ushort)0x221E), "\xE2\x88\x9E");
}

PROMISE(printTextFollowsTheTypes) {
  check.equal(join_text(nullptr, 0), "");
  string text;
  check.equal(StringConcatenate(text, 1, " ", 2.5, " ", true, " ", (datetime)60, " ", clrRed), 38);
  check.equal(text, "1 2.5 true 1970.01.01 00:01:00 255,0,0");
}

PROMISE(enumerationsHaveNames) {
  check.equal(EnumToString(ORDER_TYPE_SELL_STOP_LIMIT), "ORDER_TYPE_SELL_STOP_LIMIT");
  check.equal(EnumToString(TRADE_TRANSACTION_REQUEST), "TRADE_TRANSACTION_REQUEST");
  check.equal(EnumToString(PERIOD_MN1), "PERIOD_MN1");
}

STOPS(aSpecifierOfTheWrongTypeStopsTheProgram, "format") {
  check.equal(StringFormat("%d", 1.5), "");
}
STOPS(tooManySpecifiersStopTheProgram, "more specifiers") {
  check.equal(StringFormat("%d %d", 1), "");
}
STOPS(tooManyArgumentsStopTheProgram, "more arguments") {
  check.equal(StringFormat("%d", 1, 2), "");
}
STOPS(anUnknownSpecifierStopsTheProgram, "unknown") { check.equal(StringFormat("%y", 1), ""); }
STOPS(a64BitValueNeedsItsPrefix, "64-bit") { check.equal(StringFormat("%d", LONG_MAX), ""); }
