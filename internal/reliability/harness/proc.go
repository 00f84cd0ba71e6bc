// Package harness drives the real binary from outside: it starts, kills and restarts the process, stands
// between client and server as a bad network, speaks the contract as a scripted client, and at the end of a
// test compares every client's log and state with the database. It imports nothing of the server.
package harness

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

const (
	startTimeout = 20 * time.Second // a cold start on a shared 2-core machine, migrations included
	stopTimeout  = 15 * time.Second // the server drains for at most 10 s
	logTail      = 6000             // bytes of stderr shown when a test fails
)

// Binary builds the server once per test run with the failpoint tag. CAMPFIRE_BIN names a ready one.
var Binary = sync.OnceValues(func() (string, error) {
	if ready := os.Getenv("CAMPFIRE_BIN"); ready != "" {
		return ready, nil
	}
	dir, err := root()
	if err != nil {
		return "", err
	}
	_, here, _, _ := runtime.Caller(0)
	out := filepath.Join(dir, "campfire")
	build := exec.Command("go", "build", "-tags", "failpoint", "-o", out, ".")
	build.Dir = filepath.Join(filepath.Dir(here), "..", "..", "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, text)
	}
	return out, nil
})

// Proc is one server process on one data directory and one address; both survive a restart.
type Proc struct {
	Dir, Addr string
	// Args follow the others of serve.
	Args []string

	env    map[string]string
	cmd    *exec.Cmd
	exited chan struct{}
	log    *output
}

// NewProc describes a server on dir; nothing runs until Start.
func NewProc(dir string, env map[string]string) *Proc {
	p := &Proc{Dir: dir, Addr: freeAddr(), env: map[string]string{"RATE_LIMITS": "off", "ALLOW_EPHEMERAL": "1"}, log: &output{}}
	for name, value := range env {
		p.env[name] = value
	}
	return p
}

// Setenv changes what the next start sees.
func (p *Proc) Setenv(name, value string) { p.env[name] = value }

// Start runs the server and waits until it answers GET /up.
func (p *Proc) Start() error {
	if err := p.launch(); err != nil {
		return err
	}
	return p.waitUp()
}

// Spawn runs the server and waits for nothing.
func (p *Proc) Spawn() error { return p.launch() }

// StartFor runs the server for so long and kills it, wherever it is by then.
func (p *Proc) StartFor(span time.Duration) error {
	if err := p.launch(); err != nil {
		return err
	}
	time.Sleep(span)
	p.Kill9()
	return nil
}

func (p *Proc) launch() error {
	binary, err := Binary()
	if err != nil {
		return err
	}
	p.cmd = exec.Command(binary, append([]string{"serve", "--http", p.Addr, "--dir", p.Dir}, p.Args...)...)
	p.cmd.Env = append(os.Environ(), "FAILPOINTS_FILE="+p.failpointsFile())
	for name, value := range p.env {
		p.cmd.Env = append(p.cmd.Env, name+"="+value)
	}
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	exited, cmd := make(chan struct{}), p.cmd
	p.exited = exited
	go func() { _ = cmd.Wait(); close(exited) }()
	return nil
}

func (p *Proc) waitUp() error {
	probe := http.Client{Timeout: time.Second}
	for deadline := time.Now().Add(startTimeout); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		select {
		case <-p.exited:
			return fmt.Errorf("the server exited at start:\n%s", p.Log())
		default:
		}
		reply, err := probe.Get("http://" + p.Addr + "/up")
		if err == nil {
			reply.Body.Close()
			if reply.StatusCode == http.StatusOK {
				return nil
			}
		}
	}
	return fmt.Errorf("no GET /up within %v:\n%s", startTimeout, p.Log())
}

// Failpoints arms points in the running process and in later starts; "" disarms all.
func (p *Proc) Failpoints(spec string) error {
	next := p.failpointsFile() + ".next"
	if err := os.MkdirAll(filepath.Dir(next), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(next, []byte(spec), 0o600); err != nil {
		return err
	}
	return os.Rename(next, p.failpointsFile())
}

func (p *Proc) failpointsFile() string { return filepath.Clean(p.Dir) + ".failpoints" }

// Kill9 ends the process as a crash does and waits for it.
func (p *Proc) Kill9() { p.signal(syscall.SIGKILL); <-p.exited }

// Term asks for a graceful stop and reports the exit code.
func (p *Proc) Term() (int, error) {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.exited:
		return p.cmd.ProcessState.ExitCode(), nil
	case <-time.After(stopTimeout):
		p.Kill9()
		return -1, fmt.Errorf("still running %v after SIGTERM", stopTimeout)
	}
}

// Stop freezes the process; Cont lets it go on.
func (p *Proc) Stop() { p.signal(syscall.SIGSTOP) }

// Cont undoes Stop.
func (p *Proc) Cont() { p.signal(syscall.SIGCONT) }

// WaitExit waits for the process to end by itself, as a failpoint makes it.
func (p *Proc) WaitExit(limit time.Duration) bool {
	select {
	case <-p.exited:
		return true
	case <-time.After(limit):
		return false
	}
}

// ExitCode is how it ended; only after WaitExit.
func (p *Proc) ExitCode() int { return p.cmd.ProcessState.ExitCode() }

// Running reports whether the process lives.
func (p *Proc) Running() bool {
	if p.cmd == nil {
		return false
	}
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// RSS is the resident memory of the process in bytes.
func (p *Proc) RSS() int64 { return p.status("VmRSS:") }

// PeakRSS is the most that it ever was.
func (p *Proc) PeakRSS() int64 { return p.status("VmHWM:") }

// status is a number of bytes that the kernel knows of the process, 0 when it is gone.
func (p *Proc) status(name string) int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), name)
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(fields[0], 10, 64)
	return kilobytes << 10
}

// OnOneCPU keeps the process to one processor from now on.
func (p *Proc) OnOneCPU() error {
	threads, err := os.ReadDir("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/task") // later ones inherit it
	for _, thread := range threads {
		id, bad := strconv.Atoi(thread.Name())
		one := uint64(1)
		_, _, failed := syscall.Syscall(syscall.SYS_SCHED_SETAFFINITY, uintptr(id), unsafe.Sizeof(one), uintptr(unsafe.Pointer(&one)))
		if failed != 0 && failed != syscall.ESRCH { // a thread may have ended
			bad = failed
		}
		err = errors.Join(err, bad)
	}
	return err
}

// Files is how many files and sockets the process has open.
func (p *Proc) Files() int {
	open, _ := os.ReadDir("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/fd") // none when it is gone
	return len(open)
}

// Log is the end of what the process wrote, over all its lives.
func (p *Proc) Log() string { return p.log.tail(logTail) }

// WholeLog is everything the process wrote, up to half a megabyte.
func (p *Proc) WholeLog() string { return p.log.tail(1 << 19) }

// Close kills the process and shows its log if the test failed.
func (p *Proc) Close(t testing.TB) {
	if p.Running() {
		p.Kill9()
	}
	if t.Failed() {
		t.Logf("server log:\n%s", p.Log())
	}
}

func (p *Proc) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// freeAddr lets the system choose a port and keeps it for every life of the process.
func freeAddr() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.text.Len() > 1<<20 {
		o.text.Next(1 << 19)
	}
	return o.text.Write(b)
}

func (o *output) tail(n int) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := o.text.Bytes()
	return string(text[max(0, len(text)-n):])
}
