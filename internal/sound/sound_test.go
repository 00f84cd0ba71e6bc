package sound_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"campfire/internal/sound"
)

// original are the names that people know by heart.
var original = strings.Fields(`56k ballmer bell bezos bueller butts clowntown cottoneyejoe crickets curb dadgummit dangerzone
	danielsan deeper donotwant drama flawless glados gogogo greatjob greyjoy guarantee heygirl honk horn horror inconceivable
	letitgo live loggins makeitso noooo nyan ohmy ohyeah pushit rimshot rollout rumble sax secret sexyback story tada tmyk
	totes trololo trombone unix vuvuzela what whoomp wups yay yeah yodel`)

func TestTheCatalogueHasEverySoundOfTheOriginalAndAHandfulMore(t *testing.T) {
	if len(original) != 56 {
		t.Fatalf("the test knows %d names", len(original))
	}
	var names []string
	pictures := 0
	for _, s := range sound.All() {
		if slices.Contains(names, s.Name) {
			t.Errorf("%s is there twice", s.Name)
		}
		names = append(names, s.Name)
		if !regexp.MustCompile(`\A[a-z0-9]{2,32}\z`).MatchString(s.Name) {
			t.Errorf("%q is no name", s.Name)
		}
		if s.Picture == (s.Shows != "") {
			t.Errorf("%s shows %q and a picture: %v", s.Name, s.Shows, s.Picture)
		}
		if s.Picture {
			pictures++
		}
	}
	if pictures != 15 {
		t.Errorf("%d show a picture, want 15", pictures)
	}
	for _, name := range original {
		if !slices.Contains(names, name) {
			t.Errorf("%s is missing", name)
		}
	}
	if more := len(names) - len(original); more < 3 {
		t.Errorf("only %d are our own", more)
	}
}

func TestPlayedIsTheWholeMessage(t *testing.T) {
	for text, want := range map[string]string{
		"/play tada":             "tada",
		"/play 56k":              "56k",
		"/play campfire":         "campfire",
		"/play Tada":             "",
		"/play  tada":            "",
		" /play tada":            "",
		"/play tada ":            "",
		"/play tada\n":           "",
		"x\n/play tada":          "",
		"/play tada\n/play bell": "",
		"/play tada!":            "",
		"say /play tada":         "",
		"/play":                  "",
		"/play ":                 "",
		"/play unheardof":        "",
		"/play ../../x":          "",
		"/play tada/../bell":     "",
		"/play tada\x00":         "",
		"/PLAY tada":             "",
		"/play tada\u0301":       "",
		"/play " + strings.Repeat("tada", 100_000): "",
		"": "",
	} {
		if got := sound.Played(text); got != want {
			t.Errorf("%.40q plays %q, want %q", text, got, want)
		}
	}
}

func TestTheCatalogueIsNobodysToChange(t *testing.T) {
	sound.All()[0].Name = "changed"
	if sound.All()[0].Name == "changed" || !sound.Known("56k") {
		t.Error("a caller changed the catalogue")
	}
}
