#include "Case.h"

PROMISE(arrayResizeReturnsTheCount) {
  ARRAY(int, numbers);
  check.equal(ArraySize(numbers), 0);
  check.equal(ArrayResize(numbers, 5), 5);
  check.equal(ArrayResize(numbers, 2, 100), 2);
  check.equal(ArraySize(numbers), 2);
  check.equal(ArrayResize(numbers, -1), -1);
  check.equal(ArraySize(numbers), 2);
}

PROMISE(arrayResizeKeepsTheElements) {
  ARRAY(int, numbers);
  check.equal(ArrayResize(numbers, 3), 3);
  ArrayFill(numbers, 0, 3, 7);
  check.equal(ArrayResize(numbers, 1000, 1000), 1000);
  check.equal(numbers[2], 7);
}

PROMISE(aFixedArrayIsNotResized) {
  FIXED_ARRAY(int, numbers, 3);
  check.equal(ArrayResize(numbers, 4), -1);
  check.error(ERR_ARRAY_RESIZE_ERROR);
  check.equal(ArrayResize(numbers, 2), 2);
  check.equal(ArraySize(numbers), 3);
  check.is_false(ArrayIsDynamic(numbers));
}

PROMISE(arrayCopyGrowsADynamicTargetAndNeverShrinksIt) {
  FIXED_ARRAY(int, source, 3) = {10, 11, 12};
  ARRAY(int, target);
  check.equal(ArrayCopy(target, source, 2), 3);
  check.equal(ArraySize(target), 5);
  check.equal(target[4], 12);
  check.equal(ArrayCopy(target, source, 0, 0, 1), 1);
  check.equal(ArraySize(target), 5);
}

PROMISE(arrayCopyIntoAFixedArrayTakesWhatFits) {
  FIXED_ARRAY(int, source, 3) = {10, 11, 12};
  FIXED_ARRAY(int, target, 8) = {1, 2, 3, 4, 5, 6, 7, 8};
  check.equal(ArrayCopy(target, source, 5), 3);
  check.equal(target[7], 12);
  check.equal(ArrayCopy(target, source, 6), 2);
  check.equal(ArrayCopy(target, source, 8), 0);
  check.error(ERR_INVALID_ARRAY);
}

PROMISE(arrayCopyConvertsNumbers) {
  FIXED_ARRAY(int, target, 3) = {10, 11, 12};
  FIXED_ARRAY(double, source, 1) = {3.14};
  check.equal(ArrayCopy(target, source, 1), 1);
  check.equal(target[1], 3);
}

PROMISE(arrayCopyWithinAnArrayMovesOverlappingParts) {
  FIXED_ARRAY(int, numbers, 5) = {1, 2, 3, 4, 5};
  check.equal(ArrayCopy(numbers, numbers, 0, 2, 3), 3);
  check.equal(numbers[0], 3);
  check.equal(numbers[2], 5);
}

PROMISE(fillAndInitialize) {
  FIXED_ARRAY(double, numbers, 4);
  check.equal(ArrayInitialize(numbers, 1.5), 4);
  ArrayFill(numbers, 1, 2, 0.5);
  check.equal(numbers[0] + numbers[1] + numbers[2] + numbers[3], 4.0);
}

PROMISE(arrayFreeEmptiesADynamicArray) {
  ARRAY(string, texts);
  check.equal(ArrayResize(texts, 2), 2);
  ArrayFree(texts);
  check.equal(ArraySize(texts), 0);
}

PROMISE(sortSearchAndExtremes) {
  FIXED_ARRAY(int, numbers, 5) = {3, 1, 5, 4, 2};
  check.equal(ArrayMaximum(numbers), 2);
  check.equal(ArrayMinimum(numbers), 1);
  check.is_true(ArraySort(numbers));
  check.equal(numbers[0], 1);
  check.equal(numbers[4], 5);
  check.equal(ArrayBsearch(numbers, 4), 3);
}

PROMISE(removeAndInsert) {
  ARRAY(int, numbers);
  FIXED_ARRAY(int, more, 2) = {8, 9};
  check.equal(ArrayResize(numbers, 3), 3);
  for (int i = 0; i < 3; i++) numbers[i] = i;
  check.is_true(ArrayRemove(numbers, 1, 1));
  check.equal(ArraySize(numbers), 2);
  check.equal(numbers[1], 2);
  check.is_true(ArrayInsert(numbers, more, 1));
  check.equal(ArraySize(numbers), 4);
  check.equal(numbers[1], 8);
  check.equal(numbers[3], 2);
}

PROMISE(arrayCompareOrders) {
  FIXED_ARRAY(int, a, 3) = {1, 2, 3};
  FIXED_ARRAY(int, b, 3) = {1, 2, 4};
  check.equal(ArrayCompare(a, b), -1);
  check.equal(ArrayCompare(b, a), 1);
  check.equal(ArrayCompare(a, b, 0, 0, 2), 0);
}

PROMISE(zeroMemoryClearsStructuresWithStrings) {
  MqlTradeRequest request = {};
  request.symbol = "EURUSD";
  request.sl = 1.5;
  ZeroMemory(request);
  check.is_true(request.symbol == NULL);
  check.equal(request.sl, 0.0);
}

PROMISE(mathRandStaysInFifteenBitsAndRepeatsItsSeed) {
  MathSrand(5);
  int first = MathRand();
  bool inside = true;
  for (int i = 0; i < 1000; i++) {
    int next = MathRand();
    inside = inside && next >= 0 && next <= 32767;
  }
  check.is_true(inside);
  MathSrand(5);
  check.equal(MathRand(), first);
}

PROMISE(mathRoundGoesAwayFromZero) {
  check.equal(MathRound(2.5), 3.0);
  check.equal(MathRound(-2.5), -3.0);
  check.equal(MathFloor(-2.5), -3.0);
  check.equal(MathAbs(-7), 7);
  check.equal(MathMax(1, 2), 2);
}

STOPS(aNegativeIndexStopsTheProgram, "array out of range: index -1") {
  FIXED_ARRAY(int, numbers, 3);
  numbers[-1] = 1;
}
STOPS(anIndexBehindTheEndStopsTheProgram, "array out of range: index 3, size 3") {
  ARRAY(int, numbers);
  if (ArrayResize(numbers, 3, 100) == 3) numbers[3] = 1;
}
STOPS(anIntegerDivisionByZeroStopsTheProgram, "zero divide") {
  int zero = StringLen("");
  check.equal(1 / zero, 0);
}
STOPS(aRemainderByZeroStopsTheProgram, "zero divide") {
  long zero = StringLen("");
  check.equal(1 % zero, 0L);
}
STOPS(aRealDivisionByZeroStopsTheProgram, "zero divide") {
  double zero = StringToDouble("0");
  check.equal(1.0 / zero, 0.0);
}
STOPS(theSmallestIntegerByMinusOneStopsTheProgram, "zero divide") {
  int minus_one = (int)StringToInteger("-1"), smallest = (int)StringToInteger("-2147483648");
  check.equal(smallest / minus_one, 0);
}
