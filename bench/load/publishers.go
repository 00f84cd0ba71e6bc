package load

import (
	"fmt"
	"sync"
	"time"
)

// SocketPublisher publishes over one socket; the raw server takes the same frames. A refused message is sent again
// with the next ones, as a client would do: the receivers wait for it.
type SocketPublisher struct {
	socket *Socket
	run    uint32
	room   string

	mu      sync.Mutex
	acks    []Ack
	again   []int
	refused int
	first   string
}

// NewSocketPublisher starts reading acknowledgements from socket.
func NewSocketPublisher(socket *Socket, run uint32, room string) *SocketPublisher {
	p := &SocketPublisher{socket: socket, run: run, room: room}
	go p.read()
	return p
}

func (p *SocketPublisher) read() {
	for {
		err := p.socket.Read(time.Time{}, func(r Reply) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if r.Refuse == "" {
				p.acks = append(p.acks, Ack{r.ID, r.Rseq})
				return
			}
			if p.refused++; p.first == "" {
				p.first = r.Refuse
			}
			if k, ok := messageNumber(r.ID); ok {
				p.again = append(p.again, k)
			}
		})
		if err != nil {
			return
		}
	}
}

// Publish queues message k.
func (p *SocketPublisher) Publish(k int) {
	p.socket.Queue(MessageID(p.run, 0xffff, k), p.room, Body(k))
}

// Flush sends what was queued and what was refused before.
func (p *SocketPublisher) Flush() error {
	p.mu.Lock()
	for _, k := range p.again {
		p.Publish(k)
	}
	p.again = p.again[:0]
	p.mu.Unlock()
	return p.socket.Flush()
}

// Close ends the socket and returns what was acknowledged, and how often a message was refused.
func (p *SocketPublisher) Close() (acks []Ack, refused int, first string) {
	p.socket.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.acks, p.refused, p.first
}

// HTTPPublisher posts each message from one of several connections, since plain PocketBase answers a post only
// after it has served every subscriber.
type HTTPPublisher struct {
	queue  chan int
	group  sync.WaitGroup
	mu     sync.Mutex
	failed error
}

// NewHTTPPublisher opens connections connections; build makes the request for message k.
func NewHTTPPublisher(address string, connections int, build func(k int) Request) (*HTTPPublisher, error) {
	p := &HTTPPublisher{queue: make(chan int, window)}
	for range connections {
		c, err := DialHTTP(address)
		if err != nil {
			return nil, err
		}
		p.group.Go(func() {
			defer c.Close()
			for k := range p.queue {
				status, body, err := c.Do(address, build(k))
				if err == nil && status != 200 {
					err = fmt.Errorf("publish: %d %s", status, body)
				}
				if err != nil {
					p.mu.Lock()
					p.failed = err
					p.mu.Unlock()
				}
			}
		})
	}
	return p, nil
}

// Publish hands message k to a free connection.
func (p *HTTPPublisher) Publish(k int) { p.queue <- k }

// Flush reports a failure of an earlier message.
func (p *HTTPPublisher) Flush() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

// Close waits for the posts under way.
func (p *HTTPPublisher) Close() {
	close(p.queue)
	p.group.Wait()
}
