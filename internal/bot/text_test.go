package bot_test

import (
	"errors"
	"testing"

	"campfire/internal/bot"
)

func TestABodyIsReadInItsCharset(t *testing.T) {
	for _, test := range []struct{ name, kind, raw, want string }{
		{"no type", "", "Grüße", "Grüße"},
		{"curl's own type", "application/x-www-form-urlencoded", "a=b & c", "a=b & c"},
		{"a type that is broken", ";;;", "Grüße", "Grüße"},
		{"a charset in quotes", `text/plain; charset="ISO-8859-1"`, "Gr\xfc\xdfe", "Grüße"},
		{"windows", "text/html; charset=windows-1252", "\x93quoted\x94", "“quoted”"},
		{"Japanese", "text/plain; charset=Shift_JIS", "\x93\xfa\x96\x7b", "日本"},
		{"Russian", "text/plain; charset=koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"},
		{"UTF-16 with a mark", "text/plain; charset=utf-16le", "\xff\xfeG\x00\xfc\x00", "Gü"},
		{"UTF-8 with a mark", "text/plain; charset=utf-8", "\xef\xbb\xbfhello", "hello"},
	} {
		if got, err := bot.Text(test.kind, []byte(test.raw)); err != nil || got != test.want {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
	}
}

func TestABodyThatIsNotInItsCharsetIsRefused(t *testing.T) {
	for _, test := range []struct {
		name, kind, raw string
		want            error
	}{
		{"bad UTF-8 without a type", "", "a\xffb", bot.ErrEncoding},
		{"bad UTF-8", "text/plain; charset=utf-8", "\xc3(", bot.ErrEncoding},
		{"half a letter", "text/plain; charset=shift_jis", "\x93", bot.ErrEncoding},
		{"half of UTF-16", "text/plain; charset=utf-16le", "a\x00b", bot.ErrEncoding},
		{"a charset that nobody knows", "text/plain; charset=klingon", "a", bot.ErrCharset},
		{"one that browsers refuse", "text/plain; charset=iso-2022-kr", "a", bot.ErrEncoding},
	} {
		if got, err := bot.Text(test.kind, []byte(test.raw)); !errors.Is(err, test.want) {
			t.Errorf("%s: %q, %v; want %v", test.name, got, err, test.want)
		}
	}
}
