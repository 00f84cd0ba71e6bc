package load

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"campfire/bench/wire"
)

const (
	dialers           = 32    // connections opened at the same time
	socketsPerAddress = 5_000 // well below the 28,000 ephemeral ports of one source address
	subscribeTimeout  = 30 * time.Second
)

// Subscribe opens one subscribed connection and returns it with the decoder that has read its beginning.
type Subscribe func(local, token string) (net.Conn, decoder, error)

// Connect opens count connections, tokens taken in turn, and adds them to the set.
func (s *Receivers) Connect(count int, tokens []string, subscribe Subscribe) error {
	type opened struct {
		conn    net.Conn
		decoder decoder
		err     error
	}
	results := make(chan opened)
	var next atomic.Int64
	var group sync.WaitGroup
	first := s.Len()
	for range min(dialers, count) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				n := first + i
				local := fmt.Sprintf("127.0.0.%d", 1+n/socketsPerAddress)
				conn, decode, err := subscribe(local, tokens[n%len(tokens)])
				results <- opened{conn, decode, err}
			}
		})
	}
	go func() { group.Wait(); close(results) }()
	var failed error
	for r := range results {
		switch {
		case r.err != nil:
			failed = r.err
		case failed == nil:
			failed = s.Add(r.conn, r.decoder)
		}
	}
	return failed
}

// SocketSubscription connects to our socket and waits until the replay is over (`caught_up`).
func SocketSubscription(address, path string) Subscribe {
	return func(local, token string) (net.Conn, decoder, error) {
		conn, err := wire.Dial(address, local)
		if err != nil {
			return nil, nil, err
		}
		r, err := wire.Upgrade(conn, address, path, token)
		if err != nil {
			return nil, nil, fmt.Errorf("socket: %w", err)
		}
		stream, err := resume(conn, r)
		return conn, stream, err
	}
}

// RawSubscription connects to the raw fan-out server, which feeds a connection from its handshake on.
func RawSubscription(address string) Subscribe {
	return func(local, _ string) (net.Conn, decoder, error) {
		conn, err := wire.Dial(address, local)
		if err != nil {
			return nil, nil, err
		}
		if _, err = wire.Upgrade(conn, address, "/subscribe", ""); err != nil {
			return nil, nil, fmt.Errorf("raw: %w", err)
		}
		return conn, &wire.Stream{}, nil
	}
}

// resume sends the first frame (start at the head) and reads up to `caught_up`.
func resume(conn net.Conn, r *bufio.Reader) (*wire.Stream, error) {
	_ = conn.SetDeadline(time.Now().Add(subscribeTimeout))
	defer conn.SetDeadline(time.Time{})
	if _, err := conn.Write(wire.AppendClientFrame(nil, wire.OpText, []byte(`{"type":"resume"}`))); err != nil {
		return nil, err
	}
	stream := &wire.Stream{}
	caughtUp, refused := false, ""
	buffer := make([]byte, 4096)
	for !caughtUp {
		n, err := r.Read(buffer)
		if err != nil {
			return nil, fmt.Errorf("waiting for caught_up: %w %s", err, refused)
		}
		err = stream.Feed(buffer[:n], func(op byte, payload []byte) {
			switch kind := string(wire.Text(payload, `"type":"`)); {
			case op == wire.OpClose || kind == "bye" || kind == "resync":
				refused = string(payload)
			case kind == "caught_up":
				caughtUp = true
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if n := r.Buffered(); n > 0 { // whatever came right behind belongs to the stream
		rest, _ := r.Peek(n)
		return stream, stream.Feed(rest, func(byte, []byte) {})
	}
	return stream, nil
}

// RealtimeSubscription connects to PocketBase's own realtime and subscribes to all messages the rules allow.
func RealtimeSubscription(address string) Subscribe {
	return func(local, token string) (net.Conn, decoder, error) {
		conn, err := wire.Dial(address, local)
		if err != nil {
			return nil, nil, err
		}
		r, err := wire.OpenEvents(conn, address, "/api/realtime", token)
		if err != nil {
			return nil, nil, fmt.Errorf("realtime: %w", err)
		}
		var id []byte
		_ = conn.SetReadDeadline(time.Now().Add(subscribeTimeout))
		for id == nil {
			line, err := r.ReadSlice('\n')
			if err != nil {
				return nil, nil, fmt.Errorf("waiting for PB_CONNECT: %w", err)
			}
			id = append(id, wire.Text(line, `"clientId":"`)...)
		}
		_ = conn.SetReadDeadline(time.Time{})
		return conn, &wire.Events{}, subscribeMessages(address, local, token, string(id))
	}
}

// subscribeMessages posts from the stream's own source address: PocketBase refuses any other.
func subscribeMessages(address, local, token, client string) error {
	conn, err := wire.Dial(address, local)
	if err != nil {
		return err
	}
	c := &HTTPConn{conn: conn, r: bufio.NewReader(conn)}
	defer c.Close()
	status, body, err := c.Do(address, Request{
		Method: http.MethodPost, Path: "/api/realtime", Token: token,
		Body: fmt.Appendf(nil, `{"clientId":%q,"subscriptions":["messages/*"]}`, client),
	})
	if err == nil && status != http.StatusNoContent {
		err = fmt.Errorf("subscribe: %d %s", status, body)
	}
	return err
}
