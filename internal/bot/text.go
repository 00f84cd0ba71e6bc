// Package bot is the shape of the original's bot API: what a raw body says, and messages and boosts as its bots know them.
package bot

import (
	"errors"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// The ways in which a raw body is refused.
var (
	ErrCharset  = errors.New("unknown charset")
	ErrEncoding = errors.New("body is not in the charset that it says")
)

// Text reads a raw body, in the charset that its content type names: UTF-8 without one. It is HTML whatever the type says,
// as it was in the original.
func Text(contentType string, raw []byte) (string, error) {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		params = nil // whatever type a hurried curl gives it
	}
	charset := strings.ToLower(params["charset"])
	if charset == "" || charset == "utf-8" || charset == "utf8" || charset == "us-ascii" {
		text := strings.TrimPrefix(string(raw), "\ufeff")
		if !utf8.ValidString(text) {
			return "", ErrEncoding
		}
		return text, nil
	}
	encoding, err := htmlindex.Get(charset)
	if err != nil {
		return "", ErrCharset
	}
	decoded, err := encoding.NewDecoder().Bytes(raw)
	// A decoder puts this rune where it cannot read something.
	if err != nil || strings.ContainsRune(string(decoded), utf8.RuneError) {
		return "", ErrEncoding
	}
	return strings.TrimPrefix(string(decoded), "\ufeff"), nil
}
