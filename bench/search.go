package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"campfire/bench/stats"
	"campfire/bench/target"
)

const (
	searchData = "search-data"
	// lagRate is how many messages a second the index has to follow, lagSeconds for how long.
	lagRate    = 50
	lagSeconds = 10
	// lagEvery is which of them are looked for until they are found.
	lagEvery = 5
	lagPoll  = 4 * time.Millisecond
	lagLimit = 10 * time.Second
)

// foundSearch is what bench/search prints.
type foundSearch struct {
	Messages int64 `json:"messages"`
	Queries  []struct {
		Name   string        `json:"name"`
		Rounds []searchRound `json:"rounds"`
	} `json:"queries"`
	All       []searchRound `json:"all"`
	BuildMS   float64       `json:"build_ms"`
	TextBytes int64         `json:"text_bytes"`
	WordBytes int64         `json:"word_bytes"`
	PartBytes int64         `json:"part_bytes"`
}

type searchRound struct {
	P50  float64 `json:"p50_ms"`
	P99  float64 `json:"p99_ms"`
	Like float64 `json:"like_ms"`
}

// search measures searching in s.Messages messages, in process, and how soon a server finds what is sent to it.
func (s *suite) search() error {
	if s.Campfire == "" {
		return nil
	}
	program := s.oursProgram(searchData)
	program.Name, program.Address = "search", s.address(3)
	program.Args[2] = program.Address
	child, err := target.Start(program, s.dir)
	if err != nil {
		return err
	}
	chat, err := target.ProvisionOurs(child, 1)
	if err != nil {
		_ = child.Stop()
		return err
	}
	if err := child.Stop(); err != nil {
		return err
	}
	found, err := s.searchInProcess()
	if err != nil {
		return err
	}
	s.searchRows(found)
	if chat.Child, err = target.Start(program, s.dir); err != nil {
		return err
	}
	defer func() { _ = chat.Stop() }()
	return s.searchLag(chat)
}

func (s *suite) searchInProcess() (found foundSearch, err error) {
	path := filepath.Join(s.dir, "search")
	build := exec.Command("go", "build", "-o", path, "./bench/search")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return found, fmt.Errorf("build search: %w\n%s", err, text)
	}
	run := exec.Command(path, "-dir", filepath.Join(s.dir, searchData), "-messages", strconv.Itoa(s.Messages),
		"-rounds", strconv.Itoa(s.Rounds))
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		return found, fmt.Errorf("bench/search: %w", err)
	}
	return found, json.Unmarshal(out, &found)
}

// searchRows has a row for each query, as questions a second, and the whole list beside what is to be reached.
func (s *suite) searchRows(found foundSearch) {
	p50 := s.report.row(Row{Case: "search, p50 of the list of queries", Unit: "us", Lower: true, AtMost: 1_000})
	p99 := s.report.row(Row{Case: "search, p99 of the list of queries", Unit: "us", Lower: true, AtMost: 20_000})
	for _, all := range found.All {
		p50.Ours = append(p50.Ours, Measure{Value: 1_000 * all.P50})
		p99.Ours = append(p99.Ours, Measure{Value: 1_000 * all.P99})
	}
	for _, q := range found.Queries {
		row := s.report.row(Row{Case: "search, " + q.Name, Unit: "/s", TimesPlain: 100})
		for _, r := range q.Rounds {
			row.Ours = append(row.Ours, Measure{Value: 1_000 / r.P50, P50: r.P50, P99: r.P99})
			row.Plain = append(row.Plain, Measure{Value: 1_000 / r.Like, P50: r.Like, P99: r.Like})
		}
	}
	nobody := s.report.row(Row{Case: "search, p99 of somebody in no room", Unit: "us", Lower: true, AtMost: 1_000})
	for _, r := range found.Queries[len(found.Queries)-1].Rounds {
		nobody.Ours = append(nobody.Ours, Measure{Value: 1_000 * r.P99})
	}
	text := float64(found.TextBytes)
	s.report.row(Row{Case: "search index of words, share of the text", Unit: "%", Lower: true, AtMost: 30}).Ours =
		[]Measure{{Value: 100 * float64(found.WordBytes) / text}}
	s.report.row(Row{Case: "search index of parts of words", Unit: "%", Lower: true}).Ours =
		[]Measure{{Value: 100 * float64(found.PartBytes) / text}}
	s.report.notef("search: %d messages, %.0f MB of text, index built in %.0f s; plain is the record list with ~, under the same rule, without a total",
		found.Messages, text/1e6, found.BuildMS/1e3)
}

// searchLag sends at a steady rate and asks for some of the messages until each is found.
func (s *suite) searchLag(chat *target.Chat) error {
	samples := make([]time.Duration, lagRate*lagSeconds/lagEvery)
	failed := make([]error, lagRate*lagSeconds)
	tick := time.NewTicker(time.Second / lagRate)
	defer tick.Stop()
	var group sync.WaitGroup
	for n := range failed {
		<-tick.C
		group.Go(func() {
			word := fmt.Sprintf("lagword%d", n)
			began := time.Now()
			failed[n] = target.Call(http.MethodPost, chat.Address, "/api/collections/messages/records", chat.Tokens[0], map[string]string{
				"room": chat.Rooms[target.RoomSends], "body": "a message with " + word,
				"client_message_id": fmt.Sprintf("00000000-0000-4000-9000-%012d", n),
			}, nil)
			if n%lagEvery == 0 && failed[n] == nil {
				failed[n] = untilFound(chat, word)
				samples[n/lagEvery] = time.Since(began)
			}
		})
	}
	group.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	p50, p99 := stats.Latency(samples)
	s.report.row(Row{Case: fmt.Sprintf("search, sent until found at %d/s, p99", lagRate), Unit: "ms", Lower: true, AtMost: 250}).Ours =
		[]Measure{{Value: p99, P50: p50, P99: p99}}
	return nil
}

func untilFound(chat *target.Chat, word string) error {
	for began := time.Now(); time.Since(began) < lagLimit; time.Sleep(lagPoll) {
		var answer struct {
			Results []struct{} `json:"results"`
		}
		err := target.Call(http.MethodGet, chat.Address, "/api/chat/search?q="+url.QueryEscape(word), chat.Tokens[0], nil, &answer)
		if err != nil || len(answer.Results) == 1 {
			return err
		}
	}
	return fmt.Errorf("%s is not found", word)
}
