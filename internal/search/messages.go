package search

import (
	"sync"

	"campfire/collections"
)

const (
	// maxMessageBytes bounds the messages that are kept in memory, messageBytes is about what each costs besides its texts.
	maxMessageBytes = 2 << 20
	messageBytes    = 512
)

// messages are those that were found last, by seq. Somebody who types finds the same ones with every letter. Each is asked for
// again before it is shown: whether the reader may see it, and whether it still is what it was.
type messages struct {
	mu    sync.Mutex
	kept  map[int64]*collections.Message
	bytes int
}

// known returns the message of each hit, nil where it is not in memory. Nobody changes them.
func (k *messages) known(hits []hit) (found []*collections.Message, some bool) {
	found = make([]*collections.Message, len(hits))
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := range hits {
		if m := k.kept[hits[i].seq]; m != nil && m.RSeq == hits[i].rseq && m.Room == hits[i].room {
			found[i], some = m, true
		}
	}
	return found, some
}

// keep holds messages, in the place of any other ones if there are too many.
func (k *messages) keep(read []*collections.Message) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = map[int64]*collections.Message{}
	}
	for _, m := range read {
		k.drop(m.Seq)
		k.kept[m.Seq] = m
		k.bytes += sizeOf(m)
	}
	for seq := range k.kept {
		if k.bytes <= maxMessageBytes {
			break
		}
		k.drop(seq)
	}
}

func sizeOf(m *collections.Message) int { return len(m.Body) + len(m.BodyText) + messageBytes }

// drop forgets a message. k.mu is held.
func (k *messages) drop(seq int64) {
	if m, kept := k.kept[seq]; kept {
		k.bytes -= sizeOf(m)
		delete(k.kept, seq)
	}
}

// change forgets what a transaction on the index has written about, so that what is deleted does not stay; nil: all.
func (k *messages) change(written map[int64]*block) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if written == nil {
		clear(k.kept)
		k.bytes = 0
	}
	for number := range written {
		for seq := number << blockBits; seq < (number+1)<<blockBits && len(k.kept) > 0; seq++ {
			k.drop(seq)
		}
	}
}
