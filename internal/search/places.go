package search

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// blockBits says how many numbers share one row of places: 64, one bit each of a word.
const blockBits = 6

// place is where an indexed message is. A changed one still has the keys of what it said before.
type place struct {
	room    int64 // its number in the index
	rseq    int64
	changed bool
}

// block is the places of the messages from one seq on, as the index keeps them: a row for each would be a tenth of the
// text. First the bits of the numbers that are there, then room and rseq of each, then, if any, the bits of the changed.
type block [1 << blockBits]place

const maskBytes = 8

// placeAt finds one place in a packed block without unpacking it.
func placeAt(packed []byte, seq int64) (p place, ok bool) {
	if len(packed) < maskBytes {
		return p, false
	}
	present, bit := binary.LittleEndian.Uint64(packed), uint64(1)<<(seq&(1<<blockBits-1))
	if present&bit == 0 {
		return p, false
	}
	rest := skipNumbers(packed[maskBytes:], 2*bits.OnesCount64(present&(bit-1)))
	room, n := binary.Uvarint(rest)
	if n <= 0 {
		return p, false
	}
	rseq, m := binary.Uvarint(rest[n:])
	if m <= 0 {
		return p, false
	}
	p = place{room: int64(room), rseq: int64(rseq)}
	rest = skipNumbers(rest[n+m:], 2*(bits.OnesCount64(present&^(bit-1))-1))
	p.changed = len(rest) >= maskBytes && binary.LittleEndian.Uint64(rest)&bit != 0
	return p, true
}

// skipNumbers returns what comes after n numbers. The last byte of each has no high bit.
func skipNumbers(rest []byte, n int) []byte {
	const high = 0x8080808080808080
	for n > 0 && len(rest) >= 8 {
		lasts := bits.OnesCount64(^binary.LittleEndian.Uint64(rest) & high)
		if lasts >= n {
			break
		}
		n -= lasts
		rest = rest[8:]
	}
	at := 0
	for ; n > 0 && at < len(rest); at++ {
		if rest[at] < 0x80 {
			n--
		}
	}
	return rest[at:]
}

func unpack(packed []byte, number int64) *block {
	b := new(block)
	for i := range b {
		b[i], _ = placeAt(packed, number<<blockBits|int64(i)) // what is not there stays empty
	}
	return b
}

// pack is nil for a block without any message.
func (b *block) pack() []byte {
	var present, changed uint64
	packed := make([]byte, maskBytes, maskBytes+4*len(b))
	for i := range b {
		if b[i].rseq == 0 {
			continue
		}
		present |= 1 << i
		if b[i].changed {
			changed |= 1 << i
		}
		packed = binary.AppendUvarint(packed, uint64(b[i].room))
		packed = binary.AppendUvarint(packed, uint64(b[i].rseq))
	}
	if present == 0 {
		return nil
	}
	binary.LittleEndian.PutUint64(packed, present)
	if changed != 0 {
		packed = binary.LittleEndian.AppendUint64(packed, changed)
	}
	return packed
}

// messagesIn counts the messages of a packed block.
func messagesIn(packed []byte) int64 {
	if len(packed) < maskBytes {
		return 0
	}
	return int64(bits.OnesCount64(binary.LittleEndian.Uint64(packed)))
}

// place is where the change has a message, to be read and written.
func (c *change) place(seq int64) (*place, error) {
	number := seq >> blockBits
	b := c.blocks[number]
	if b == nil {
		var packed []byte
		if err := c.stmt(sqlBlock).QueryRow(number).Scan(&packed); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("read places: %w", err)
		}
		b = unpack(packed, number)
		c.blocks[number] = b
	}
	return &b[seq&(1<<blockBits-1)], nil
}

// savePlaces writes the blocks that the change touched.
func (c *change) savePlaces() error {
	for number, b := range c.blocks {
		packed := b.pack()
		var err error
		if packed == nil {
			_, err = c.stmt(sqlNoBlock).Exec(number)
		} else {
			_, err = c.stmt(sqlPutBlock).Exec(number, packed)
		}
		if err != nil {
			return fmt.Errorf("write places: %w", err)
		}
	}
	return nil
}

// removeRoom takes a deleted room's messages out.
func (c *change) removeRoom(id string) error {
	room, err := c.room(id)
	if err != nil {
		return err
	}
	if err := c.savePlaces(); err != nil { // so that all of them are in the table
		return err
	}
	rows, err := c.stmt(sqlBlocks).Query()
	if err != nil {
		return fmt.Errorf("list room: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var packed []byte
		if err := rows.Scan(&number, &packed); err != nil {
			return fmt.Errorf("list room: %w", err)
		}
		b := unpack(packed, number)
		for i := range b {
			if b[i].room != room || b[i].rseq == 0 {
				continue
			}
			b[i] = place{}
			c.blocks[number] = b
			c.added--
			c.stale++
		}
	}
	return rows.Err()
}

// count returns how many messages are in the index.
func (f *file) count() (n int64, err error) {
	rows, err := f.writer.Query("SELECT packed FROM places")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var packed sql.RawBytes
		if err := rows.Scan(&packed); err != nil {
			return 0, err
		}
		n += messagesIn(packed)
	}
	return n, rows.Err()
}
