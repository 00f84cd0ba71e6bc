package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestAStemIsHowItsWordBegins holds mayStem to the stemmer: with a word that it turns away wrongly, other forms are missed.
func TestAStemIsHowItsWordBegins(t *testing.T) {
	sounds := strings.Fields("b c d f g gh h j k l ll m n p ph qu r s ss st t th tt v w x y z")
	vowels := strings.Fields("a e i o u y ea ee ie oo ou")
	endings := strings.Fields(`s es ies ied ed ing ings ingly edly eed er ers est ly lies ful fully fulness less lessly ness ous ousness ousli able ably
		ability abilities ible ibly ibility ation ations ational ator ize izer ization ise ive ively iveness ivity iviti al ally ality aliti alism
		ance ence ency ant ent ently ment ement icate iciti ical ogy ogi li bli enci anci y ying ion tion sion e 's`)
	random := rand.New(rand.NewPCG(3, 14))
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	words := strings.Fields(`dying lying tying skies skis sky news inning outing canning herring earring proceed exceed succeed idly gently ugly early
		only singly howe atlas cosmos bias andes generate communism arsenal hoping hopping falling relational digitizer sensibility cries ties by say`)
	for range 50_000 {
		var w strings.Builder
		for range 1 + random.IntN(3) {
			w.WriteString(pick(sounds))
			w.WriteString(pick(vowels))
		}
		w.WriteString(pick(endings))
		words = append(words, w.String())
	}
	reduced := 0
	for _, w := range words {
		s := stem(w)
		if !mayStem(w, s) {
			t.Fatalf("%s has the stem %s, and is turned away", w, s)
		}
		if s != w {
			reduced++
		}
	}
	if reduced < len(words)/2 {
		t.Errorf("only %d of %d words have another stem: this shows little", reduced, len(words))
	}
	if mayStem("to", "the") || mayStem("cat", "dog") {
		t.Error("nothing is turned away")
	}
}

// TestPlainTextIsSplitAsAnyOther compares the quick way through ASCII with the one for every text.
func TestPlainTextIsSplitAsAnyOther(t *testing.T) {
	const signs = "aB z9+#-_.:'\"<>\t\n\x00\x7f"
	random := rand.New(rand.NewPCG(2, 7))
	for range 50_000 {
		b := make([]byte, random.IntN(24))
		for i := range b {
			b[i] = signs[random.IntN(len(signs))]
		}
		text := string(b)
		full := split(text + " é")
		if quick := split(text); !slices.Equal(quick, full[:len(full)-1]) {
			t.Fatalf("%q is %v, and with another word behind it %v", text, quick, full)
		}
	}
}
