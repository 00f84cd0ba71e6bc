// Package wire holds the little of WebSocket, SSE and JSON that a load generator needs, written so that
// a receiver costs far less than the server that feeds it.
package wire

import (
	"encoding/binary"
	"errors"
)

// WebSocket opcodes.
const (
	OpText   = 0x1
	OpBinary = 0x2
	OpClose  = 0x8
	OpPing   = 0x9
	OpPong   = 0xA
)

const (
	maxPayload = 16 << 20 // no server under test sends more; a larger length means that the stream is garbled
)

// ErrGarbled says that the bytes are no WebSocket frames a server may send without an agreed extension.
var ErrGarbled = errors.New("garbled WebSocket stream")

// mask is fixed: the masking only protects proxies, and a load generator should not pay for randomness.
var mask = [4]byte{0x37, 0xfa, 0x21, 0x3d}

// Stream cuts the bytes of one connection into frames. The zero value is ready.
type Stream struct {
	rest []byte // start of a frame whose end was not read yet
}

// Feed calls handle for each whole frame in data, in order; the payload is only valid during the call.
// A cut-off frame is kept: only its own bytes are copied, whole frames are handled where they lie.
func (s *Stream) Feed(data []byte, handle func(op byte, payload []byte)) error {
	for len(s.rest) > 0 && len(data) > 0 {
		want, whole, err := measure(s.rest)
		if err != nil {
			return err
		}
		if whole > 0 {
			want = whole
		}
		n := min(want-len(s.rest), len(data))
		s.rest = append(s.rest, data[:n]...)
		data = data[n:]
		used, err := cut(s.rest, handle)
		if err != nil {
			return err
		}
		if used > 0 {
			s.rest = s.rest[:0]
		}
	}
	for len(data) > 0 {
		used, err := cut(data, handle)
		if err != nil {
			return err
		}
		if used == 0 {
			s.rest = append(s.rest, data...)
			return nil
		}
		data = data[used:]
	}
	return nil
}

// measure returns the size of the header and of the whole frame; whole is 0 as long as b ends inside the header.
func measure(b []byte) (header, whole int, err error) {
	if len(b) < 2 {
		return 2, 0, nil
	}
	if b[0]&0x70 != 0 {
		return 0, 0, ErrGarbled
	}
	length := int(b[1] & 0x7f)
	header = 2
	switch length {
	case 126:
		header = 4
	case 127:
		header = 10
	}
	lengthEnd := header
	if b[1]&0x80 != 0 {
		header += 4
	}
	if len(b) < header {
		return header, 0, nil
	}
	switch lengthEnd {
	case 4:
		length = int(binary.BigEndian.Uint16(b[2:]))
	case 10:
		long := binary.BigEndian.Uint64(b[2:])
		if long > maxPayload {
			return 0, 0, ErrGarbled
		}
		length = int(long)
	}
	return header, header + length, nil
}

// cut handles the frame at the start of b and returns its size, or 0 if it is not whole.
func cut(b []byte, handle func(op byte, payload []byte)) (int, error) {
	header, whole, err := measure(b)
	if err != nil || whole == 0 || whole > len(b) {
		return 0, err
	}
	payload := b[header:whole]
	if b[1]&0x80 != 0 {
		key := b[header-4 : header]
		for i := range payload {
			payload[i] ^= key[i&3]
		}
	}
	handle(b[0]&0x0f, payload)
	return whole, nil
}

// AppendServerFrame appends one unmasked frame, as a server sends it.
func AppendServerFrame(dst []byte, op byte, payload []byte) []byte {
	return append(appendHeader(dst, op, len(payload), 0), payload...)
}

// AppendClientFrame appends one masked frame, as a client sends it.
func AppendClientFrame(dst []byte, op byte, payload []byte) []byte {
	dst = appendHeader(dst, op, len(payload), 0x80)
	dst = append(dst, mask[:]...)
	start := len(dst)
	dst = append(dst, payload...)
	for i := start; i < len(dst); i++ {
		dst[i] ^= mask[(i-start)&3]
	}
	return dst
}

func appendHeader(dst []byte, op byte, length int, maskBit byte) []byte {
	dst = append(dst, 0x80|op)
	switch {
	case length < 126:
		return append(dst, maskBit|byte(length))
	case length < 1<<16:
		return binary.BigEndian.AppendUint16(append(dst, maskBit|126), uint16(length))
	default:
		return binary.BigEndian.AppendUint64(append(dst, maskBit|127), uint64(length))
	}
}
