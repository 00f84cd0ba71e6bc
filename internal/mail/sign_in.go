package mail

import "net/url"

// The pages behind links in letters; a secret follows.
const (
	ResetPage  = "/session/reset/"
	VerifyPage = "/session/verify/"
)

// Code is the letter with a one-time code.
func Code(r Reader, code string) (Letter, error) {
	w := speak(r.Language)
	s := r.sheet(w.code(r.Account), w.codeTitle(r.Account))
	s.Lines, s.Code, s.Foot = []string{w.codeLine}, code, append([]string{w.codeFor, w.notYou}, s.Foot...)
	return s.letter()
}

// Reset is the letter with the link to another password.
func Reset(r Reader, token string) (Letter, error) {
	w := speak(r.Language)
	return r.request(w.reset, w.resetLine, w.resetButton, ResetPage+token)
}

// Verify is the letter with the link that proves an address.
func Verify(r Reader, token string) (Letter, error) {
	w := speak(r.Language)
	return r.request(w.verify, w.verifyLine, w.verifyButton, VerifyPage+token)
}

func (r Reader) request(title, line, button, path string) (Letter, error) {
	s := r.sheet(title+" – "+r.Account, title)
	s.Lines, s.Button, s.Link = []string{line}, button, r.URL+path
	s.Foot = append([]string{speak(r.Language).notYou}, s.Foot...)
	return s.letter()
}

func (r Reader) sheet(subject, title string) sheet {
	language := "en"
	if r.Language == "de" {
		language = "de"
	}
	s := sheet{Language: language, Account: oneLine(r.Account), URL: r.URL, Subject: subject, Title: oneLine(title)}
	if address, err := url.Parse(r.URL); err == nil && address.Host != "" {
		s.Foot = []string{speak(language).domain(address.Host)}
	}
	return s
}
