package slack

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed emoji.txt
var emojiText string

// signs are the emoji by how Slack calls them.
var signs = sync.OnceValue(func() map[string]string {
	found := make(map[string]string, strings.Count(emojiText, "\n"))
	for line := range strings.Lines(emojiText) {
		if name, sign, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok && name != "#" {
			found[name] = sign
		}
	}
	return found
})

// emojiNameMax bounds how long a name is looked for; the longest known has 67 bytes, with a skin tone.
const emojiNameMax = 80

const (
	tonePrefix  = "::skin-tone-"
	toneExample = ":skin-tone-2:" // they have one digit
	asPicture   = "\ufe0f"        // what makes a sign a picture; a tone takes its place
)

// Emoji returns the sign that Slack calls by a name, such as wave or wave::skin-tone-3; "" for one of a workspace's own.
func Emoji(name string) string {
	base, tone, toned := strings.Cut(name, tonePrefix)
	sign := signs()[base]
	if sign == "" || !toned {
		return sign
	}
	if tone = signs()["skin-tone-"+tone]; tone == "" {
		return ""
	}
	return strings.TrimSuffix(sign, asPicture) + tone
}

// emojiAt reads an emoji such as :wave: at the beginning of a text, and says how long its name is with the colons.
func emojiAt(text string) (sign string, length int) {
	for end := 1; end < min(len(text), emojiNameMax); end++ {
		switch c := text[end]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '+' || c == '-' || c == '\'':
			continue
		case c != ':' || end == 1:
			return "", 0
		}
		sign, length = Emoji(text[1:end]), end+1
		if sign == "" {
			return "", 0
		}
		if rest := text[length:]; len(rest) >= len(toneExample) && strings.HasPrefix(rest, tonePrefix[1:]) {
			if toned := Emoji(text[1:end] + ":" + rest[:len(toneExample)-1]); toned != "" && rest[len(toneExample)-1] == ':' {
				return toned, length + len(toneExample)
			}
		}
		return sign, length
	}
	return "", 0
}

// emoji is the sign itself where the payload has its code points or its name is known, else its name.
func emoji(points, name string) string {
	var sign strings.Builder
	for point := range strings.SplitSeq(points, "-") {
		n, err := strconv.ParseInt(point, 16, 32)
		if err != nil || n < ' ' {
			if known := Emoji(name); known != "" {
				return known
			}
			return ":" + name + ":"
		}
		sign.WriteRune(rune(n))
	}
	return sign.String()
}
