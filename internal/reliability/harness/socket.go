package harness

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gobwas/ws"
)

const dialTimeout = 15 * time.Second

// CloseError is the server's close frame.
type CloseError struct {
	Code   int
	Reason string
}

func (e *CloseError) Error() string { return fmt.Sprintf("closed %d %s", e.Code, e.Reason) }

// Socket is one raw WebSocket connection; it answers pings unless told not to.
type Socket struct {
	RefusePongs atomic.Bool

	conn   net.Conn
	reader *bufio.Reader
	wmu    sync.Mutex
}

// Dial opens the chat socket as user through addr; a Reply says why the handshake was refused.
func Dial(addr string, user *User) (*Socket, error) {
	dialer := ws.Dialer{
		Timeout: dialTimeout,
		Header:  ws.HandshakeHeaderHTTP(http.Header{"Authorization": {user.Token}}),
	}
	conn, reader, _, err := dialer.Dial(context.Background(), "ws://"+addr+"/api/chat/socket")
	if err != nil {
		return nil, err
	}
	if reader == nil {
		reader = bufio.NewReader(conn)
	}
	return &Socket{conn: conn, reader: reader}, nil
}

// Refused reports whether a handshake failed because the server answered with an error of its own.
func Refused(err error) bool {
	var status ws.StatusError
	return errors.As(err, &status) && int(status) >= http.StatusInternalServerError && int(status) != http.StatusServiceUnavailable
}

// Send writes one JSON frame.
func (s *Socket) Send(frame any) error {
	payload, err := json.Marshal(frame)
	if err != nil {
		return err
	}
	return s.Write(ws.OpText, payload)
}

// Write sends payload as one masked frame of the kind.
func (s *Socket) Write(op ws.OpCode, payload []byte) error {
	var out bytes.Buffer
	frame := ws.MaskFrameInPlace(ws.NewFrame(op, true, bytes.Clone(payload)))
	if err := ws.WriteFrame(&out, frame); err != nil {
		return err
	}
	return s.WriteRaw(out.Bytes())
}

// WriteRaw puts bytes on the wire as they are.
func (s *Socket) WriteRaw(b []byte) error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	_ = s.conn.SetWriteDeadline(time.Now().Add(dialTimeout))
	_, err := s.conn.Write(b)
	return err
}

// Read returns the next text frame, answering pings on the way.
func (s *Socket) Read() (Frame, error) {
	for {
		header, err := ws.ReadHeader(s.reader)
		if err != nil {
			return Frame{}, err
		}
		payload := make([]byte, header.Length)
		if _, err := io.ReadFull(s.reader, payload); err != nil {
			return Frame{}, err
		}
		switch header.OpCode {
		case ws.OpPing:
			if !s.RefusePongs.Load() {
				_ = s.Write(ws.OpPong, payload)
			}
		case ws.OpClose:
			code, reason := ws.ParseCloseFrameData(payload)
			return Frame{}, &CloseError{int(code), reason}
		case ws.OpText:
			return Decode(payload)
		}
	}
}

// ReadUntil reads to the first frame that match accepts, for at most limit.
func (s *Socket) ReadUntil(limit time.Duration, match func(Frame) bool) (Frame, error) {
	_ = s.conn.SetReadDeadline(time.Now().Add(limit))
	defer func() { _ = s.conn.SetReadDeadline(time.Time{}) }()
	for {
		f, err := s.Read()
		if err != nil || match(f) {
			return f, err
		}
	}
}

// BoundReads fixes the kernel's receive buffer, which otherwise grows to tens of megabytes on some machines.
func (s *Socket) BoundReads(bytes int) {
	if tcp, ok := s.conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(bytes)
	}
}

// Close drops the connection without a close frame.
func (s *Socket) Close() { s.conn.Close() }

// TypeIs matches frames of one type, for ReadUntil.
func TypeIs(kind string) func(Frame) bool { return func(f Frame) bool { return f.Type == kind } }
