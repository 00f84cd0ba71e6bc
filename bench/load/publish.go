package load

import (
	"time"

	"campfire/bench/stats"
)

// stall is how long no message may complete before a run is given up as stalled.
const stall = 8 * time.Second

// Publisher puts numbered messages into the room that the receivers watch.
type Publisher interface {
	Publish(k int) // may buffer until Flush
	Flush() error
}

// Delivery is what a fan-out run found. Everything is counted over all receivers and the whole run.
type Delivery struct {
	Published  int
	PerSecond  float64 // frames received per second, in the measured part
	P50, P99   float64 // milliseconds from publish to receipt, paced runs only
	FrameBytes float64 // mean payload
	Lost       int
	Doubled    int
	Unsorted   int // event seq not above the one before it
	Late       int // message received after one that was sent later
	Refused    int // sends refused and sent again
	Closed     int
	Stalled    bool
	Reason     string
	Orders     [][]int // what each receiver saw, if KeepOrder
}

// Saturate keeps inFlight messages on their way (a message is on its way until all receivers have it) and counts
// frames once warm is over. begin and end bracket the measured part.
func (s *Receivers) Saturate(p Publisher, inFlight int, warm, measured time.Duration, begin, end func()) (Delivery, error) {
	k := 0
	publish := func(n int) error {
		for range n {
			s.sentAt[k%window].Store(int64(time.Since(s.start)))
			p.Publish(k)
			k++
		}
		return p.Flush()
	}
	if err := publish(inFlight); err != nil {
		return Delivery{}, err
	}
	outstanding := inFlight
	step := func(until time.Time) (bool, error) {
		for time.Now().Before(until) {
			n := s.await()
			if n == 0 {
				return false, nil
			}
			if err := publish(n); err != nil {
				return false, err
			}
		}
		return true, nil
	}
	moving, err := step(time.Now().Add(warm))
	if err != nil {
		return Delivery{}, err
	}
	begin()
	started, before := time.Now(), s.Frames()
	if moving {
		moving, err = step(started.Add(measured))
	}
	elapsed, frames := time.Since(started), s.Frames()-before
	end()
	if err != nil {
		return Delivery{}, err
	}
	for moving && outstanding > 0 {
		n := s.await()
		outstanding -= n
		moving = n > 0
	}
	d := s.finish(k)
	d.PerSecond, d.Stalled = float64(frames)/elapsed.Seconds(), !moving
	return d, nil
}

// await waits for the next completed message and returns how many completed by then; 0 means stalled.
func (s *Receivers) await() int {
	timer := time.NewTimer(stall)
	defer timer.Stop()
	select {
	case <-s.completed:
	case <-timer.C:
		return 0
	}
	for n := 1; ; n++ {
		select {
		case <-s.completed:
		default:
			return n
		}
	}
}

// Pace publishes rate messages per second whatever happens (open loop) and times each receipt after warm.
func (s *Receivers) Pace(p Publisher, rate float64, warm, measured time.Duration, begin, end func()) (Delivery, error) {
	k, complete := 0, 0
	total := int((warm + measured).Seconds() * rate)
	quiet := int(warm.Seconds() * rate)
	began := time.Now()
	var started time.Time
	var before int64
	for ; k < total && k-complete < window; k++ {
		time.Sleep(time.Until(began.Add(time.Duration(float64(k) / rate * float64(time.Second)))))
		if k == quiet {
			s.timing.Store(true)
			begin()
			started, before = time.Now(), s.Frames()
		}
		s.sentAt[k%window].Store(int64(time.Since(s.start)))
		p.Publish(k)
		if err := p.Flush(); err != nil {
			return Delivery{}, err
		}
		for len(s.completed) > 0 {
			<-s.completed
			complete++
		}
	}
	moving := true
	for moving && complete < k {
		n := s.await()
		complete += n
		moving = n > 0
	}
	elapsed, frames := time.Since(started), s.Frames()-before
	end()
	d := s.finish(k)
	d.PerSecond, d.Stalled = float64(frames)/elapsed.Seconds(), !moving
	return d, nil
}

// finish stops the receivers and adds up what they saw.
func (s *Receivers) finish(published int) Delivery {
	d := Delivery{Published: published}
	closed, reason := s.Closed()
	d.Closed, d.Reason = int(closed), reason
	s.Close()
	var samples []time.Duration
	var frames, size int64
	for _, w := range s.workers {
		frames, size = frames+w.frames, size+w.bytes
		d.Unsorted += int(w.unsorted)
		samples = append(samples, w.samples...)
		for _, r := range w.receivers {
			d.Late += r.track.Late
			d.Doubled += r.track.Doubled
			d.Lost += r.track.Lost(published)
			if s.KeepOrder {
				d.Orders = append(d.Orders, r.order)
			}
		}
	}
	if frames > 0 {
		d.FrameBytes = float64(size) / float64(frames)
	}
	d.P50, d.P99 = stats.Latency(samples)
	return d
}
