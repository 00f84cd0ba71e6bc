package harness

import (
	"bufio"
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gobwas/ws"
)

// Link is a TCP proxy in front of the server: one client's bad network.
// Set the fields before the client dials; the methods work on what is connected now.
type Link struct {
	Latency, Jitter time.Duration // added on the way to the client; order is kept
	CutAfter        int64         // reset after so many bytes to the client; 0 means never
	// Drop swallows a server frame when it answers true; nil passes the bytes on unread.
	Drop func(payload []byte) bool

	listener net.Listener
	target   string
	hole     atomic.Bool
	mu       sync.Mutex
	pairs    map[*pair]bool
}

type pair struct{ client, server *net.TCPConn }

// NewLink listens on a port the system chooses and forwards to target.
func NewLink(target string) *Link {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	l := &Link{listener: listener, target: target, pairs: map[*pair]bool{}}
	go l.accept()
	return l
}

// Addr is where the client dials.
func (l *Link) Addr() string { return l.listener.Addr().String() }

// Blackhole swallows everything in both directions without closing, until it is switched off.
func (l *Link) Blackhole(on bool) { l.hole.Store(on) }

// Reset breaks every connection with RST.
func (l *Link) Reset() { l.each(func(p *pair) { p.reset() }) }

// HalfClose ends the direction to the client; the other stays open.
func (l *Link) HalfClose() { l.each(func(p *pair) { _ = p.client.CloseWrite() }) }

// Close stops the proxy.
func (l *Link) Close() { _ = l.listener.Close(); l.Reset() }

func (l *Link) each(do func(*pair)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for p := range l.pairs {
		do(p)
	}
}

func (p *pair) reset() {
	_ = p.client.SetLinger(0)
	_ = p.server.SetLinger(0)
	p.client.Close()
	p.server.Close()
}

func (l *Link) accept() {
	for {
		client, err := l.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", l.target)
		if err != nil {
			client.Close()
			continue
		}
		p := &pair{client.(*net.TCPConn), server.(*net.TCPConn)}
		l.mu.Lock()
		l.pairs[p] = true
		l.mu.Unlock()
		go l.up(p)
		go l.down(p)
	}
}

func (l *Link) up(p *pair) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := p.client.Read(buffer)
		if n > 0 && !l.hole.Load() {
			if _, err := p.server.Write(buffer[:n]); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
	}
	_ = p.server.CloseWrite()
}

type parcel struct {
	due  time.Time
	data []byte
}

func (l *Link) down(p *pair) {
	parcels := make(chan parcel, 1024)
	go l.deliver(p, parcels)
	defer close(parcels)
	next := l.chunks(p.server)
	last := time.Now()
	for {
		data, err := next()
		if err != nil {
			return
		}
		if len(data) == 0 || l.hole.Load() {
			continue
		}
		due := time.Now().Add(l.Latency)
		if l.Jitter > 0 {
			due = due.Add(rand.N(l.Jitter))
		}
		if due.Before(last) {
			due = last
		}
		last = due
		parcels <- parcel{due, data}
	}
}

func (l *Link) deliver(p *pair, parcels <-chan parcel) {
	var sent int64
	for next := range parcels {
		if wait := time.Until(next.due); wait > 0 {
			time.Sleep(wait)
		}
		sent += int64(len(next.data))
		if l.CutAfter > 0 && sent > l.CutAfter {
			_, _ = p.client.Write(next.data[:max(0, int64(len(next.data))-(sent-l.CutAfter))])
			p.reset()
			break
		}
		if _, err := p.client.Write(next.data); err != nil {
			break
		}
	}
	for range parcels { // let the reader end
	}
	p.client.Close()
	p.server.Close()
	l.mu.Lock()
	delete(l.pairs, p)
	l.mu.Unlock()
}

// chunks cuts the server's stream: anywhere, or at frame borders when frames may be dropped.
func (l *Link) chunks(server net.Conn) func() ([]byte, error) {
	if l.Drop == nil {
		buffer := make([]byte, 16<<10)
		return func() ([]byte, error) {
			n, err := server.Read(buffer)
			return append([]byte(nil), buffer[:n]...), err
		}
	}
	reader, upgraded := bufio.NewReader(server), false
	return func() ([]byte, error) {
		if !upgraded {
			line, err := reader.ReadBytes('\n')
			upgraded = bytes.Equal(line, []byte("\r\n"))
			return line, err
		}
		header, err := ws.ReadHeader(reader)
		if err != nil {
			return nil, err
		}
		payload := make([]byte, header.Length)
		if _, err := io.ReadFull(reader, payload); err != nil {
			return nil, err
		}
		if header.OpCode == ws.OpText && l.Drop(payload) {
			return nil, nil
		}
		var out bytes.Buffer
		err = ws.WriteFrame(&out, ws.Frame{Header: header, Payload: payload})
		return out.Bytes(), err
	}
}
