package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"campfire/bench/target"
)

// between lets a server finish what it does after answering before another one is measured.
const between = 150 * time.Millisecond

func pause() { time.Sleep(between) }

func (s *suite) address(offset int) string { return fmt.Sprintf("127.0.0.1:%d", s.Port+offset) }

func (s *suite) oursProgram(dir string) target.Program {
	address := s.address(0)
	return target.Program{
		Name: "ours", Path: s.Campfire, Address: address, Ready: "/up",
		Args: []string{"serve", "--http", address, "--dir", filepath.Join(s.dir, dir)},
		Env:  []string{"RATE_LIMITS=off"},
	}
}

func (s *suite) plainProgram(dir string) target.Program {
	address := s.address(1)
	return target.Program{
		Name: "plain", Path: filepath.Join(s.dir, "plain"), Address: address, Ready: "/api/health",
		Args: []string{"serve", "--http", address, "--dir", filepath.Join(s.dir, dir)},
	}
}

func (s *suite) rawProgram(size int) target.Program {
	address := s.address(2)
	return target.Program{
		Name: "raw", Path: filepath.Join(s.dir, "raw"), Address: address,
		Args: []string{"fanout", "--http", address, "--size", strconv.Itoa(size)},
	}
}

// start starts and fills ours and plain PocketBase.
func (s *suite) start() error {
	child, err := target.Start(s.plainProgram("plain-data"), s.dir)
	if err != nil {
		return err
	}
	if s.plain, err = target.ProvisionPlain(child, s.Accounts, s.History); err != nil {
		_ = child.Stop()
		return fmt.Errorf("provision plain: %w", err)
	}
	s.first.Plain = append(s.first.Plain, Measure{Value: milliseconds(child.Took)})
	if s.Campfire == "" {
		return nil
	}
	if child, err = target.Start(s.oursProgram("ours-data"), s.dir); err != nil {
		return err
	}
	s.first.Ours = append(s.first.Ours, Measure{Value: milliseconds(child.Took)})
	if s.ours, err = target.ProvisionOurs(child, s.Accounts); err != nil {
		_ = child.Stop()
		return fmt.Errorf("provision ours: %w", err)
	}
	if s.wants("history") {
		return s.ours.Fill(s.History)
	}
	return nil
}

// restart replaces a running server by a fresh process on the same data.
func restart(chat *target.Chat, logs string) error {
	if err := chat.Stop(); err != nil {
		return err
	}
	child, err := target.Start(chat.Program, logs)
	if err != nil {
		return err
	}
	chat.Child = child
	return nil
}

// meter reads the processor time of a server and of the generator around the measured part.
type meter struct {
	child       *target.Child
	server, own time.Duration
	began       time.Time
	elapsed     time.Duration
}

func (m *meter) begin() {
	m.began = time.Now()
	m.server, m.own = m.child.CPU(), target.OwnCPU()
}

func (m *meter) end() {
	m.elapsed = time.Since(m.began)
	m.server, m.own = m.child.CPU()-m.server, target.OwnCPU()-m.own
}

// per fills in the processor microseconds that one operation cost on either side.
func (m *meter) per(measure *Measure, perSecond float64) {
	if operations := perSecond * m.elapsed.Seconds(); operations > 0 {
		measure.ServerCPU = float64(m.server.Microseconds()) / operations
		measure.LoadCPU = float64(m.own.Microseconds()) / operations
	}
}
