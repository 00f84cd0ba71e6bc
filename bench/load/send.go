package load

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"campfire/bench/stats"
	"campfire/bench/wire"
)

// Filler makes message bodies as long as the 120 characters that limits.md measures with.
const Filler = " the quick brown fox jumps over the lazy dog while the campfire burns low and nobody minds the rain"

// Number reads back which message a text is, -1 if it is none of ours.
func Number(body string) int {
	var scanner wire.MarkerScanner
	if k, ok := scanner.Find([]byte(body)); ok {
		return k
	}
	return -1
}

// Body is the text of message n.
func Body(n int) string { return wire.Marker(n) + Filler }

// Ack is one acknowledged send.
type Ack struct {
	ID   string
	Rseq int64
}

// Sends is what a run of senders found.
type Sends struct {
	PerSecond float64
	P50, P99  float64
	Errors    int
	First     string // the first error
	Unsorted  int    // acknowledged with an rseq not above that of the send before it on the same connection
	Acks      []Ack
}

// sender is one connection's share of a run.
type sender struct {
	samples  []time.Duration
	acks     []Ack
	inTime   int
	errors   int
	first    string
	last     int64
	unsorted int
}

func (s *sender) acked(id string, rseq int64, took time.Duration, measured bool) {
	if rseq > 0 && rseq <= s.last {
		s.unsorted++
	}
	s.last = rseq
	s.acks = append(s.acks, Ack{id, rseq})
	if measured {
		s.inTime++
		s.samples = append(s.samples, took)
	}
}

func (s *sender) failed(text string) {
	s.errors++
	if s.first == "" {
		s.first = text
	}
}

// run starts n senders, lets them work for warm and measured, and adds up what ended in the measured part.
func run(n int, warm, measured time.Duration, begin, end func(), work func(i int, s *sender, from, until time.Time)) Sends {
	senders := make([]sender, n)
	from := time.Now().Add(warm)
	until := from.Add(measured)
	var group sync.WaitGroup
	for i := range senders {
		group.Go(func() { work(i, &senders[i], from, until) })
	}
	time.Sleep(time.Until(from))
	begin()
	time.Sleep(time.Until(until))
	end()
	group.Wait()
	var out Sends
	var samples []time.Duration
	inTime := 0
	for i := range senders {
		s := &senders[i]
		inTime += s.inTime
		out.Errors += s.errors
		out.Unsorted += s.unsorted
		out.Acks = append(out.Acks, s.acks...)
		samples = append(samples, s.samples...)
		if s.first != "" {
			out.First = s.first
		}
	}
	out.PerSecond = float64(inTime) / measured.Seconds()
	out.P50, out.P99 = stats.Latency(samples)
	return out
}

// SendHTTP lets senders post messages one after the other. build makes the request and the id of message n.
func SendHTTP(address string, senders int, warm, measured time.Duration, begin, end func(),
	build func(sender, n int) (Request, string)) Sends {
	return run(senders, warm, measured, begin, end, func(i int, s *sender, from, until time.Time) {
		c, err := DialHTTP(address)
		if err != nil {
			s.failed(err.Error())
			return
		}
		defer c.Close()
		rseq := wire.NumberScanner{Key: `"rseq":`}
		for n := 0; time.Now().Before(until); n++ {
			req, id := build(i, n)
			sent := time.Now()
			status, body, err := c.Do(address, req)
			if err != nil {
				s.failed(err.Error())
				return
			}
			if status != http.StatusOK {
				s.failed(fmt.Sprintf("%d %s", status, body))
				continue
			}
			now := time.Now()
			number, _ := rseq.Find(body)
			s.acked(id, number, now.Sub(sent), now.After(from) && now.Before(until))
		}
	})
}

// Read lets one client per token fetch the paths that next returns, one after the other. With want 304 each client
// asks for its first path again and again, with the entity tag it got.
func Read(address string, tokens []string, want int, warm, measured time.Duration, begin, end func(), next func() string) Sends {
	return run(len(tokens), warm, measured, begin, end, func(i int, s *sender, from, until time.Time) {
		c, err := DialHTTP(address)
		if err != nil {
			s.failed(err.Error())
			return
		}
		defer c.Close()
		req := Request{Method: http.MethodGet, Path: next(), Token: tokens[i]}
		if want == http.StatusNotModified {
			status, body, err := c.Do(address, req)
			if err != nil || status != http.StatusOK || c.ETag() == "" {
				s.failed(fmt.Sprintf("%d %.200s, ETag %q, %v", status, body, c.ETag(), err))
				return
			}
			req.Header = "If-None-Match: " + c.ETag() + "\r\n"
		}
		for time.Now().Before(until) {
			if want != http.StatusNotModified {
				req.Path = next()
			}
			sent := time.Now()
			status, body, err := c.Do(address, req)
			if err != nil {
				s.failed(err.Error())
				return
			}
			if status != want {
				s.failed(fmt.Sprintf("%d %.200s", status, body))
				continue
			}
			if now := time.Now(); now.After(from) && now.Before(until) {
				s.inTime++
				s.samples = append(s.samples, now.Sub(sent))
			}
		}
	})
}

// SendSocket keeps inFlight sends unacknowledged on each of the sockets.
func SendSocket(sockets []*Socket, run32 uint32, room string, inFlight int, warm, measured time.Duration, begin, end func()) Sends {
	return run(len(sockets), warm, measured, begin, end, func(i int, s *sender, from, until time.Time) {
		sock := sockets[i]
		var sentAt []time.Time
		queue := func(now time.Time) {
			n := len(sentAt)
			sock.Queue(MessageID(run32, i, n), room, Body(n))
			sentAt = append(sentAt, now)
		}
		for range inFlight {
			queue(time.Now())
		}
		open := inFlight
		for open > 0 {
			if err := sock.Flush(); err != nil {
				s.failed(err.Error())
				return
			}
			err := sock.Read(until.Add(ackTimeout), func(r Reply) {
				n, ok := messageNumber(r.ID)
				if !ok || n >= len(sentAt) {
					s.failed("answer to nothing: " + r.ID + r.Refuse)
					return
				}
				now := time.Now()
				if r.Refuse != "" {
					s.failed(r.Refuse)
				} else {
					s.acked(r.ID, r.Rseq, now.Sub(sentAt[n]), now.After(from) && now.Before(until))
				}
				open--
				if now.Before(until) {
					queue(now)
					open++
				}
			})
			if err != nil {
				s.failed(err.Error())
				return
			}
		}
	})
}
