package sound

import "regexp"

// play is the command, as the whole message. Nothing but letters, digits and _ can be a name, so no name is a path.
var play = regexp.MustCompile(`\A/play (\w+)\z`)

// longestCommand bounds what is looked at; a name has at most 32 letters.
const longestCommand = len("/play ") + 32

// Played returns the name of the sound that a message plays whose plain text is text, or "" if it is no such command or
// names no sound: then it is a text like any other.
func Played(text string) string {
	if len(text) > longestCommand || len(text) == 0 || text[0] != '/' {
		return ""
	}
	found := play.FindStringSubmatch(text)
	if found == nil || !Known(found[1]) {
		return ""
	}
	return found[1]
}
