package load

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"campfire/bench/wire"
)

// ackTimeout bounds the wait for the last acknowledgements of a run.
const ackTimeout = 15 * time.Second

// Socket is one sending connection to our socket.
type Socket struct {
	conn   net.Conn
	stream *wire.Stream
	buffer []byte
	out    []byte
}

// DialSocket connects, resumes at the head and is ready to send.
func DialSocket(address, path, token string) (*Socket, error) {
	conn, err := wire.Dial(address, "")
	if err != nil {
		return nil, err
	}
	r, err := wire.Upgrade(conn, address, path, token)
	if err != nil {
		return nil, fmt.Errorf("socket: %w", err)
	}
	stream, err := resume(conn, r)
	if err != nil {
		return nil, err
	}
	return &Socket{conn: conn, stream: stream, buffer: make([]byte, 64<<10)}, nil
}

// Close ends the connection without ceremony.
func (s *Socket) Close() { _ = s.conn.Close() }

// Queue buffers one send until Flush.
func (s *Socket) Queue(id, room, body string) {
	frame := `{"type":"send","client_message_id":"` + id + `","room":"` + room + `","body":"` + body + `"}`
	s.out = wire.AppendClientFrame(s.out, wire.OpText, []byte(frame))
}

// Flush writes what was queued in one call.
func (s *Socket) Flush() error {
	if len(s.out) == 0 {
		return nil
	}
	_, err := s.conn.Write(s.out)
	s.out = s.out[:0]
	return err
}

// Reply is an acknowledgement or a refusal of one send.
type Reply struct {
	ID     string
	Rseq   int64
	Refuse string // the whole nack frame
}

// Read waits for data and reports every ack and nack in it; all other frames are passed over.
func (s *Socket) Read(deadline time.Time, on func(Reply)) error {
	_ = s.conn.SetReadDeadline(deadline)
	n, err := s.conn.Read(s.buffer)
	if err != nil {
		return err
	}
	var fatal error
	rseq := wire.NumberScanner{Key: `"rseq":`}
	err = s.stream.Feed(s.buffer[:n], func(op byte, payload []byte) {
		switch op {
		case wire.OpPing:
			_, fatal = s.conn.Write(wire.AppendClientFrame(nil, wire.OpPong, payload))
			return
		case wire.OpClose:
			fatal = fmt.Errorf("server closed: %q", payload)
			return
		}
		switch string(wire.Text(payload, `"type":"`)) {
		case "ack":
			number, _ := rseq.Find(payload)
			on(Reply{ID: string(wire.Text(payload, `"client_message_id":"`)), Rseq: number})
		case "nack":
			on(Reply{ID: string(wire.Text(payload, `"client_message_id":"`)), Refuse: string(payload)})
		case "bye":
			fatal = fmt.Errorf("server said %s", payload)
		}
	})
	return errors.Join(err, fatal)
}

// MessageID makes a client_message_id that has the form of a UUID and tells its sender and number.
func MessageID(run uint32, sender, n int) string {
	return fmt.Sprintf("%08x-%04x-4000-8000-%012x", run, sender, n)
}

// messageNumber reads the number back.
func messageNumber(id string) (int, bool) {
	if len(id) != 36 {
		return 0, false
	}
	n, err := strconv.ParseUint(id[24:], 16, 48)
	return int(n), err == nil
}
