package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"campfire/bench/load"
	"campfire/bench/target"
)

const (
	calm        = 50 // messages per second of the latency cases
	calmSeconds = 3
	probeFrames = 20
	frameGuess  = 600 // payload of our event frame while there is no server of ours to ask
	posters     = 16  // connections that post to plain PocketBase in the latency cases
)

// plainCalm is how much plain PocketBase can be asked for: at most half of what it managed in earlier runs (44
// messages/s to 100 subscribers, 8/s to 1,000), since a queue that only grows has no latency to quote.
var plainCalm = map[int]float64{100: 20, 500: 6, 1_000: 4}

// deliveries adds up what receivers saw over all fan-out cases.
type deliveries struct {
	ours                     int // lost, doubled, out of order
	plainSwapped, plainPairs int
}

// fanout measures delivery to many subscribers of one room: saturated with few messages in flight, then calmly.
func (s *suite) fanout() error {
	size, err := s.frameSize()
	if err != nil {
		return err
	}
	if s.raw, err = target.Start(s.rawProgram(size), s.dir); err != nil {
		return err
	}
	s.report.notef("event frame: %d bytes of payload", size)
	for _, subscribers := range s.Fanout {
		for _, inFlight := range []int{2, 16} {
			row := s.report.row(Row{Case: fmt.Sprintf("fan-out to %s, %d in flight", thousands(float64(subscribers)), inFlight), Unit: "/s"})
			if subscribers == 1_000 {
				row.ShareOfRaw, row.TimesPlain = 0.6, 50
			}
			for range s.Rounds {
				if err := s.fanoutRound(row, fanCase{subscribers: subscribers, inFlight: inFlight}); err != nil {
					return err
				}
			}
		}
		row := s.report.row(Row{Case: fmt.Sprintf("delivery to %s at %d/s, p99", thousands(float64(subscribers)), calm), Unit: "ms", Lower: true})
		if subscribers == 1_000 {
			row.AtMost = 20
		}
		for range s.Rounds {
			if err := s.fanoutRound(row, fanCase{subscribers: subscribers}); err != nil {
				return err
			}
		}
	}
	return s.anyErrors()
}

// fanCase is one shape of fan-out; inFlight 0 means paced.
type fanCase struct {
	subscribers, inFlight int
	rate                  float64
}

// frameSize asks our server how long its event frames are, so that the raw server sends the same bytes.
func (s *suite) frameSize() (int, error) {
	if s.ours == nil {
		return frameGuess, nil
	}
	found, _, err := s.deliverOurs(fanCase{subscribers: 1, rate: probeFrames}, time.Second, 0)
	if err == nil && found.FrameBytes == 0 {
		err = fmt.Errorf("no event frame came: %+v", found)
	}
	return int(found.FrameBytes + 0.5), err
}

func (s *suite) fanoutRound(row *Row, c fanCase) error {
	c.rate = calm
	measured, warm := s.Measured, s.Warm
	if c.inFlight == 0 && !s.Quick {
		measured = calmSeconds * time.Second
	}
	if s.ours != nil {
		found, m, err := s.deliverOurs(c, measured, warm)
		row.Ours = append(row.Ours, s.fanMeasure("ours", c, found, m, err))
	}
	found, m, err := s.deliverPlain(c, measured, warm)
	measure := s.fanMeasure("plain", c, found, m, err)
	if c.inFlight == 0 {
		measure.Note = strings.TrimSpace(fmt.Sprintf("at %g/s %s", plainCalm[c.subscribers], measure.Note))
	}
	row.Plain = append(row.Plain, measure)
	found, m, err = s.deliverRaw(c, measured, warm)
	row.Raw = append(row.Raw, s.fanMeasure("raw", c, found, m, err))
	return s.anyErrors()
}

// deliver connects the subscribers, runs the case and disconnects.
func (s *suite) deliver(chat *target.Child, c fanCase, tokens []string, subscribe load.Subscribe, keepOrder bool,
	publisher load.Publisher, measured, warm time.Duration) (load.Delivery, *meter, error) {
	pause()
	m := &meter{child: chat}
	set, err := load.NewReceivers(s.Readers)
	if err != nil {
		return load.Delivery{}, m, err
	}
	defer set.Close()
	set.KeepOrder = keepOrder
	if err := set.Connect(c.subscribers, tokens, subscribe); err != nil {
		return load.Delivery{}, m, err
	}
	set.Run()
	var found load.Delivery
	if c.inFlight > 0 {
		found, err = set.Saturate(publisher, c.inFlight, warm, measured, m.begin, m.end)
	} else {
		found, err = set.Pace(publisher, c.rate, warm, measured, m.begin, m.end)
	}
	return found, m, err
}

