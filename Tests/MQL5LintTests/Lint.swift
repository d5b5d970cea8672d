/// Checks a set of MQL5 files that are compiled together.
enum Lint {
    static func check(_ sources: [(name: String, text: String)]) -> [LintIssue] {
        let files = sources.map { SourceFile(name: $0.name, text: $0.text) }
        var declarations = Declarations(files)
        var issues = files.flatMap(\.issues)
        // Locals are collected before names are judged, because a field or a local may have any file.
        var bodies = files.filter { !$0.isLanguage }.map { BodyChecker(file: $0, declarations: declarations) }
        for index in bodies.indices {
            bodies[index].collectLocals()
            declarations.names.formUnion(bodies[index].locals)
        }
        for index in bodies.indices {
            bodies[index].check(names: declarations.names)
            issues += bodies[index].issues
        }
        issues += IncludeOrder(files).issues(declarations)
        return (issues + declarations.issues).sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }
}
