package mail

// words are the sentences of the letters in one language.
type words struct {
	notYou string

	code, codeTitle   func(account string) string
	codeLine, codeFor string

	reset, resetButton, resetLine    string
	verify, verifyButton, verifyLine string
	domain                           func(host string) string
}

func speak(language string) words {
	if language == "de" {
		return german
	}
	return english
}

var english = words{
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
}

var german = words{
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
}
