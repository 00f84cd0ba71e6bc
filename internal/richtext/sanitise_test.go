package richtext_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"campfire/internal/richtext"
)

// corpus holds one attack per line; control characters are written as pictures.
func corpus(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	pictures := strings.NewReplacer("␀", "\x00", "␉", "\t", "␊", "\n", "␌", "\f", "␍", "\r")
	var attacks []string
	for line := range strings.Lines(string(data)) {
		attacks = append(attacks, pictures.Replace(strings.TrimSuffix(line, "\n")))
	}
	return attacks
}

// Guards: the policy.
func TestNoAttackSurvives(t *testing.T) {
	attacks, genuine := corpus(t), 0
	for _, attack := range attacks {
		if len(judge(t, attack)) > 0 {
			genuine++
		}
		text, err := richtext.Parse(attack)
		if err != nil {
			if !errors.Is(err, richtext.ErrEmpty) && !errors.Is(err, richtext.ErrEncoding) {
				t.Errorf("Parse(%q): %v", attack, err)
			}
			continue
		}
		if offences := judge(t, text.HTML); len(offences) > 0 {
			t.Errorf("Parse(%q) stores %q: %v", attack, text.HTML, offences)
		}
	}
	// The judge must condemn the raw corpus, or its acquittals mean nothing.
	if len(attacks) < 300 || genuine < 250 {
		t.Fatalf("corpus of %d with %d condemned as they stand; want 300 and 250", len(attacks), genuine)
	}
}

func TestTwoAttacksTogetherAreNoAttack(t *testing.T) {
	attacks := corpus(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5_000 {
		body := attacks[random.IntN(len(attacks))] + attacks[random.IntN(len(attacks))]
		assertSettled(t, strings.ReplaceAll(body, "\x00", ""))
	}
}

// Guards: the policy.
func TestRandomMarkupIsSafeAndSettled(t *testing.T) {
	pieces := strings.Fields(`<a <b> <p> </p> <div> <pre> </pre> <ul> <ol> <li> </li> </ul> <br> <br/> <hr> </b> </a>
		href= http://x.org/%zz "http://x" ' " & &amp; &amp &#13; &#0; &nbsp; &lt; &lt < > / = x word <!-- --> <![CDATA[ ]]>
		<script> </script> <style> <svg> <title> <textarea> <span class=mention data-user=aaaaaaaaaaaaaaa> </span>
		<a href=http://x.org> <blockquote> </blockquote> <code class=language-go> </code> ` + "\u200b \u00e9 \U0001f468\u200d\U0001f469")
	pieces = append(pieces, " ", "  ", "\n", "\r", "\r\n", "\t", "\f", "\u00a0", "\u3000")
	random := rand.New(rand.NewPCG(3, 4))
	for range 30_000 {
		var body strings.Builder
		for range 1 + random.IntN(12) {
			body.WriteString(pieces[random.IntN(len(pieces))])
		}
		assertSettled(t, body.String())
	}
}

// assertSettled holds for every body: what is stored is safe, and giving it
// back (an edit) or reading it without the short cut changes nothing.
func assertSettled(t *testing.T, body string) {
	t.Helper()
	first, err := richtext.Parse(body)
	if err != nil {
		return
	}
	if offences := judge(t, first.HTML); len(offences) > 0 {
		t.Fatalf("Parse(%q) stores %q: %v", body, first.HTML, offences)
	}
	second, err := richtext.Parse(first.HTML)
	if err != nil || !reflect.DeepEqual(first, second) {
		t.Fatalf("Parse(%q) is not settled:\nfirst  %q\nsecond %q, %v", body, first, second, err)
	}
	long, shows := richtext.Marked(body)
	if bareLines(body) || bareLines(long.HTML) {
		return // lines of text without a tag become breaks before either path
	}
	if !shows || !reflect.DeepEqual(first, long) {
		t.Fatalf("Parse(%q):\nshort %q\nlong  %q, shows %v", body, first, long, shows)
	}
}

func bareLines(s string) bool { return strings.Contains(s, "\n") && !strings.Contains(s, "<") }

func TestTextWithoutMarkupTakesTheShortWayToTheSameEnd(t *testing.T) {
	alphabet := []rune("ab.'\"!/ >  \n\t\f\v\u00a0\u200b\u3000\ufe0fé世\U0001f600\U0001f468\u200d\u2800\x01\x7f\u0085")
	random := rand.New(rand.NewPCG(5, 6))
	for range 30_000 {
		runes := make([]rune, random.IntN(16))
		for i := range runes {
			runes[i] = alphabet[random.IntN(len(alphabet))]
		}
		body := string(runes)
		if bareLines(body) {
			continue
		}
		short, err := richtext.Parse(body)
		long, shows := richtext.Marked(body)
		if shows != (err == nil) || shows && !reflect.DeepEqual(short, long) {
			t.Fatalf("Parse(%q):\nshort %q, %v\nlong  %q, shows %v", body, short, err, long, shows)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, attack := range corpus(f) {
		f.Add(attack)
	}
	f.Add("plain 'quotes' & \"more\" > less")
	f.Fuzz(func(t *testing.T, body string) { assertSettled(t, body) })
}
