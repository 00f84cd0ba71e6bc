// Package target starts the servers under test as processes of their own, fills them and looks at their resources.
package target

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	readyWithin = 60 * time.Second
	pollEvery   = 300 * time.Microsecond // resolution of the measured startup time
	stopWithin  = 15 * time.Second
	clockTick   = 10 * time.Millisecond // USER_HZ on Linux
	logTail     = 2_000
)

// Program says how to start a server.
type Program struct {
	Name    string
	Path    string
	Args    []string
	Env     []string // added to our environment
	Address string
	Ready   string // path that answers 200 once it serves; empty: an accepted connection is enough
}

// Child is a running server.
type Child struct {
	Program
	Took time.Duration // from exec to the first good answer
	cmd  *exec.Cmd
	log  string
	done chan struct{}
}

// Start runs the program and waits until it serves; its output goes to a file in logs.
func Start(p Program, logs string) (*Child, error) {
	c := &Child{Program: p, log: filepath.Join(logs, p.Name+".log"), done: make(chan struct{})}
	out, err := os.OpenFile(c.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	if conn, err := net.DialTimeout("tcp", p.Address, time.Second); err == nil {
		_ = conn.Close()
		return nil, fmt.Errorf("%s: %s is taken", p.Name, p.Address)
	}
	c.cmd = exec.Command(p.Path, p.Args...)
	c.cmd.Env = append(append(os.Environ(), "ALLOW_EPHEMERAL=1"), p.Env...)
	c.cmd.Stdout, c.cmd.Stderr = out, out
	// note: dies with us even if we are killed, so that no server is left on the port.
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { _ = c.cmd.Wait(); close(c.done) }()
	for !answers(p) {
		select {
		case <-c.done:
			return nil, fmt.Errorf("%s ended at once: %s", p.Name, c.Tail())
		default:
		}
		if time.Since(began) > readyWithin {
			_ = c.Stop()
			return nil, fmt.Errorf("%s does not answer: %s", p.Name, c.Tail())
		}
		time.Sleep(pollEvery)
	}
	c.Took = time.Since(began)
	return c, nil
}

func answers(p Program) bool {
	conn, err := net.DialTimeout("tcp", p.Address, time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	if p.Ready == "" {
		return true
	}
	_ = conn.SetDeadline(time.Now().Add(2 * time.Second))
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", p.Ready, p.Address); err != nil {
		return false
	}
	status := make([]byte, 12)
	n, _ := conn.Read(status)
	return bytes.HasSuffix(status[:n], []byte(" 200"))
}

// Stop asks the server to end and waits; it is killed if it does not.
func (c *Child) Stop() error {
	select {
	case <-c.done:
		return fmt.Errorf("%s had ended: %s", c.Name, c.Tail())
	default:
	}
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.done:
		return nil
	case <-time.After(stopWithin):
		_ = c.cmd.Process.Kill()
		<-c.done
		return fmt.Errorf("%s ignored SIGTERM for %s", c.Name, stopWithin)
	}
}

// Alive reports an error once the server has ended.
func (c *Child) Alive() error {
	select {
	case <-c.done:
		return fmt.Errorf("%s ended: %s", c.Name, c.Tail())
	default:
		return nil
	}
}

// Tail returns the end of the server's output.
func (c *Child) Tail() string {
	data, _ := os.ReadFile(c.log)
	return strings.TrimSpace(string(data[max(0, len(data)-logTail):]))
}

// RSS returns the resident set in bytes.
func (c *Child) RSS() (int64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(data), "VmRSS:")
	fields := strings.Fields(rest)
	if !found || len(fields) == 0 {
		return 0, errors.New("no VmRSS")
	}
	kib, err := strconv.ParseInt(fields[0], 10, 64)
	return kib << 10, err
}

// CPU returns the processor time used so far.
func (c *Child) CPU() time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	// The name in parentheses may hold spaces; the fields behind it are fixed.
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * clockTick
}
