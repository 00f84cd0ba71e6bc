package reliability

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"

	"github.com/gobwas/ws"
)

const (
	fuzzFrames = 100_000
	lastFrame  = "the last frame of a connection" // no valid client id, so it is refused
)

// Guards: the decoder of internal/realtime and its limits; a connection's fault ends that connection only.
func TestE1NoFrameHurtsTheServerOrTheNeighbours(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Fuzzed", w.Users...)
	author, reader := w.Client(w.Users[18]), w.Client(w.Users[19])
	w.AllReady()
	stop := load(w, w.Admin, room, 50)
	var sent, closed atomic.Int64
	odd := sync.Map{}
	var group sync.WaitGroup
	for i := range 8 {
		rng := rand.New(rand.NewPCG(uint64(i), 1))
		group.Go(func() {
			for sent.Load() < fuzzFrames {
				sock, err := harness.Dial(w.Addr, w.Users[i])
				if err != nil {
					t.Errorf("dial: %v", err)
					return
				}
				ended := make(chan error, 1)
				go func() {
					for {
						f, err := sock.Read()
						if f.ClientMessageID == lastFrame {
							sock.Close() // all before it were judged
						}
						if err != nil {
							ended <- err
							return
						}
					}
				}()
				for n := 0; n < 2000 && len(ended) == 0 && sock.WriteRaw(fuzz(rng, room)) == nil; n++ {
					sent.Add(1)
				}
				_ = sock.Send(map[string]string{"type": "send", "client_message_id": lastFrame, "room": room, "body": "x"})
				select {
				case err = <-ended:
				case <-time.After(5 * time.Second): // a frame that promises more bytes waits for them
					sock.Close()
					err = <-ended
				}
				sock.Close()
				var frame *harness.CloseError
				if errors.As(err, &frame) {
					closed.Add(1)
					count, _ := odd.LoadOrStore(frame.Code, new(atomic.Int64))
					count.(*atomic.Int64).Add(1)
				}
			}
		})
	}
	for n := range 20 {
		o := author.Send(room, fmt.Sprintf("neighbour %d", n))
		if !author.Settled(arrival) || !reader.Until(arrival, func(*harness.State) bool { return reader.Saw(o.CID) }) {
			t.Error("a neighbour waits for its message while others send nonsense")
		}
		time.Sleep(50 * time.Millisecond)
	}
	group.Wait()
	stop()
	if !w.Running() {
		t.Fatal("the server died")
	}
	odd.Range(func(code, count any) bool {
		t.Logf("close %v: %d times", code, count.(*atomic.Int64).Load())
		if n := code.(int); n != 1000 && n != 1002 && n != 1003 && n != 1007 && n != 1008 && n != 1009 {
			t.Errorf("a bad frame closed a connection with %d", n)
		}
		return true
	})
	if closed.Load() == 0 {
		t.Error("no connection was closed with a code: the fuzz proves little")
	}
	w.Check()
	for _, c := range []*harness.Client{author, reader} {
		if dials, _, _ := c.Counts(); dials != 1 {
			t.Errorf("%s lost its connection to the fuzz of others", c.User.Name)
		}
	}
}

var (
	fuzzTypes  = []string{"resume", "send", "typing", "here", "read", "pong", "hello", "", "ack", `\u0000`, "send "}
	fuzzFields = []string{"room", "body", "client_message_id", "epoch", "seq", "rseq", "active", "visible", "type", "x"}
	fuzzValues = []string{`null`, `true`, `0`, `-1`, `1e308`, `9223372036854775807`, `9223372036854775808`, `""`, `"x"`, `[]`, `{}`,
		`[[[[]]]]`, `{"a":{"b":{}}}`, `"\u0000"`, `"\ud800"`, `"aaaaaaaaaaaaaaa"`, `1.5`}
)

// fuzz makes one frame: mostly JSON of odd content, sometimes broken on one level or another.
func fuzz(rng *rand.Rand, room string) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, `{"type":"%s"`, fuzzTypes[rng.IntN(len(fuzzTypes))])
	for range rng.IntN(5) {
		value := fuzzValues[rng.IntN(len(fuzzValues))]
		if rng.IntN(6) == 0 {
			value = `"` + room + `"`
		}
		fmt.Fprintf(&text, `,%q:%s`, fuzzFields[rng.IntN(len(fuzzFields))], value)
	}
	text.WriteString("}")
	payload := []byte(text.String())
	frame := ws.NewFrame(ws.OpText, true, payload)
	switch n := rng.IntN(4000); { // rare, for each ends its connection
	case n == 0:
		frame.Payload = payload[:rng.IntN(len(payload))]
	case n == 1:
		frame.Payload[rng.IntN(len(payload))] = byte(rng.IntN(256))
	case n == 2:
		frame.Header.OpCode = ws.OpBinary
	case n == 3:
		frame.Header.OpCode = ws.OpCode(3 + rng.IntN(5))
	case n == 4:
		frame.Header.Rsv = 7
	case n == 5:
		frame.Payload = []byte(strings.Repeat("[", 60_000))
	case n == 6:
		frame.Payload = make([]byte, 70_000)
	case n == 7:
		frame.Header.Fin = false
	case n == 8:
		frame.Header.OpCode, frame.Payload = ws.OpPing, make([]byte, 126)
	case n == 9:
		frame.Header.OpCode, frame.Payload = ws.OpClose, []byte{1}
	case n < 400:
		frame.Header.OpCode, frame.Payload = ws.OpPing, payload[:min(len(payload), 100)]
	}
	frame.Header.Length = int64(len(frame.Payload))
	if rng.IntN(8000) != 0 {
		frame = ws.MaskFrameInPlace(frame)
	}
	b, _ := ws.CompileFrame(frame)
	if rng.IntN(8000) == 0 {
		b[1] |= 0x7f // a length that never comes
	}
	return b
}
