import Testing

/// Every rule of the lint, proved by a defect that it must catch in an otherwise clean file.
@Suite struct SeededDefectTests {
    struct Defect: Sendable, CustomTestStringConvertible {
        var rule: LintRule
        var text: String
        var testDescription: String { "\(rule.rawValue): \(text)" }
    }

    /// A statement inside a function.
    private static func inside(_ rule: LintRule, _ statement: String) -> Defect {
        Defect(rule: rule, text: "int Body(int given)\n  {\n   \(statement)\n   return given;\n  }\n")
    }

    /// An item at the top level.
    private static func top(_ rule: LintRule, _ item: String) -> Defect {
        Defect(rule: rule, text: item + "\n")
    }

    static let defects: [Defect] = [
        top(.nonASCII, "// Pr\u{fc}fung"), top(.nonASCII, "\tint g_x = 0;"),
        top(.forbiddenDirective, "#if 1"), top(.forbiddenDirective, "#pragma once"),
        top(.forbiddenDirective, "#error no"),
        top(.unbalancedConditional, "#ifdef __MQL5__"), top(.unbalancedConditional, "#endif"),
        top(.unbalancedConditional, "#else"), top(.mqlDirectiveOutsideGuard, "#property strict"),
        top(.mqlDirectiveOutsideGuard, "#import \"x.dll\""), top(.functionMacro, "#define TWICE(x) (x * 2)"),
        inside(.forbiddenWord, "auto x = given;"), inside(.forbiddenWord, "goto end;"),
        inside(.forbiddenWord, "try { given = 1; }"),
        inside(.forbiddenWord, "given = static_cast<int>(given);"),
        inside(.forbiddenWord, "unsigned x = 1;"), top(.forbiddenWord, "typedef int Number;"),
        top(.forbiddenWord, "using Number = int;"), top(.forbiddenWord, "class C { };"),
        top(.forbiddenWord, "namespace n { }"), top(.forbiddenWord, "template int f() { return 0; }"),
        top(.forbiddenWord, "constexpr int g_n = 3;"), top(.forbiddenWord, "static_assert(true);"),
        inside(.arrow, "given = Pointer()->value;"), inside(.scopeOperator, "given = Space::value;"),
        top(.variadic, "int Many(int first, ...) { return first; }"),
        inside(.characterLiteral, "given = 'A';"),
        inside(.prefixedText, "string s = R\"(raw)\";"), inside(.prefixedText, "datetime t = D'2024.01.01';"),
        inside(.numberSuffix, "given = 1u;"), inside(.numberSuffix, "double d = 1.0f;"),
        inside(.numberSuffix, "given = 0b11;"),
        inside(.numberSuffix, "given = 1'000;"), inside(.shiftTooFar, "given = given << 64;"),
        inside(.pointer, "int *p = 0;"), top(.pointer, "int Take(int *p) { return 0; }"),
        top(.pointer, "int *g_p = 0;"),
        inside(.addressOf, "given = Body(&given);"), inside(.referenceVariable, "int &alias = given;"),
        top(.referenceResult, "int &Alias(int given) { return given; }"),
        top(.structByValue, "struct Thing { int a; };\nint Take(const Thing thing) { return thing.a; }"),
        top(.structByValue, "int Take(MqlTick tick) { return 0; }"), top(.rawArray, "int g_list[4];"),
        top(.rawArray, "int Take(int list[]) { return 0; }"), inside(.rawArray, "int list[4];"),
        top(.rawArray, "struct Thing { int list[4]; };"),
        top(.arraySizeNotConstant, "FIXED_ARRAY(int, g_list, 4 + 1);"),
        inside(.arraySizeNotConstant, "FIXED_ARRAY(int, list, given);"),
        top(.arraySizeNotConstant, "struct Thing { FIXED_ARRAY(int, list, g_n); };"),
        inside(.braceInitialiser, "MqlTick tick = {};"), inside(.braceInitialiser, "int x{1};"),
        inside(.braceInitialiser, "MqlTick tick(1);"), top(.braceInitialiser, "int g_x{1};"),
        top(.anonymousType, "struct { int a; } g_thing;"), top(.anonymousType, "enum { FIRST };"),
        top(.forwardDeclaration, "struct Thing;"), top(.forwardDeclaration, "int Later(int given);"),
        top(.memberInitialiser, "struct Thing { int a = 1; };"),
        top(.method, "struct Thing { int Get() { return 1; } };"),
        top(.bitField, "struct Thing { int a : 3; };"), inside(.staticVariable, "static int count = 0;"),
        top(.globalNotLiteral, "int g_x = PositionsTotal();"),
        top(.globalNotLiteral, "int g_a = 1;\nint g_b = g_a;"),
        inside(.uninitialisedLocal, "int x;"), inside(.uninitialisedLocal, "double a, b;"),
        inside(.declarationUnderCase, "switch(given) { case 1: int x = 1; break; }"),
        inside(.caseNotConstant, "switch(given) { case \"a\": break; }"),
        inside(.caseNotConstant, "switch(given) { case 1 + 1: break; }"),
        inside(.lambda, "given = Body([&]() { return 1; });"),
        inside(.rangeFor, "for(int x : given) given = x;"),
        top(.inputNotScalar, "input MqlTick InpTick = 0;"),
        top(.inputNotScalar, "input int InpNone;"),
        top(.inputNameTooLong, "input int Inp\(String(repeating: "x", count: 61)) = 0;"),
        top(
            .tooManyParameters,
            "int Wide(\((0..<65).map { "int p\($0)" }.joined(separator: ", "))) { return 0; }"),
        inside(.unknownName, "given = strlen(given);"), inside(.unknownName, "given = POSITION_MAGICK;"),
        top(.unknownName, "#define LIMIT INT_MAXIMUM"),
        top(.hidesGlobal, "int g_x = 0;\nint Take(int g_x) { return g_x; }"),
        top(.hidesGlobal, "int g_x = 0;\nint Take() { int g_x = 1; return g_x; }"),
        top(.overload, "int Twice(int a) { return a; }\nint Twice(long a) { return 0; }"),
        top(.hidesBuiltIn, "int SymbolName(int a) { return a; }"), inside(.hidesBuiltIn, "int Symbol = 1;"),
        top(.usedBeforeDeclared, "int Take() { return g_x; }\nint g_x = 0;"),
        top(
            .usedBeforeDeclared, "int Take(const Thing &thing) { return thing.a; }\nstruct Thing { int a; };"),
        top(.missingFinalReturn, "int Take(int a) { switch(a) { case 1: return 1; default: return 2; } }"),
        top(.missingFinalReturn, "int Take(int a) { if(a > 1) return 1; else { return 2; } }"),
        top(.temporaryToReference, "int Take(const int &a) { return a; }\nint Give() { return Take(1); }"),
        top(.temporaryToReference, "int Take(int &a) { return a; }\nint Give(int b) { return Take(b + 1); }"),
        top(
            .temporaryToReference,
            "int Take(CONST_ARRAY_REF(int, a)) { return a[0]; }\nint Give() { return Take(Give()); }"),
        top(
            .temporaryToReference,
            "#define ONE 1\nint Take(int &a) { return a; }\nint Give() { return Take(ONE); }"),
        inside(.temporaryToReference, "given = ArraySize(given) + (int)SymbolInfoTick(\"EURUSD\", 1);"),
        inside(.sideEffectInArgument, "given = Body(given++);"),
        inside(.sideEffectInArgument, "given = Body(given = 2);"),
        inside(.sideEffectInArgument, "if(given = 2) given = 1;"),
        inside(.ignoredArrayResize, "ArrayResize(given, 3);"),
        inside(.ignoredArrayResize, "if(given > 1) ArrayResize(given, 3);"),
        inside(.sizeOf, "given = sizeof(given);"),
        inside(.ansiCodePage, "string s = CharArrayToString(given, 0, 3, CP_ACP);"),
        inside(.ansiCodePage, "string s = CharArrayToString(given);"),
        inside(.ansiCodePage, "given = StringToCharArray(\"a\", given);"),
        inside(.textFormat, "string s = StringFormat(\"%ld\", given);"),
        inside(.textFormat, "string s = StringFormat(\"%zu\", given);"),
        inside(.textFormat, "string s = StringFormat(\"%d %d\", given);"),
    ]

