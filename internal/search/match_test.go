package search

import (
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"campfire/collections"
)

// TestPlainTextIsMatchedAsAnyOther holds the quick way through a text in ASCII to the way through any other.
func TestPlainTextIsMatchedAsAnyOther(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 15))
	words := strings.Fields("run running Runs runner c C++ c# f# 10 10.0.0.7 foo-bar foo_bar a an die dying don't x2 user_id ++ # é 上海 :-)")
	some := func(n int) string {
		said := make([]string, n)
		for i := range said {
			said[i] = words[random.IntN(len(words))]
		}
		return strings.Join(said, []string{" ", " ", "", "-", "\n"}[random.IntN(5)])
	}
	matched := 0
	for range 50_000 {
		text, asked := some(1+random.IntN(8)), some(1+random.IntN(2))
		if random.IntN(2) == 0 {
			asked = `"` + asked + `"`
		}
		if !isASCII(text) {
			continue
		}
		for _, term := range parse(asked).terms {
			got, want := term.findPlain(nil, text), term.find(nil, text, split(text), false)
			if !slices.Equal(got, want) {
				t.Fatalf("%q in %q is at %v, want %v", asked, text, got, want)
			}
			matched += len(want)
		}
	}
	if matched < 1000 {
		t.Errorf("only %d matched", matched)
	}
}

func TestASnippetIsEscapedAsHTMLIs(t *testing.T) {
	for _, text := range []string{"", "a", "<b>\"it's\" & more</b>", "one\ntwo\tthree", "上海 <é>", "&"} {
		want := html.EscapeString(strings.NewReplacer("\n", " ", "\t", " ").Replace(text))
		if got := snippet(text, nil); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestTheTextsInMemoryAreBounded(t *testing.T) {
	var known texts
	long := strings.Repeat("x", 10_000)
	for seq := range int64(1000) {
		known.keep([]int64{seq}, []string{long}, 0)
		known.keep([]int64{seq}, []string{long}, 0)
	}
	if want := (10_000 + textBytes) * len(known.kept); known.bytes != want || known.bytes > maxTextBytes || len(known.kept) < 100 {
		t.Fatalf("%d texts are counted as %d bytes, want %d", len(known.kept), known.bytes, want)
	}
	known.change(map[int64]*block{3: {}})
	for seq := range known.kept {
		if seq>>blockBits == 3 {
			t.Errorf("%d is still there after its block changed", seq)
		}
	}
	known.keep([]int64{200}, []string{"old"}, 0)
	if _, kept := known.kept[200]; kept {
		t.Error("what was read before a change is kept")
	}
	if known.change(nil); len(known.kept) != 0 || known.bytes != 0 {
		t.Errorf("%d texts are left", len(known.kept))
	}
}

func TestTheMessagesInMemoryAreBounded(t *testing.T) {
	var known messages
	read := func(seq int64) []*collections.Message {
		return []*collections.Message{{Seq: seq, RSeq: seq, Room: "here", Body: strings.Repeat("x", 10_000)}}
	}
	for seq := range int64(1000) {
		known.keep(read(seq))
		known.keep(read(seq))
	}
	if want := (10_000 + messageBytes) * len(known.kept); known.bytes != want || known.bytes > maxMessageBytes || len(known.kept) < 100 {
		t.Fatalf("%d messages are counted as %d bytes, want %d", len(known.kept), known.bytes, want)
	}
	known.change(nil)
	known.keep(read(200))
	if _, some := known.known([]hit{{seq: 200, rseq: 200, room: "there"}}); some {
		t.Error("a message is known in a room that it is not in")
	}
	if found, some := known.known([]hit{{seq: 201}, {seq: 200, rseq: 200, room: "here"}}); !some || found[0] != nil || found[1] == nil {
		t.Errorf("known is %v", found)
	}
	if known.change(map[int64]*block{200 >> blockBits: {}}); len(known.kept) != 0 || known.bytes != 0 {
		t.Errorf("%d messages are left after their block changed", len(known.kept))
	}
}
