package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"campfire/bench/load"
	"campfire/bench/stats"
	"campfire/bench/target"
)

// The webhooks that are measured: every bot hears every message of every room, so that one message is so many calls.
const (
	calledBots  = 20
	calledRooms = 4
	callers     = 32 // that many calls the queue has under way at most
	told        = 100
	toldPace    = 100 * time.Millisecond // 200 calls a second
	calledIn    = 3 * time.Minute
)

// deliveries measures webhooks: calls a second with silent bots and with bots that answer every call with a message, beside
// posts to the same place without a queue; and how long it takes from a message to its call.
func (s *suite) deliveries() error {
	if s.ours == nil {
		return nil
	}
	e, err := listen(s.address(3))
	if err != nil {
		return err
	}
	defer func() { _ = e.server.Close() }()
	rooms, err := s.lendEars(e)
	if err != nil {
		return err
	}
	silent := s.report.row(Row{Case: "webhook calls, 20 bots in 4 rooms", Unit: "/s", AtLeast: 1000})
	talking := s.report.row(Row{Case: "webhook calls that are answered", Unit: "/s", AtLeast: 1000})
	latency := s.report.row(Row{Case: "message to webhook call, p99, 200 calls/s", Unit: "ms", Lower: true, AtMost: 1000})
	faults := s.report.row(Row{Case: "calls and answers lost or doubled", Zero: true})
	for range s.Rounds {
		for _, row := range []*Row{silent, talking} {
			e.talks.Store(row == talking)
			measure, wrong, err := s.callAll(e, rooms)
			if err != nil {
				return err
			}
			row.Ours = append(row.Ours, measure)
			row.Raw = append(row.Raw, s.postAll(e))
			faults.Ours = append(faults.Ours, Measure{Value: float64(wrong), Lost: wrong})
		}
		e.talks.Store(false)
		measure, err := s.tellSlowly(e, rooms[0])
		if err != nil {
			return err
		}
		latency.Ours = append(latency.Ours, measure)
	}
	return s.ours.Alive()
}

// lendEars makes the rooms, and bots that hear everything in them.
func (s *suite) lendEars(e *ears) (rooms []string, err error) {
	call := func(path string, in, out any) error {
		return target.Call(http.MethodPost, s.ours.Address, path, s.ours.Tokens[0], in, out)
	}
	for n := range calledRooms {
		var room struct{ ID string }
		if err := call("/api/collections/rooms/records", map[string]string{"kind": "open", "name": fmt.Sprint("Calls ", n)}, &room); err != nil {
			return nil, err
		}
		rooms = append(rooms, room.ID)
	}
	for n := range calledBots {
		bot := map[string]any{"name": fmt.Sprint("Ears ", n), "webhook_url": e.url, "webhook_rooms": rooms}
		if err := call("/api/chat/bots", bot, nil); err != nil {
			return nil, err
		}
	}
	return rooms, nil
}

// callAll writes messages as fast as 16 people can and waits for their calls; wrong is how many of the calls and of the
// answers are missing or too many.
func (s *suite) callAll(e *ears, rooms []string) (m Measure, wrong int, err error) {
	pause()
	e.forget()
	messages := max(40, int(s.Measured.Seconds()*100)) // at the rate that is to be reached, twice the measured time
	before, err := s.written(rooms)
	if err != nil {
		return m, 0, err
	}
	clock := meter{child: s.ours.Child}
	clock.begin()
	var group sync.WaitGroup
	failed := make(chan error, callers)
	for sender := range 16 {
		group.Go(func() {
			for n := sender; n < messages; n += 16 {
				if _, err := s.tell(sender, rooms[n%len(rooms)], n); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	group.Wait()
	close(failed)
	if err := <-failed; err != nil {
		return m, 0, err
	}
	calls := messages * calledBots
	if err := e.until(calls); err != nil {
		return m, 0, err
	}
	clock.end()
	want := int64(messages)
	if e.talks.Load() {
		want += int64(calls)
	}
	var after int64
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) { // the last answers are being written
		if after, err = s.written(rooms); err != nil || after-before >= want || time.Now().After(end) {
			break
		}
	}
	wrong = int(max(after-before-want, want-after+before)) + e.doubled
	m.Value = e.rate()
	clock.per(&m, float64(calls)/clock.elapsed.Seconds())
	return m, wrong, err
}

// tell posts a message and returns its id.
func (s *suite) tell(sender int, room string, n int) (string, error) {
	var made struct{ ID string }
	message := map[string]string{"room": room, "body": load.Body(n)}
	err := target.Call(http.MethodPost, s.ours.Address, "/api/collections/messages/records", s.ours.Tokens[sender], message, &made)
	return made.ID, err
}

// written counts the messages of rooms, which number them without a hole.
func (s *suite) written(rooms []string) (sum int64, err error) {
	for _, room := range rooms {
		var page struct {
			Messages []struct {
				Rseq int64 `json:"rseq"`
			} `json:"messages"`
		}
		if err := target.Call(http.MethodGet, s.ours.Address, "/api/chat/rooms/"+room+"/messages?limit=1", s.ours.Tokens[0], nil, &page); err != nil {
			return 0, err
		}
		if len(page.Messages) > 0 {
			sum += page.Messages[0].Rseq
		}
	}
	return sum, nil
}

// postAll posts as much without a queue, by as many at once.
func (s *suite) postAll(e *ears) Measure {
	pause()
	e.forget()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: callers}}
	body := `{"user":{"id":"","name":""},"room":{"id":"","name":"","path":""},"message":{"id":"","body":{"html":"` + load.Filler + `","plain":"` + load.Filler + `"},"path":""}}`
	calls := max(40, int(s.Measured.Seconds()*100)) * calledBots
	var next, errors atomic.Int64
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			for n := next.Add(1); n <= int64(calls); n = next.Add(1) {
				if err := postOne(client, e.url, strconv.FormatInt(n, 10), body); err != nil {
					errors.Add(1)
				}
			}
		})
	}
	group.Wait()
	return Measure{Value: e.rate(), Errors: int(errors.Load())}
}

// tellSlowly is how long it takes from a message to the call of each bot, while nothing is in a hurry.
func (s *suite) tellSlowly(e *ears, room string) (Measure, error) {
	pause()
	e.forget()
	began := map[string]time.Time{}
	for n := range told {
		at := time.Now()
		id, err := s.tell(n%calledBots, room, n)
		if err != nil {
			return Measure{}, err
		}
		began[id] = at
		time.Sleep(toldPace - time.Since(at))
	}
	if err := e.until(told * calledBots); err != nil {
		return Measure{}, err
	}
	var took []time.Duration
	e.mu.Lock()
	defer e.mu.Unlock()
	for call, at := range e.heard {
		took = append(took, at.Sub(began[messageOf(call)]))
	}
	p50, p99 := stats.Latency(took)
	return Measure{Value: p99, P50: p50, P99: p99}, nil
}

func postOne(client *http.Client, url, id, body string) error {
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Webhook-Id", id)
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.Body.Close()
}
