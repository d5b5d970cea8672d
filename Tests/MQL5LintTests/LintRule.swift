/// What clang accepts and MetaEditor rejects or understands differently. Each rule has a seeded defect
/// that proves it fires.
enum LintRule: String, CaseIterable, Sendable {
    // Text and preprocessor.
    case nonASCII, forbiddenDirective, unbalancedConditional, missingIncludeGuard, mqlDirectiveOutsideGuard
    case functionMacro
    // Words and marks.
    case forbiddenWord, arrow, scopeOperator, variadic, characterLiteral, prefixedText, numberSuffix,
        shiftTooFar
    // Declarations.
    case pointer, addressOf, referenceVariable, referenceResult, structByValue, rawArray, arraySizeNotConstant
    case braceInitialiser, anonymousType, forwardDeclaration, memberInitialiser, method, bitField
    case staticVariable, globalNotLiteral, uninitialisedLocal, declarationUnderCase, caseNotConstant
    case lambda, rangeFor, inputNotScalar, inputNameTooLong, tooManyParameters
    // Names.
    case usedBeforeDeclared, missingFinalReturn
    case unknownName, hidesGlobal, overload, hidesBuiltIn
    // Calls.
    case temporaryToReference, sideEffectInArgument, ignoredArrayResize, sizeOf, ansiCodePage, textFormat
}

struct LintIssue: Hashable, CustomStringConvertible, Sendable {
    var rule: LintRule
    var file: String
    var line: Int
    var detail: String

    var description: String { "\(file):\(line): \(rule.rawValue): \(detail)" }
}
