package main

import (
	"fmt"
	"net/http"

	"campfire/bench/load"
	"campfire/bench/stats"
	"campfire/bench/target"
)

// bots compares posts by bots with posts by people: the same door and the same number of senders, one right after the
// other in each round. Bots shall be no slower.
func (s *suite) bots() error {
	if s.ours == nil {
		return nil
	}
	keys, err := hire(s.ours, mostPerOne)
	if err != nil {
		return err
	}
	for _, level := range []int{1, 16, 64} {
		people := s.report.row(Row{Case: fmt.Sprintf("send by people, HTTP, %d", level), Unit: "/s"})
		bots := s.report.row(Row{Case: fmt.Sprintf("send by bots, HTTP, %d", level), Unit: "/s"})
		for range s.Rounds {
			people.Ours = append(people.Ours, s.sendAs(s.ours.Tokens, level))
			bots.Ours = append(bots.Ours, s.sendAs(keys, level))
		}
		ratios := stats.Ratios(values(bots.Ours), values(people.Ours))
		s.report.notef("%d senders: bots post at %.2f of the speed of people", level, stats.Median(ratios))
	}
	return s.anyErrors()
}

// hire makes bots and returns their keys.
func hire(chat *target.Chat, count int) ([]string, error) {
	keys := make([]string, count)
	for i := range keys {
		var made struct {
			Key string `json:"key"`
		}
		name := map[string]string{"name": fmt.Sprintf("Bot %d", i)}
		if err := target.Call(http.MethodPost, chat.Address, "/api/chat/bots", chat.Tokens[0], name, &made); err != nil {
			return nil, err
		}
		keys[i] = made.Key
	}
	return keys, nil
}

func (s *suite) sendAs(tokens []string, senders int) Measure {
	pause()
	run, m := s.nextRun(), meter{child: s.ours.Child}
	found := load.SendHTTP(s.ours.Address, senders, s.Warm, s.Measured, m.begin, m.end,
		func(sender, n int) (load.Request, string) {
			id := load.MessageID(run, sender, n)
			request := s.post(s.ours, target.RoomSends, sender, id, n)
			request.Token = tokens[sender]
			return request, id
		})
	s.remember(target.RoomSends, found.Acks, found.Unsorted)
	return s.sendMeasure(&m, found, s.ours.Name)
}
