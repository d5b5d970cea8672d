@main struct TerminalCommand { static func main() {} }
