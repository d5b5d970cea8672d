@main struct BackstopCommand { static func main() {} }
