package realtime

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
	"unicode/utf8"

	"campfire/collections"

	"github.com/gobwas/ws"
)

const (
	// maxFrame bounds what a client says at once.
	maxFrame = 64 << 10
	// readBuffer is what an idle connection holds for reading; larger frames get their own bytes.
	readBuffer = 512
)

// Accept turns a request into a connection and returns; the connection lives on in its own goroutine. valid is asked
// once more after the hub knows the connection, so that a session that ended meanwhile does not keep it.
func (h *Hub) Accept(w http.ResponseWriter, r *http.Request, identity Identity, valid func() bool) error {
	conn, rw, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		return fmt.Errorf("upgrade: %w", err)
	}
	early, err := rw.Peek(rw.Reader.Buffered())
	if err != nil {
		_ = conn.Close()
		return fmt.Errorf("read early frames: %w", err)
	}
	// note: nothing of net/http's is kept: its buffers are several times the size of an idle connection of ours.
	reader := bufio.NewReaderSize(conn, readBuffer)
	if len(early) > 0 {
		reader = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(early)), conn), readBuffer)
	}
	_ = conn.SetDeadline(time.Time{}) // a hijacked connection has none; a wrapped listener's may
	c := &Connection{ID: collections.NewID(), Identity: identity, hub: h, conn: conn, queue: newQueue()}
	c.lastRead.Store(time.Now().UnixMilli())
	c.lastSent.Store(time.Now().UnixMilli())
	if bye := h.add(c); bye != nil {
		c.Close(*bye, byeCodes[bye.Reason])
		return nil
	}
	if !valid() {
		c.Close(byeFrame{Type: "bye", Reason: "auth"}, ws.StatusPolicyViolation)
		return nil
	}
	c.Send(h.hello(c))
	go c.read(reader)
	return nil
}

func (h *Hub) hello(c *Connection) *Frame {
	h.mu.Lock()
	seq := h.published
	h.mu.Unlock()
	return jsonFrame(helloFrame{
		Type: "hello", Connection: c.ID, Epoch: h.log.Epoch(), Seq: seq, Flags: h.doors.Flags(), Build: h.doors.Build,
		PingMS: pingEvery.Milliseconds(),
	})
}

// byeCodes are the codes of those who are not let in.
var byeCodes = map[string]ws.StatusCode{"restart": ws.StatusGoingAway, "too_many_connections": ws.StatusPolicyViolation}

// protocolError ends a connection with a code.
type protocolError struct {
	code   ws.StatusCode
	reason string
}

func (e protocolError) Error() string { return e.reason }

var (
	errMalformed = protocolError{ws.StatusInvalidFramePayloadData, "malformed frame"}
	errTooLarge  = protocolError{ws.StatusMessageTooBig, "frame above 64 KiB"}
	errTooMany   = protocolError{ws.StatusPolicyViolation, "too many frames"}
	errBinary    = protocolError{ws.StatusUnsupportedData, "text frames only"}
	errProtocol  = protocolError{ws.StatusProtocolError, "protocol error"}
)

// read handles the client's frames until the connection ends.
func (c *Connection) read(r *bufio.Reader) {
	err := c.readFrames(r)
	var protocol protocolError
	var closed closedByClient
	switch {
	case errors.As(err, &protocol):
		c.Close(byeFrame{}, protocol.code)
	case errors.As(err, &closed):
		c.Close(byeFrame{}, ws.StatusNormalClosure)
	default:
		if !c.closing.Load() {
			c.drop(endBroken)
		}
	}
	// What the client still sends is thrown away until it has heard of the end.
	_, _ = io.Copy(io.Discard, r)
	_ = c.conn.Close()
}

type closedByClient struct{}

func (closedByClient) Error() string { return "closed by the client" }

func (c *Connection) readFrames(r *bufio.Reader) error {
	var message []byte // the parts of a fragmented message so far
	var fragmented bool
	for {
		header, err := ws.ReadHeader(r)
		if err != nil {
			return err
		}
		if c.closing.Load() {
			return io.EOF
		}
		if err := checkHeader(header, fragmented, len(message)); err != nil {
			return err
		}
		payload := make([]byte, header.Length)
		if _, err := io.ReadFull(r, payload); err != nil {
			return err
		}
		ws.Cipher(payload, header.Mask, 0)
		if c.closing.Load() {
			return io.EOF
		}
		c.lastRead.Store(time.Now().UnixMilli())
		if !c.hub.doors.Frame(c) {
			return errTooMany
		}
		if header.OpCode.IsControl() {
			if err := c.control(header.OpCode, payload); err != nil {
				return err
			}
			continue
		}
		if fragmented = !header.Fin; fragmented || header.OpCode == ws.OpContinuation {
			message = append(message, payload...)
			if fragmented {
				continue
			}
			payload, message = message, nil
		}
		if !utf8.Valid(payload) {
			return errMalformed
		}
		if err := c.handle(payload); err != nil {
			return err
		}
	}
}

func checkHeader(h ws.Header, fragmented bool, soFar int) error {
	switch {
	case h.Rsv != 0 || !h.Masked || h.OpCode.IsReserved():
		return errProtocol
	case h.OpCode.IsControl() && (!h.Fin || h.Length > ws.MaxControlFramePayloadSize):
		return errProtocol
	case h.Length < 0 || h.Length > maxFrame || !h.OpCode.IsControl() && int64(soFar)+h.Length > maxFrame:
		return errTooLarge
	case h.OpCode == ws.OpBinary:
		return errBinary
	case h.OpCode == ws.OpText && fragmented, h.OpCode == ws.OpContinuation && !fragmented:
		return errProtocol
	}
	return nil
}

func (c *Connection) control(opcode ws.OpCode, payload []byte) error {
	switch opcode {
	case ws.OpPing:
		c.Send(newFrame(ws.OpPong, append(make([]byte, maxHeader, maxHeader+len(payload)), payload...)))
	case ws.OpClose:
		return closedByClient{}
	}
	return nil
}
