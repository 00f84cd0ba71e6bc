package mail

import "fmt"

// words are the sentences of the letters in one language.
type words struct {
	notYou string

	code, codeTitle   func(account string) string
	codeLine, codeFor string

	reset, resetButton, resetLine    string
	verify, verifyButton, verifyLine string
	domain                           func(host string) string

	notice noticeWords
	device deviceWords
}

// noticeWords are those of the letters about what is unread.
type noticeWords struct {
	named, wrote        func(author, room string) string
	several             func(n int) string
	times               func(sentence string, n int) string
	more                func(n int) string
	why                 map[string]string // by pace
	open, change, never string
}

// Speaks reports whether there are letters in a language.
func Speaks(language string) bool { return language == "en" || language == "de" }

func speak(language string) words {
	if language == "de" {
		return german
	}
	return english
}

var english = words{
	device:    englishDevice,
	notYou:    "If this wasn't you, you need not do anything.",
	code:      func(account string) string { return "Your sign-in code for " + account },
	codeTitle: func(string) string { return "Your sign-in code" },
	codeLine:  "Type it where you are signing in.",
	codeFor:   "It works once, for ten minutes. Nobody from this Campfire will ever ask you for it.",

	reset: "Choose a new password", resetButton: "Choose a new password",
	resetLine: "Somebody, probably you, asked for a new password. The link works once, for half an hour.",

	verify: "Confirm your email address", verifyButton: "Confirm this address",
	verifyLine: "Somebody, probably you, uses this address to sign in. Confirm that it is yours. The link works for a day.",

	domain: func(host string) string { return "Sent by " + host },

	notice: noticeWords{
		named:   func(author, room string) string { return author + " mentioned you in " + room },
		wrote:   func(author, _ string) string { return author + " wrote to you" },
		several: func(n int) string { return fmt.Sprintf("%d messages wait for you", n) },
		times:   func(sentence string, n int) string { return fmt.Sprintf("%s, %d times", sentence, n) },
		more:    func(n int) string { return fmt.Sprintf("And %d more.", n) },
		why: map[string]string{
			Hourly: "You were away and had not read this. There is at most one such mail an hour.",
			Daily:  "You were away and had not read this. There is at most one such mail a day.",
		},
		open: "Read and answer", change: "Change how often", never: "No more of these mails",
	},
}

var german = words{
	device:    germanDevice,
	notYou:    "Wenn du das nicht warst, musst du nichts tun.",
	code:      func(account string) string { return "Dein Anmeldecode für " + account },
	codeTitle: func(string) string { return "Dein Anmeldecode" },
	codeLine:  "Gib ihn dort ein, wo du dich gerade anmeldest.",
	codeFor:   "Er gilt einmal und zehn Minuten lang. Niemand von diesem Campfire wird dich je danach fragen.",

	reset: "Neues Passwort wählen", resetButton: "Neues Passwort wählen",
	resetLine: "Jemand, wahrscheinlich du, hat ein neues Passwort verlangt. Der Link gilt einmal und eine halbe Stunde lang.",

	verify: "E-Mail-Adresse bestätigen", verifyButton: "Diese Adresse bestätigen",
	verifyLine: "Jemand, wahrscheinlich du, meldet sich mit dieser Adresse an. Bestätige, dass sie dir gehört. Der Link gilt einen Tag lang.",

	domain: func(host string) string { return "Gesendet von " + host },

	notice: noticeWords{
		named:   func(author, room string) string { return author + " hat dich in " + room + " erwähnt" },
		wrote:   func(author, _ string) string { return author + " hat dir geschrieben" },
		several: func(n int) string { return fmt.Sprintf("%d Nachrichten warten auf dich", n) },
		times:   func(sentence string, n int) string { return fmt.Sprintf("%s, %d-mal", sentence, n) },
		more:    func(n int) string { return fmt.Sprintf("Und %d weitere.", n) },
		why: map[string]string{
			Hourly: "Du warst nicht da und hattest das nicht gelesen. Eine solche Mail kommt höchstens einmal in der Stunde.",
			Daily:  "Du warst nicht da und hattest das nicht gelesen. Eine solche Mail kommt höchstens einmal am Tag.",
		},
		open: "Lesen und antworten", change: "Ändern, wie oft", never: "Keine solchen Mails mehr",
	},
}
