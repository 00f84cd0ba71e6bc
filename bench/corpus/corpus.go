// Package corpus makes up what a company says in a year: the same text for the same seed, in the proportions that make
// searching hard. A few words are in every second message, most words are rare, some messages are links, code, numbers
// or in other writing, and rooms differ in size a hundredfold.
package corpus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Planted words, and how often they come.
const (
	Common   = "the"       // in about six of ten messages, as in English
	Frequent = "coffee"    // in one of twenty
	Second   = "budget"    // in one of fifty
	Rare     = "zeppelin"  // in one of twenty thousand
	Ideogram = "上海"        // in one of two hundred
	Place    = "10.42.0.7" // in one of a thousand
)

// planted is what is dropped into messages, and into how many of ten thousand.
var planted = []struct {
	word     string
	inTenK   float64
	sentence string
}{
	{Frequent, 500, ""}, {Second, 200, ""}, {Rare, 0.5, ""}, {Place, 10, ""},
	{Ideogram, 50, "我们明天去上海开会，请准备好报告。"},
}

// functionWords are the most frequent words of English, in their order.
var functionWords = strings.Fields(`the to a I and you of is it in that for on we this be with have not are at can do was but if so
	just as they will my me from or what all an your like there one get up about out when our has now time more some need think
	know would good no see how good use by could make work then here only been which over them did new should any go also back
	than because into`)

// Text writes messages.
type Text struct {
	random *rand.Rand
	words  []string
	ranks  []float64 // cumulated weights of words
}

const (
	vocabularySize = 40_000
	// zipf is how fast words get rarer; English has about 1.
	zipf = 1.02
)

// New returns a writer of its own vocabulary.
func New(seed uint64) *Text {
	t := &Text{random: rand.New(rand.NewPCG(seed, 7))}
	t.words = slices.Clone(functionWords)
	seen := map[string]bool{}
	for len(t.words) < vocabularySize {
		stem := t.syllables(1 + t.random.IntN(3))
		if seen[stem] || len(stem) < 3 {
			continue
		}
		seen[stem] = true
		t.words = append(t.words, stem)
		for _, ending := range []string{"s", "ed", "ing", "er", "ly"} {
			if t.random.IntN(4) == 0 {
				t.words = append(t.words, stem+ending)
			}
		}
	}
	rest := t.words[len(functionWords):]
	t.random.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	total := 0.0
	for rank := range t.words {
		total += 1 / math.Pow(float64(rank)+1.7, zipf)
		t.ranks = append(t.ranks, total)
	}
	return t
}

var (
	onsets = strings.Fields("b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sk sl sm sn sp st str t th tr v w")
	nuclei = strings.Fields("a a e e i i o o u ai ea ee ie oa ou")
	codas  = append(strings.Fields("b ck ct d ft g l ld ll m mp n nd ng nt p r rd rk rm rn rt s sh sk ss st t th x"), "", "", "", "")
)

func (t *Text) syllables(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(onsets[t.random.IntN(len(onsets))] + nuclei[t.random.IntN(len(nuclei))] + codas[t.random.IntN(len(codas))])
	}
	return b.String()
}

func (t *Text) word() string {
	at, _ := slices.BinarySearch(t.ranks, t.random.Float64()*t.ranks[len(t.ranks)-1])
	return t.words[min(at, len(t.words)-1)]
}

// Next returns one message as plain text. Half of them have less than a hundred characters; one in fifty is a page.
func (t *Text) Next() string {
	for _, p := range planted {
		if p.sentence != "" && t.random.Float64()*10_000 < p.inTenK {
			return p.sentence
		}
	}
	length := int(math.Exp(2.45 + 0.85*t.random.NormFloat64()))
	words := make([]string, 0, length+2)
	for range min(max(length, 1), 400) {
		words = append(words, t.word())
	}
	for _, p := range planted {
		if p.sentence == "" && t.random.Float64()*10_000 < p.inTenK {
			words = slices.Insert(words, t.random.IntN(len(words)+1), p.word)
		}
	}
	switch t.random.IntN(25) {
	case 0:
		words = append(words, fmt.Sprintf("https://%s.example.com/%s/%d", t.syllables(2), t.syllables(2), t.random.IntN(10_000)))
	case 1:
		words = append(words, fmt.Sprintf("%s_%s(%d)", t.syllables(1), t.syllables(2), t.random.IntN(1000)))
	case 2:
		words = append(words, fmt.Sprintf("#%d", t.random.IntN(100_000)))
	}
	text := strings.Join(words, " ")
	return strings.ToUpper(text[:1]) + text[1:] + []string{".", "", "!", "?", ""}[t.random.IntN(5)]
}

// Room returns the number of a message's room among n: the first is a hundred times as busy as the last.
func (t *Text) Room(n int) int {
	x := t.random.Float64()
	return min(int(float64(n)*x*x*x), n-1)
}
