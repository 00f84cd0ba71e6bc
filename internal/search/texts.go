package search

import (
	"strings"
	"sync"
)

const (
	// maxTextBytes bounds the texts that are kept in memory, textBytes is about what each costs besides itself.
	maxTextBytes = 2 << 20
	textBytes    = 64
)

// texts are what the messages say that phrases were looked for in last, by seq. Somebody who types a phrase asks with every
// letter, and everybody looks at the newest messages first. A hit is read again before it is shown: what is kept here only
// spares those that do not match.
type texts struct {
	mu    sync.Mutex
	kept  map[int64]string
	bytes int
	// changes grows with each change of the index: what was read before one may be old.
	changes int
}

// known fills said with the texts of the hits that are in memory, and returns the other hits.
func (t *texts) known(hits []hit, said []string) (missing []hit, changes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range hits {
		text, ok := t.kept[hits[i].seq]
		if !ok {
			missing = append(missing, hits[i])
		}
		said[i] = text
	}
	return missing, t.changes
}

// keep holds texts that were read when the index had changed so often, in the place of any other ones if there are too many.
func (t *texts) keep(seqs []int64, said []string, changes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.changes != changes {
		return
	}
	if t.kept == nil {
		t.kept = map[int64]string{}
	}
	for i, seq := range seqs {
		t.drop(seq)
		t.kept[seq] = strings.Clone(said[i]) // not to hold the texts beside it
		t.bytes += len(said[i]) + textBytes
	}
	for seq := range t.kept {
		if t.bytes <= maxTextBytes {
			break
		}
		t.drop(seq)
	}
}

// drop forgets a text. t.mu is held.
func (t *texts) drop(seq int64) {
	if text, kept := t.kept[seq]; kept {
		t.bytes -= len(text) + textBytes
		delete(t.kept, seq)
	}
}

// change forgets what a transaction has written about, once it is committed; nil: it is not known what.
func (t *texts) change(written map[int64]*block) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.changes++
	if written == nil {
		clear(t.kept)
		t.bytes = 0
	}
	for number := range written {
		for seq := number << blockBits; seq < (number+1)<<blockBits && len(t.kept) > 0; seq++ {
			t.drop(seq)
		}
	}
}
