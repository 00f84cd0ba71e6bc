// Command bench measures Campfire, a chat on plain PocketBase and the raw limits of the machine in one run, prints a
// table with ratios and writes everything as JSON. Run it from the root of the project: `make bench`, or
// `go run ./bench -quick` for a smoke run.
//
// Every server is a process of its own; this process is the load generator. A case is measured in rounds, in each of
// them on ours, on plain PocketBase and at the raw limit one after the other, so that a drift of the machine hits all
// three; figures are medians of the rounds, ratios medians of the ratios within a round. The raw limit is, for sends,
// bare SQLite with as many messages per transaction as there are senders and, for fan-out, a server that does nothing
// but write ready frames. After the sends all rooms are read back and compared with what was acknowledged.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"campfire/bench/target"
)

// options are the flags; they go into the JSON as well.
type options struct {
	Campfire string        `json:"campfire"`
	Out      string        `json:"out"`
	Quick    bool          `json:"quick"`
	Only     string        `json:"only"`
	Rounds   int           `json:"rounds"`
	Measured time.Duration `json:"measured_ns"`
	Warm     time.Duration `json:"warm_ns"`
	Settle   time.Duration `json:"settle_ns"`
	Starts   int           `json:"starts"`
	Accounts int           `json:"accounts"`
	History  int           `json:"history"`
	Messages int           `json:"messages"`
	Fanout   []int         `json:"fanout"`
	Sockets  []int         `json:"sockets"`
	Readers  int           `json:"readers"`
	Port     int           `json:"port"`
	Keep     bool          `json:"keep"`
}

const (
	wantFiles  = 65_536 // 10,000 sockets twice over, with room to spare
	mostPerOne = 64     // accounts: one per sender at the highest level
)

func parseOptions() options {
	var o options
	flag.StringVar(&o.Campfire, "campfire", "./campfire", "binary of the server; empty: measure only plain and raw")
	flag.StringVar(&o.Out, "out", "bench/out/result.json", "where the JSON goes; data directories live beside it during the run")
	flag.BoolVar(&o.Quick, "quick", false, "smoke run under a minute: one short round, fewer sockets and starts")
	flag.StringVar(&o.Only, "only", "", "comma-separated parts to run: sends,bots,deliveries,history,fanout,search,memory,startup")
	flag.IntVar(&o.Rounds, "rounds", 3, "rounds per case; each measures ours, plain and raw one after the other")
	flag.DurationVar(&o.Measured, "measured", 2500*time.Millisecond, "measured time of one case in one round")
	flag.DurationVar(&o.Warm, "warm", 700*time.Millisecond, "discarded time before it")
	flag.DurationVar(&o.Settle, "settle", 10*time.Second, "wait before memory is read")
	flag.IntVar(&o.Starts, "starts", 30, "starts to measure")
	flag.IntVar(&o.History, "history", 10_000, "messages in the room whose history is read")
	flag.IntVar(&o.Messages, "messages", 250_000, "messages that are searched")
	flag.IntVar(&o.Readers, "readers", 2, "reading threads of the load generator in fan-out cases")
	flag.IntVar(&o.Port, "port", 8300, "first of four ports to use")
	flag.BoolVar(&o.Keep, "keep", false, "keep data directories and logs")
	flag.Parse()
	o.Accounts, o.Fanout, o.Sockets = mostPerOne, []int{100, 500, 1_000}, []int{0, 500, 5_000, 10_000}
	if o.Quick {
		o.Rounds, o.Measured, o.Warm, o.Settle, o.Starts = 1, 400*time.Millisecond, 200*time.Millisecond, time.Second, 5
		o.Fanout, o.Sockets, o.Messages = []int{100, 1_000}, []int{0, 500, 2_000}, 20_000
	}
	return o
}

func main() {
	log.SetFlags(log.Ltime)
	o := parseOptions()
	target.RaiseFileLimit(wantFiles)
	s, err := newSuite(o)
	if err != nil {
		log.Fatal(err)
	}
	s.cleanOnInterrupt()
	err = s.run()
	s.close()
	s.report.print(os.Stdout)
	if writeErr := s.report.write(o.Out); writeErr != nil {
		log.Fatal(writeErr)
	}
	if err != nil {
		log.Fatal(err) // what was measured before is printed and written all the same
	}
	fmt.Println("written to", o.Out)
	if faults := s.report.Faults(); faults > 0 {
		log.Fatalf("%d messages lost, doubled or out of order", faults)
	}
}

// suite is one run: the servers, what they were filled with, and what was found so far.
type suite struct {
	options
	dir       string // data directories, logs and the programs built for the run
	ours      *target.Chat
	plain     *target.Chat
	raw       *target.Child
	run32     uint32 // makes client_message_ids of one case unlike those of another
	delivered deliveries
	first     Row // starting on an empty directory, measured on the way and reported with the other starts
	report    *report
	sent      map[string]*verification
}

func newSuite(o options) (*suite, error) {
	out, err := filepath.Abs(filepath.Dir(o.Out))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(out, "run-")
	if err != nil {
		return nil, err
	}
	s := &suite{options: o, dir: dir, sent: map[string]*verification{}}
	s.report = &report{Machine: target.LookAtMachine(dir), Options: o}
	if o.Campfire != "" {
		if s.Campfire, err = filepath.Abs(o.Campfire); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"plain", "raw"} {
		build := exec.Command("go", "build", "-o", filepath.Join(dir, name), "./bench/"+name)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build %s: %w\n%s", name, err, text)
		}
	}
	return s, nil
}

// close stops what still runs; the data goes with it.
func (s *suite) close() {
	for _, chat := range []*target.Chat{s.ours, s.plain} {
		if chat != nil {
			_ = chat.Stop()
		}
	}
	if s.raw != nil {
		_ = s.raw.Stop()
	}
	if s.Keep {
		log.Println("kept", s.dir)
		return
	}
	if err := os.RemoveAll(s.dir); err != nil {
		log.Println(err)
	}
}

// cleanOnInterrupt removes the data of a run that is broken off; the servers end with this process.
func (s *suite) cleanOnInterrupt() {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-interrupted
		_ = os.RemoveAll(s.dir)
		os.Exit(130)
	}()
}

func (s *suite) wants(part string) bool {
	return s.Only == "" || slices.Contains(strings.Split(s.Only, ","), part)
}

// run does every part that is wanted, in an order that needs few restarts.
func (s *suite) run() error {
	began := time.Now()
	if err := s.start(); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		run  func() error
	}{
		{"sends", s.sends}, {"bots", s.bots}, {"deliveries", s.deliveries}, {"history", s.history}, {"fanout", s.fanout}, {"verify", s.verify},
		{"search", s.search}, {"memory", s.memory}, {"startup", s.startup},
	} {
		if part.name != "verify" && !s.wants(part.name) {
			continue
		}
		log.Println(part.name)
		if err := part.run(); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	s.report.Seconds = time.Since(began).Seconds()
	return nil
}
