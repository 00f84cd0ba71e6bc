package harness

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

func (c *Client) run() {
	defer close(c.done)
	backoff := 5 * time.Millisecond
	for {
		var ended, away bool
		c.locked(func() { ended, away = c.ended, c.away })
		switch {
		case ended:
			return
		case away:
			time.Sleep(poll)
			continue
		}
		if c.connect() {
			backoff = 5 * time.Millisecond
		}
		time.Sleep(backoff + rand.N(backoff))
		backoff = min(backoff*2, maxBackoff)
	}
}

// connect lives through one connection and reports whether it became live.
func (c *Client) connect() bool {
	var fresh bool
	c.locked(func() { fresh = c.state == nil || c.stale })
	if fresh && c.bootstrap() != nil {
		return false
	}
	c.locked(func() { c.dials++ })
	sock, err := Dial(c.addr, c.User)
	if err != nil {
		return false
	}
	c.locked(func() {
		if c.ended || c.away {
			sock.Close()
		}
		c.sock = sock
		c.conns++
	})
	stop := make(chan struct{})
	go c.retry(stop)
	defer close(stop)
	was := c.read(sock)
	c.locked(c.drop)
	return was
}

func (c *Client) bootstrap() error {
	answer, err := c.User.Bootstrap()
	if err != nil {
		return err
	}
	c.locked(func() { c.state, c.stale = NewState(c.User.ID, answer), false })
	return c.fetch()
}

// fetch pages in what the reducer asked for.
func (c *Client) fetch() error {
	wanted := map[string]int64{}
	c.locked(func() {
		for room, after := range c.state.Fetch {
			wanted[room] = after
		}
	})
	for room, after := range wanted {
		messages, err := c.User.History(room, after)
		if err != nil && !strings.Contains(err.Error(), "status 404") && !strings.Contains(err.Error(), "status 403") {
			c.locked(func() { c.stale = true })
			return fmt.Errorf("history of %s: %w", room, err)
		}
		c.locked(func() {
			c.state.AddHistory(room, messages)
			delete(c.state.Fetch, room)
		})
	}
	return nil
}

func (c *Client) resume(sock *Socket) error {
	var frame map[string]any
	c.locked(func() { frame = map[string]any{"type": "resume", "epoch": c.state.Epoch, "seq": c.state.Seq} })
	return sock.Send(frame)
}

func (c *Client) read(sock *Socket) (was bool) {
	if c.resume(sock) != nil {
		return false
	}
	var last int64
	for {
		c.gate.Lock()
		c.gate.Unlock() //nolint:staticcheck // only waits while the client is held
		f, err := sock.Read()
		if err != nil {
			var refused *CloseError
			if errors.As(err, &refused) {
				c.locked(func() { c.byes = append(c.byes, refused.Error()) })
			}
			return was
		}
		if f.Type == "event" || f.Type == "caught_up" || f.Type == "advance" {
			if f.Type == "event" && f.Seq <= last {
				c.complainf("connection %d: seq %d after %d", c.conns, f.Seq, last)
			}
			last = max(last, f.Seq)
		}
		if f.Type == "resync" {
			last = 0
		}
		if err := c.handle(sock, f); err != nil {
			return was
		}
		was = was || f.Type == "caught_up"
	}
}

func (c *Client) complainf(format string, args ...any) {
	c.locked(func() { c.odd = append(c.odd, fmt.Sprintf(format, args...)) })
}

func (c *Client) handle(sock *Socket, f Frame) error {
	again := false
	c.locked(func() {
		f.Conn = c.conns
		switch f.Type {
		case "event":
			c.state.Apply(f)
			if f.Kind == "message.created" {
				c.echo(f)
			}
			if f.Kind != "room.created" {
				f.Data = nil // the log keeps what the event was about, not its text
			}
		case "advance":
			c.state.Seq = max(c.state.Seq, f.Seq)
		case "caught_up":
			c.state.Seq = max(c.state.Seq, f.Seq)
			c.live = true
			c.look()
			for _, o := range c.outbox {
				if o.Pending() {
					c.transmit(o)
				}
			}
		case "ack":
			c.answer(f.ClientMessageID, f.Acked().ID, "")
		case "nack":
			c.refused(f)
		case "resync":
			c.resync = append(c.resync, f.Reason)
			c.live, again = false, true
		case "presence":
			c.present(f)
		case "bye":
			c.byes = append(c.byes, f.Reason)
		}
		c.log = append(c.log, f)
	})
	if again {
		if err := c.bootstrap(); err != nil {
			c.locked(func() { c.stale = true })
			return err
		}
		return c.resume(sock)
	}
	return c.fetch()
}

// echo takes an event for an own message as its ack.
func (c *Client) echo(f Frame) {
	var m Message
	if json.Unmarshal(f.Data, &m) == nil && m.Author == c.User.ID {
		c.answer(f.CID, f.ID, "")
	}
}

func (c *Client) answer(cid, message, code string) {
	for _, o := range c.outbox {
		if o.CID != cid {
			continue
		}
		if o.Message != "" && message != "" && o.Message != message {
			c.odd = append(c.odd, fmt.Sprintf("client id %s answered as %s and as %s", cid, o.Message, message))
		}
		if o.Pending() {
			o.Message, o.Refused = message, code
		}
	}
}

// refused ends a send, or has it sent again soon when the server says that this may help.
func (c *Client) refused(f Frame) {
	if !f.Retryable {
		c.answer(f.ClientMessageID, "", f.Code)
		return
	}
	for _, o := range c.outbox {
		if o.CID == f.ClientMessageID {
			o.last = time.Now().Add(nackPause - retryAfter)
		}
	}
}

func (c *Client) retry(stop <-chan struct{}) {
	tick := time.NewTicker(nackPause / 2)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			c.locked(func() {
				for _, o := range c.outbox {
					if o.Pending() && time.Since(o.last) > retryAfter {
						c.transmit(o)
					}
				}
			})
		}
	}
}
