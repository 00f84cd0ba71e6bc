package session

import "strings"

// Describe names the browser and the platform of a user agent, for a person who looks at their devices. It is a label,
// not a decision: what it does not know is "Unknown".
func Describe(userAgent string) (browser, platform string) {
	return first(userAgent, browsers), first(userAgent, platforms)
}

type label struct{ token, name string }

// Order matters: Edge and Opera also say Chrome, and Chrome also says Safari.
var browsers = []label{
	{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"},
	{"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}, {"Go-http-client", "Go"}, {"node", "Node.js"},
}

var platforms = []label{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"},
	{"Mac OS X", "macOS"}, {"Linux", "Linux"},
}

func first(userAgent string, labels []label) string {
	for _, l := range labels {
		if strings.Contains(userAgent, l.token) {
			return l.name
		}
	}
	return "Unknown"
}