    @Test(arguments: defects)
    func theDefectIsFoundAndNamed(_ defect: Defect) {
        let issues = Lint.check([("Defect.mq5", defect.text)])
        #expect(issues.contains { $0.rule == defect.rule }, "found \(issues)")
    }

    @Test func aHeaderWithoutGuardIsFound() {
        for text in [
            "int g_x = 0;\n", "#ifndef A\n#define B\n#endif\n",
            "int g_x = 0;\n#ifndef A\n#define A\n#endif\n",
        ] {
            #expect(
                Lint.check([("Defect.mqh", text)]).contains { $0.rule == .missingIncludeGuard }, "\(text)")
        }
    }

    @Test func everyRuleHasADefect() {
        let proved = Set(Self.defects.map(\.rule)).union([.missingIncludeGuard])
        #expect(Set(LintRule.allCases).subtracting(proved).isEmpty)
    }

    @Test func cleanSourceIsClean() {
        let text = """
            // Comments may say auto, -> and 'x'.
            #ifndef CLEAN
            #define CLEAN
            #define LIMIT 4
            struct Thing
              {
               int               a;
               FIXED_ARRAY(long, list, LIMIT);
              };
            int g_count = 0;
            Thing g_thing;
            #ifdef __MQL5__
            #property strict
            #else
            auto x = [] { return nullptr; };
            #endif
            bool Take(Thing &thing, CONST_ARRAY_REF(uchar, bytes), const string text)
              {
               ARRAY(int, list);
               int sum = (int)bytes[0] * 2 & 0xFF;
               if(ArrayResize(list, LIMIT) != LIMIT)
                  return false;
               for(int i = 0; i < LIMIT; i++)
                  list[i] = thing.a > 1 ? sum : -1;
               switch(sum)
                 {
                  case LIMIT:
                     thing.a = list[0];
                     break;
                  case 1:
                    {
                     Print(StringFormat("%d of %I64u, %.2f", thing.a, thing.list[1], 0.5), text);
                     return true;
                    }
                 }
               return !Take(g_thing, bytes, "a text");
              }
            #endif
            """
        let issues = Lint.check([("Clean.mqh", text + "\n")])
        #expect(issues.isEmpty, "\(issues)")
    }

    @Test func theOrderOfInclusionCounts() {
        let first = ("Include/A.mqh", "#ifndef A\n#define A\nint g_a = 0;\n#endif\n")
        let second = ("Include/B.mqh", "#ifndef B\n#define B\nint Give() { return g_a; }\n#endif\n")
        let good = ("Good.mq5", "#include <A.mqh>\n#include <B.mqh>\n")
        let bad = ("Bad.mq5", "#include <B.mqh>\n#include <A.mqh>\n")
        #expect(Lint.check([first, second, good]).isEmpty)
        #expect(Lint.check([first, second, bad]).map(\.rule) == [.usedBeforeDeclared])
    }
}
