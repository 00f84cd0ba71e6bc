// Package load is the load generator: closed-loop senders over HTTP and sockets, and cheap receivers.
package load

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"campfire/bench/wire"
)

const requestTimeout = 30 * time.Second

// HTTPConn is one keep-alive connection. net/http would cost the generator several times more per request, and the
// generator shares the cores with the server under test.
type HTTPConn struct {
	conn net.Conn
	r    *bufio.Reader
	body []byte
	etag []byte
	out  []byte
}

// DialHTTP opens a connection to address.
func DialHTTP(address string) (*HTTPConn, error) {
	conn, err := wire.Dial(address, "")
	if err != nil {
		return nil, err
	}
	return &HTTPConn{conn: conn, r: bufio.NewReaderSize(conn, 64<<10)}, nil
}

// Close ends the connection.
func (c *HTTPConn) Close() { _ = c.conn.Close() }

// ETag returns the entity tag of the last answer, empty if it had none.
func (c *HTTPConn) ETag() string { return string(c.etag) }

// Request is one HTTP request; Header holds further whole header lines.
type Request struct {
	Method, Path, Token, Header string
	Body                        []byte
}

// Do sends the request and reads the answer. The body is only valid until the next call.
func (c *HTTPConn) Do(host string, req Request) (int, []byte, error) {
	b := append(c.out[:0], req.Method...)
	b = append(append(b, ' '), req.Path...)
	b = append(append(b, " HTTP/1.1\r\nHost: "...), host...)
	b = append(append(b, "\r\nAuthorization: "...), req.Token...)
	b = append(append(b, "\r\n"...), req.Header...)
	if req.Body != nil {
		b = append(b, "Content-Type: application/json\r\nContent-Length: "...)
		b = append(strconv.AppendInt(b, int64(len(req.Body)), 10), "\r\n"...)
	}
	c.out = append(append(b, "\r\n"...), req.Body...)
	_ = c.conn.SetDeadline(time.Now().Add(requestTimeout))
	if _, err := c.conn.Write(c.out); err != nil {
		return 0, nil, err
	}
	return c.answer()
}

func (c *HTTPConn) answer() (int, []byte, error) {
	line, err := c.r.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("status line %q", line)
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return 0, nil, fmt.Errorf("status line %q", line)
	}
	length, err := c.head()
	if err != nil {
		return 0, nil, err
	}
	c.body = c.body[:0]
	switch {
	case status == 304 || status == 204:
	case length < 0:
		err = c.chunks()
	default:
		err = c.take(length)
	}
	return status, c.body, err
}

// head reads the header lines; a length of -1 means chunks.
func (c *HTTPConn) head() (int, error) {
	length := 0
	c.etag = c.etag[:0]
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return length, nil
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimSpace(value)
		switch string(bytes.ToLower(name)) {
		case "content-length":
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		case "transfer-encoding":
			length = -1
		case "etag":
			c.etag = append(c.etag, value...)
		}
	}
}

func (c *HTTPConn) chunks() error {
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseUint(string(bytes.TrimSpace(line)), 16, 31)
		if err != nil {
			return err
		}
		if err := c.take(int(size)); err != nil {
			return err
		}
		if _, err := c.r.Discard(2); err != nil || size == 0 {
			return err
		}
	}
}

// take appends the next n bytes to the body.
func (c *HTTPConn) take(n int) error {
	start := len(c.body)
	if need := start + n; need > cap(c.body) {
		c.body = append(make([]byte, 0, 2*need), c.body...)
	}
	c.body = c.body[:start+n]
	_, err := io.ReadFull(c.r, c.body[start:])
	return err
}
