// Colours by name, as 0x00BBGGRR.
#pragma once

#include "Types.h"

namespace mql {

#define MQL_COLOR(name, red, green, blue) \
  constexpr color name = (red) | ((green) << 8) | ((blue) << 16);
MQL_COLOR(clrBlack, 0, 0, 0)
MQL_COLOR(clrDarkGreen, 0, 100, 0)
MQL_COLOR(clrDarkSlateGray, 47, 79, 79)
MQL_COLOR(clrOlive, 128, 128, 0)
MQL_COLOR(clrGreen, 0, 128, 0)
MQL_COLOR(clrTeal, 0, 128, 128)
MQL_COLOR(clrNavy, 0, 0, 128)
MQL_COLOR(clrPurple, 128, 0, 128)
MQL_COLOR(clrMaroon, 128, 0, 0)
MQL_COLOR(clrMidnightBlue, 25, 25, 112)
MQL_COLOR(clrDarkBlue, 0, 0, 139)
MQL_COLOR(clrForestGreen, 34, 139, 34)
MQL_COLOR(clrSeaGreen, 46, 139, 87)
MQL_COLOR(clrDarkGoldenrod, 184, 134, 11)
MQL_COLOR(clrMediumBlue, 0, 0, 205)
MQL_COLOR(clrBrown, 165, 42, 42)
MQL_COLOR(clrDimGray, 105, 105, 105)
MQL_COLOR(clrFireBrick, 178, 34, 34)
MQL_COLOR(clrCrimson, 220, 20, 60)
MQL_COLOR(clrSteelBlue, 70, 130, 180)
MQL_COLOR(clrSlateGray, 112, 128, 144)
MQL_COLOR(clrRoyalBlue, 65, 105, 225)
MQL_COLOR(clrOrangeRed, 255, 69, 0)
MQL_COLOR(clrDarkOrange, 255, 140, 0)
MQL_COLOR(clrOrange, 255, 165, 0)
MQL_COLOR(clrGold, 255, 215, 0)
MQL_COLOR(clrYellow, 255, 255, 0)
MQL_COLOR(clrChartreuse, 127, 255, 0)
MQL_COLOR(clrLime, 0, 255, 0)
MQL_COLOR(clrLimeGreen, 50, 205, 50)
MQL_COLOR(clrSpringGreen, 0, 255, 127)
MQL_COLOR(clrAqua, 0, 255, 255)
MQL_COLOR(clrDeepSkyBlue, 0, 191, 255)
MQL_COLOR(clrDodgerBlue, 30, 144, 255)
MQL_COLOR(clrBlue, 0, 0, 255)
MQL_COLOR(clrMagenta, 255, 0, 255)
MQL_COLOR(clrRed, 255, 0, 0)
MQL_COLOR(clrGray, 128, 128, 128)
MQL_COLOR(clrDarkGray, 169, 169, 169)
MQL_COLOR(clrSilver, 192, 192, 192)
MQL_COLOR(clrLightGray, 211, 211, 211)
MQL_COLOR(clrGainsboro, 220, 220, 220)
MQL_COLOR(clrWhiteSmoke, 245, 245, 245)
MQL_COLOR(clrWhite, 255, 255, 255)
MQL_COLOR(clrTomato, 255, 99, 71)
MQL_COLOR(clrCoral, 255, 127, 80)
MQL_COLOR(clrSalmon, 250, 128, 114)
MQL_COLOR(clrKhaki, 240, 230, 140)
MQL_COLOR(clrLightYellow, 255, 255, 224)
MQL_COLOR(clrLightGreen, 144, 238, 144)
MQL_COLOR(clrLightBlue, 173, 216, 230)
#undef MQL_COLOR

constexpr color clrNONE = -1;

}  // namespace mql
