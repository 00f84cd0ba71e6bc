package search

import (
	"context"
	"fmt"
	"strconv"
	"sync"
)

// maxBlocks bounds the blocks of places that are kept in memory: those of half a million messages, about 2 MB.
const maxBlocks = 8192

// blocks are the blocks of places that were asked for last, as they are in the file. Every hit needs one, and neighbours
// the same one.
type blocks struct {
	mu     sync.Mutex
	packed map[int64][]byte // nil where the index has no such block
	// changes grows with each change of the index: what was read from the file before one may be old.
	changes int
}

// of returns the block of each of the seqs, which are in order.
func (b *blocks) of(ctx context.Context, f *file, seqs []int64) ([][]byte, error) {
	found := make([][]byte, len(seqs))
	missing, changes := b.known(seqs, found)
	if len(missing) == 0 {
		return found, nil
	}
	read, err := f.readBlocks(ctx, missing)
	if err != nil {
		return nil, err
	}
	for i, seq := range seqs {
		if packed, ok := read[seq>>blockBits]; ok {
			found[i] = packed
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changes == changes {
		for number, packed := range read {
			b.keep(number, packed)
		}
	}
	return found, nil
}

// known fills found with what is in memory, and returns the numbers of what is not.
func (b *blocks) known(seqs []int64, found [][]byte) (missing []int64, changes int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var packed []byte
	last := int64(-1)
	for i, seq := range seqs {
		if number := seq >> blockBits; number != last {
			var ok bool
			if packed, ok = b.packed[number]; !ok {
				missing = append(missing, number)
			}
			last = number
		}
		found[i] = packed
	}
	return missing, b.changes
}

// keep holds a block, in the place of any other one if there are too many. b.mu is held.
func (b *blocks) keep(number int64, packed []byte) {
	if b.packed == nil {
		b.packed = map[int64][]byte{}
	}
	for other := range b.packed {
		if len(b.packed) < maxBlocks {
			break
		}
		delete(b.packed, other)
	}
	b.packed[number] = packed
}

// change takes the blocks that a transaction has written, once it is committed; nil: it is not known which.
func (b *blocks) change(written map[int64]*block) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changes++
	if written == nil {
		clear(b.packed)
	}
	for number, block := range written {
		if _, kept := b.packed[number]; kept {
			b.packed[number] = block.pack()
		}
	}
}

// readBlocks reads the blocks of these numbers. One that is not there is nil.
func (f *file) readBlocks(ctx context.Context, numbers []int64) (map[int64][]byte, error) {
	read := make(map[int64][]byte, len(numbers))
	list := []byte("[")
	for i, number := range numbers {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, number, 10)
		read[number] = nil
	}
	rows, err := f.blocksAt.QueryContext(ctx, string(append(list, ']')))
	if err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var packed []byte
		if err := rows.Scan(&number, &packed); err != nil {
			return nil, fmt.Errorf("read places: %w", err)
		}
		read[number] = packed
	}
	return read, rows.Err()
}