func (s *suite) deliverOurs(c fanCase, measured, warm time.Duration) (load.Delivery, *meter, error) {
	socket, err := load.DialSocket(s.ours.Address, target.SocketPath, s.ours.Tokens[0])
	if err != nil {
		return load.Delivery{}, nil, err
	}
	publisher := load.NewSocketPublisher(socket, s.nextRun(), s.ours.Rooms[target.RoomFanout])
	found, m, err := s.deliver(s.ours.Child, c, s.ours.Tokens,
		load.SocketSubscription(s.ours.Address, target.SocketPath), false, publisher, measured, warm)
	acks, refused, first := publisher.Close()
	s.remember(target.RoomFanout, acks, 0)
	found.Refused = refused
	if refused > 0 {
		s.report.notef("ours, fan-out to %d: %d sends refused, first: %s", c.subscribers, refused, first)
		found.Late = 0 // what was sent again comes after its followers, rightly
	}
	faults := found.Lost + found.Doubled + found.Unsorted + found.Late
	s.delivered.ours += faults
	if faults > 0 || found.Stalled || found.Closed > 0 {
		s.report.notef("ours, fan-out to %d, %d in flight: %d lost, %d doubled, %d with seq out of order, %d late, %d connections closed (%s), stalled %v",
			c.subscribers, c.inFlight, found.Lost, found.Doubled, found.Unsorted, found.Late, found.Closed, found.Reason, found.Stalled)
	}
	return found, m, err
}

func (s *suite) deliverRaw(c fanCase, measured, warm time.Duration) (load.Delivery, *meter, error) {
	socket, err := load.DialSocket(s.raw.Address, "/publish", "")
	if err != nil {
		return load.Delivery{}, nil, err
	}
	publisher := load.NewSocketPublisher(socket, s.nextRun(), "")
	defer publisher.Close()
	return s.deliver(s.raw, c, []string{""}, load.RawSubscription(s.raw.Address), false, publisher, measured, warm)
}

func (s *suite) deliverPlain(c fanCase, measured, warm time.Duration) (load.Delivery, *meter, error) {
	connections := c.inFlight
	if c.inFlight == 0 {
		connections, c.rate = posters, plainCalm[c.subscribers]
	}
	publisher, err := load.NewHTTPPublisher(s.plain.Address, connections, func(k int) load.Request {
		return s.post(s.plain, target.RoomFanout, 0, "", k)
	})
	if err != nil {
		return load.Delivery{}, nil, err
	}
	found, m, err := s.deliver(s.plain.Child, c, s.plain.Tokens,
		load.RealtimeSubscription(s.plain.Address), true, publisher, measured, warm)
	publisher.Close()
	if err != nil {
		return found, m, err
	}
	return found, m, s.comparePlain(found)
}

// comparePlain holds what the receivers saw against the order in which plain PocketBase committed.
func (s *suite) comparePlain(found load.Delivery) error {
	var order []int
	path := fmt.Sprintf("/bench/order?room=%s&last=%d", s.plain.Rooms[target.RoomFanout], found.Published)
	if err := target.Call(http.MethodGet, s.plain.Address, path, "", nil, &order); err != nil {
		return err
	}
	rank := make(map[int]int, len(order))
	for i, k := range order {
		rank[k] = i
	}
	for _, seen := range found.Orders {
		for i := 1; i < len(seen); i++ {
			s.delivered.plainPairs++
			if rank[seen[i]] < rank[seen[i-1]] {
				s.delivered.plainSwapped++
			}
		}
	}
	return nil
}

// fanMeasure makes a line's figures; a case that failed leaves a note and lets the run go on.
func (s *suite) fanMeasure(name string, c fanCase, found load.Delivery, m *meter, err error) Measure {
	if err != nil {
		s.report.notef("%s, fan-out to %d, %d in flight: %v", name, c.subscribers, c.inFlight, err)
		return Measure{Broken: true, Note: "broken"}
	}
	measure := Measure{
		Value: found.PerSecond, P50: found.P50, P99: found.P99, Errors: found.Refused,
		Lost: found.Lost, Doubled: found.Doubled, Unsorted: found.Unsorted + found.Late,
	}
	m.per(&measure, found.PerSecond)
	if c.inFlight == 0 {
		measure.Value = found.P99
	}
	measure.Broken = found.Stalled || found.Closed > 0
	if measure.Broken {
		measure.Note = "broken"
	}
	return measure
}
