package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

type frame struct {
	op      byte
	payload string
}

func collect(t *testing.T, s *Stream, pieces ...[]byte) []frame {
	t.Helper()
	var got []frame
	for _, piece := range pieces {
		err := s.Feed(piece, func(op byte, payload []byte) { got = append(got, frame{op, string(payload)}) })
		if err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func samples() (want []frame, stream []byte) {
	for _, length := range []int{0, 1, 125, 126, 127, 65535, 65536, 70000, 3} {
		text := strings.Repeat("x", length)
		want = append(want, frame{OpText, text}, frame{OpPing, "p"}, frame{OpBinary, text})
		stream = AppendServerFrame(stream, OpText, []byte(text))
		stream = AppendServerFrame(stream, OpPing, []byte("p"))
		stream = AppendClientFrame(stream, OpBinary, []byte(text))
	}
	return want, stream
}

func equal(a, b []frame) bool {
	return fmt.Sprint(a) == fmt.Sprint(b)
}

func TestStreamCutAnywhere(t *testing.T) {
	want, whole := samples()
	for _, size := range []int{1, 2, 3, 7, 128, 4096, 65536, len(whole)} {
		stream := bytes.Clone(whole) // unmasking works in place
		var pieces [][]byte
		for len(stream) > 0 {
			n := min(size, len(stream))
			pieces, stream = append(pieces, stream[:n]), stream[n:]
		}
		if got := collect(t, &Stream{}, pieces...); !equal(got, want) {
			t.Errorf("pieces of %d: %d frames, want %d", size, len(got), len(want))
		}
	}
}

func TestStreamKeepsOnlyTheCutOffFrame(t *testing.T) {
	s := &Stream{}
	one := AppendServerFrame(nil, OpText, bytes.Repeat([]byte("y"), 300))
	data := append(bytes.Repeat(one, 1000), one[:100]...)
	if got := collect(t, s, data); len(got) != 1000 || len(s.rest) != 100 {
		t.Fatalf("%d frames, %d bytes kept", len(got), len(s.rest))
	}
	if got := collect(t, s, one[100:], data[:len(one)]); len(got) != 2 || len(s.rest) != 0 {
		t.Fatalf("%d frames, %d bytes kept", len(got), len(s.rest))
	}
}

func TestStreamRefusesGarbage(t *testing.T) {
	none := func(byte, []byte) {}
	if err := (&Stream{}).Feed([]byte{0xC1, 0x00}, none); !errors.Is(err, ErrGarbled) {
		t.Errorf("compressed frame: %v", err)
	}
	if err := (&Stream{}).Feed([]byte{0x81, 127, 1, 0, 0, 0, 0, 0, 0, 0}, none); !errors.Is(err, ErrGarbled) {
		t.Errorf("endless frame: %v", err)
	}
}

func TestMarker(t *testing.T) {
	var s MarkerScanner
	for _, text := range []string{`{"body":"` + Marker(41) + ` hello"}`, `{"longer":1,"body":"` + Marker(41) + `"}`} {
		payload := []byte(text)
		if k, ok := s.Find(payload); !ok || k != 41 {
			t.Errorf("found %d, %v in %s", k, ok, payload)
		}
		if !PatchMarker(payload, 90000017) {
			t.Errorf("nothing to patch in %s", payload)
		}
		if k, ok := s.Find(payload); !ok || k != 90000017 {
			t.Errorf("found %d, %v in %s", k, ok, payload)
		}
	}
	for _, text := range []string{"", "bench#", `{"type":"advance","seq":12}`} {
		if k, ok := s.Find([]byte(text)); ok {
			t.Errorf("found %d in %q", k, text)
		}
	}
}

func TestNumberAndText(t *testing.T) {
	payload := []byte(`{"type":"ack","client_message_id":"abc-1","message":{"seq":120,"rseq":7}}`)
	seq, rseq := NumberScanner{Key: `"seq":`}, NumberScanner{Key: `"rseq":`}
	for range 2 {
		if n, ok := seq.Find(payload); !ok || n != 120 {
			t.Errorf("seq %d %v", n, ok)
		}
		if n, ok := rseq.Find(payload); !ok || n != 7 {
			t.Errorf("rseq %d %v", n, ok)
		}
	}
	if _, ok := rseq.Find([]byte(`{"rseq":"x"}`)); ok {
		t.Error("a string is no number")
	}
	if got := Text(payload, `"client_message_id":"`); string(got) != "abc-1" {
		t.Errorf("text %q", got)
	}
	if got := Text(payload, `"missing":"`); got != nil {
		t.Errorf("text %q", got)
	}
}

func TestEventsCutAnywhere(t *testing.T) {
	stream := "14\r\nid:a\nevent:x\ndata:1\n\n\r\n14\r\nid:b\nevent:x\ndata:2\n\n\r\n"
	for size := 1; size <= len(stream); size++ {
		var e Events
		var got []string
		for at := 0; at < len(stream); at += size {
			_ = e.Feed([]byte(stream[at:min(at+size, len(stream))]), func(_ byte, p []byte) { got = append(got, string(p)) })
		}
		if len(got) != 2 || !strings.HasSuffix(got[0], "data:1") || !strings.HasSuffix(got[1], "data:2") {
			t.Fatalf("pieces of %d: %q", size, got)
		}
	}
}
