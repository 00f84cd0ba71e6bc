package search

import (
	"math/rand/v2"
	"testing"
)

func TestPlacesComeOutAsTheyWentIn(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 12))
	for range 2000 {
		var b block
		n := int64(0)
		for i := range b {
			if random.IntN(4) > 0 {
				b[i] = place{room: random.Int64N(1 << random.IntN(30)), rseq: 1 + random.Int64N(1<<random.IntN(40)), changed: random.IntN(10) == 0}
				n++
			}
		}
		packed := b.pack()
		if got := messagesIn(packed); got != n {
			t.Fatalf("%d messages are counted as %d", n, got)
		}
		number := random.Int64N(1 << 40)
		if got := unpack(packed, number); *got != b {
			t.Fatalf("unpacked\n%v\nwant\n%v", *got, b)
		}
		for cut := range packed { // of a damaged file
			placeAt(packed[:cut], number<<blockBits|random.Int64N(64))
		}
	}
	if new(block).pack() != nil {
		t.Error("an empty block is kept")
	}
}

func TestAManyTimesChangedIndexIsBuiltAnew(t *testing.T) {
	for _, c := range []struct {
		stale, documents int64
		want             bool
	}{{staleMin, 10, false}, {staleMin + 1, 10, true}, {staleMin + 1, 1_000_000, false}, {100_001, 1_000_000, true}} {
		if got := isStale(c.stale, c.documents); got != c.want {
			t.Errorf("%d changes of %d messages: %v", c.stale, c.documents, got)
		}
	}
}
