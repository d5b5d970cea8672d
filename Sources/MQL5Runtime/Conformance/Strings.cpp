#include "Case.h"

PROMISE(aNullStringDiffersFromAnEmptyOneAndPrintsAlike) {
  string nothing = NULL, empty = "";
  check.is_true(nothing == NULL);
  check.is_false(empty == NULL);
  check.is_false(nothing == empty);
  check.equal(StringLen(nothing), 0);
  check.equal("[" + nothing + "]", "[]");
}

PROMISE(aStringIsAValue) {
  string a = "one";
  string b = a;
  b += " two";
  check.equal(a, "one");
  check.equal(b, "one two");
}

PROMISE(aStringCountsUTF16Units) {
  string text =
      "\xE2\x82\xAC\xF0\x9F\x98\x80";  // a euro sign and a character outside the base plane
  check.equal(StringLen(text), 3);
  check.equal((int)StringGetCharacter(text, 0), 0x20AC);
}

PROMISE(relationalOperatorsCompareCodes) {
  string upper = "A", lower = "a";
  check.is_true(upper < lower);
}

PROMISE(stringCompareOrdersAlphabetically) {
  check.equal(StringCompare("A", "a"), 1);
  check.equal(StringCompare("A", "a", false), 0);
  check.equal(StringCompare("x", "y"), -1);
}

PROMISE(stringFindReturnsThePositionOrMinusOne) {
  check.equal(StringFind("abracadabra", "bra"), 1);
  check.equal(StringFind("abracadabra", "bra", 2), 8);
  check.equal(StringFind("abracadabra", "x"), -1);
}

PROMISE(stringSubstrTakesTheRestByDefault) {
  check.equal(StringSubstr("EURUSD", 3), "USD");
  check.equal(StringSubstr("EURUSD", 0, 3), "EUR");
  check.equal(StringSubstr("EURUSD", 6), "");
}

PROMISE(stringGetCharacterOutsideIsZeroWithAnError) {
  check.equal((int)StringGetCharacter("0123456789", 5), 53);
  check.equal((int)StringGetCharacter("abc", 3), 0);
  check.error(ERR_STRINGPOS_OUTOFRANGE);
}

PROMISE(stringSetCharacterCutsAndAppends) {
  string numbers = "0123456789";
  check.is_true(StringSetCharacter(numbers, 7, 0));
  check.equal(numbers, "0123456");
  check.is_true(StringSetCharacter(numbers, StringLen(numbers), '*'));
  check.equal(numbers, "0123456*");
  check.is_false(StringSetCharacter(numbers, 20, '*'));
}

PROMISE(stringReplaceCountsAndRefusesAnEmptySearch) {
  string text = "ABRACADABRA";
  check.equal(StringReplace(text, "ABRA", "-ABRA-"), 2);
  check.equal(StringReplace(text, "CAD", "-"), 1);
  check.equal(StringReplace(text, "", "XYZ"), -1);
  check.error(ERR_WRONG_STRING_PARAMETER);
  check.equal(text, "-ABRA---ABRA-");
  check.equal(StringReplace(text, "nowhere", "x"), 0);
}

PROMISE(stringSplitReturnsThePieces) {
  ARRAY(string, parts);
  check.equal(StringSplit("a,b,,c", ',', parts), 4);
  check.equal(parts[1], "b");
  check.equal(parts[2], "");
  check.equal(StringSplit("whole", ',', parts), 1);
  check.equal(parts[0], "whole");
  check.equal(StringSplit("", ',', parts), 0);
  check.equal(StringSplit(NULL, ',', parts), 0);
}

PROMISE(trimmingCutsBlanksAndCountsThem) {
  string text = "  \tAbCdE F1  ";
  check.is_true(StringToUpper(text));
  check.equal(StringTrimLeft(text), 3);
  check.equal(StringTrimRight(text), 2);
  check.equal(StringTrimRight(text), 0);
  check.equal(text, "ABCDE F1");
}

PROMISE(caseChangesReachLettersOutsideASCII) {
  string german =
      "stra\xC3\x9F"
      "enf\xC3\xBChrung";
  check.is_true(StringToUpper(german));
  check.equal(german,
              "STRA\xC3\x9F"
              "ENF\xC3\x9CHRUNG");
  check.is_true(StringToLower(german));
  check.equal(german,
              "stra\xC3\x9F"
              "enf\xC3\xBChrung");
}

PROMISE(stringInitFills) {
  string text;
  check.is_true(StringInit(text, 3, 'x'));
  check.equal(text, "xxx");
}

STOPS(anIndexOutsideAStringStopsTheProgram, "out of range") {
  string text = "abc";
  check.equal((int)text[3], 0);
}
