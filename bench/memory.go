package main

import (
	"fmt"
	"log"
	"time"

	"campfire/bench/load"
	"campfire/bench/stats"
	"campfire/bench/target"
)

const (
	megabyte   = 1e6
	plainAtMax = 500 // more SSE clients than this tell nothing new and take their time
)

// reachMemory is what the issue allows, in MB by number of sockets.
var reachMemory = map[int]float64{0: 30, 500: 45, 10_000: 100}

// memory reads the resident set of freshly started servers on the data of this run, idle and with idle sockets that
// have signed in and caught up.
func (s *suite) memory() error {
	rows := map[int]*Row{}
	for _, sockets := range s.Sockets {
		rows[sockets] = s.report.row(Row{
			Case: fmt.Sprintf("memory, %s sockets", thousands(float64(sockets))), Unit: "MB", Lower: true, AtMost: reachMemory[sockets],
		})
	}
	if s.ours != nil {
		subscribe := load.SocketSubscription(s.ours.Address, target.SocketPath)
		err := s.resident(s.ours, s.Sockets, subscribe, func(n int, m Measure) { rows[n].Ours = append(rows[n].Ours, m) })
		if err != nil {
			return err
		}
	}
	var few []int
	for _, n := range s.Sockets {
		if n <= plainAtMax {
			few = append(few, n)
		}
	}
	subscribe := load.RealtimeSubscription(s.plain.Address)
	return s.resident(s.plain, few, subscribe, func(n int, m Measure) { rows[n].Plain = append(rows[n].Plain, m) })
}

func (s *suite) resident(chat *target.Chat, counts []int, subscribe load.Subscribe, found func(int, Measure)) error {
	if err := restart(chat, s.dir); err != nil {
		return err
	}
	var sets []*load.Receivers
	defer func() {
		for _, set := range sets {
			set.Close()
		}
	}()
	open := 0
	for _, count := range counts { // each adds to the sockets that are there
		set, err := load.NewReceivers(1)
		if err != nil {
			return err
		}
		sets = append(sets, set)
		began := time.Now()
		if err := set.Connect(count-open, chat.Tokens, subscribe); err != nil {
			return fmt.Errorf("%s with %d sockets: %w", chat.Name, count, err)
		}
		log.Printf("%s: %d sockets more in %s", chat.Name, count-open, time.Since(began).Round(time.Millisecond))
		set.Run()
		open = count
		time.Sleep(s.Settle)
		rss, err := chat.RSS()
		if err != nil {
			return err
		}
		found(count, Measure{Value: float64(rss) / megabyte})
		for _, set := range sets {
			if closed, reason := set.Closed(); closed > 0 {
				return fmt.Errorf("%s closed %d of %d connections: %s", chat.Name, closed, count, reason)
			}
		}
	}
	return nil
}

// startup measures exec to the first 200 on the data of this run, both servers in turn.
func (s *suite) startup() error {
	median := s.report.row(Row{Case: "start on existing data, median", Unit: "ms", Lower: true, AtMost: 30})
	slow := s.report.row(Row{Case: "start on existing data, p95", Unit: "ms", Lower: true, AtMost: 50})
	var ours, plain []time.Duration
	for range s.Starts {
		if s.ours != nil {
			if err := restart(s.ours, s.dir); err != nil {
				return err
			}
			ours = append(ours, s.ours.Took)
		}
		if err := restart(s.plain, s.dir); err != nil {
			return err
		}
		plain = append(plain, s.plain.Took)
	}
	quote := func(samples []time.Duration, one, two *[]Measure) {
		if len(samples) == 0 {
			return
		}
		p50, _ := stats.Latency(samples) // sorts
		*one = append(*one, Measure{Value: p50})
		*two = append(*two, Measure{Value: milliseconds(stats.Percentile(samples, 95))})
	}
	quote(ours, &median.Ours, &slow.Ours)
	quote(plain, &median.Plain, &slow.Plain)
	s.first.Case, s.first.Unit, s.first.Lower = "first start ever, one sample", "ms", true
	s.report.row(s.first)
	return nil
}
