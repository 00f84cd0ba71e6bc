package wire

import (
	"bytes"
	"fmt"
)

// Every message the bench sends carries its number in its text, so that a receiver can find it in any transport's
// frame without parsing JSON. The digits have a fixed width: frames stay equally long.
const (
	markerPrefix = "bench#"
	markerDigits = 8
	markerLength = len(markerPrefix) + markerDigits
)

// Marker returns the mark for message number k.
func Marker(k int) string {
	return fmt.Sprintf("%s%0*d", markerPrefix, markerDigits, k)
}

// PatchMarker writes number k over the mark in frame and reports whether there was one.
func PatchMarker(frame []byte, k int) bool {
	at := bytes.Index(frame, []byte(markerPrefix))
	if at < 0 || at+markerLength > len(frame) {
		return false
	}
	for i := at + markerLength - 1; i >= at+len(markerPrefix); i-- {
		frame[i] = '0' + byte(k%10)
		k /= 10
	}
	return true
}

// MarkerScanner finds marks; it remembers where the last one was, since frames of one run look alike.
type MarkerScanner struct{ at int }

// Find returns the number of the message in payload.
func (s *MarkerScanner) Find(payload []byte) (int, bool) {
	at := s.at
	if at+markerLength > len(payload) || string(payload[at:at+len(markerPrefix)]) != markerPrefix {
		at = bytes.Index(payload, []byte(markerPrefix))
		if at < 0 || at+markerLength > len(payload) {
			return 0, false
		}
		s.at = at
	}
	k := 0
	for _, c := range payload[at+len(markerPrefix) : at+markerLength] {
		k = k*10 + int(c-'0')
	}
	return k, true
}

// NumberScanner finds the value of one JSON member, such as `"seq":`, under the same assumption.
type NumberScanner struct {
	Key string
	at  int
}

// Find returns the number behind the first occurrence of the key in payload.
func (s *NumberScanner) Find(payload []byte) (int64, bool) {
	end := s.at + len(s.Key)
	if end > len(payload) || string(payload[s.at:end]) != s.Key {
		at := bytes.Index(payload, []byte(s.Key))
		if at < 0 {
			return 0, false
		}
		s.at, end = at, at+len(s.Key)
	}
	var n int64
	start := end
	for end < len(payload) && payload[end] >= '0' && payload[end] <= '9' {
		n = n*10 + int64(payload[end]-'0')
		end++
	}
	return n, end > start
}

// Text returns the string behind the first occurrence of key (such as `"client_message_id":"`) up to its quote.
// It does not unescape: ids have nothing to escape.
func Text(payload []byte, key string) []byte {
	at := bytes.Index(payload, []byte(key))
	if at < 0 {
		return nil
	}
	value := payload[at+len(key):]
	if end := bytes.IndexByte(value, '"'); end >= 0 {
		return value[:end]
	}
	return nil
}

// Events cuts a stream of server-sent events. It does not undo the chunked encoding: PocketBase and we flush each
// event as one chunk, so the chunk lines fall between events and disturb nobody.
type Events struct {
	rest []byte
}

// Feed calls handle (with OpText) for each whole event in data.
func (e *Events) Feed(data []byte, handle func(op byte, payload []byte)) error {
	if len(e.rest) > 0 {
		e.rest = append(e.rest, data...)
		data = e.rest
	}
	for {
		end := bytes.Index(data, []byte("\n\n"))
		if end < 0 {
			break
		}
		handle(OpText, data[:end])
		data = data[end+2:]
	}
	e.rest = append(e.rest[:0], data...)
	return nil
}
