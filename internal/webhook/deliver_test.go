package webhook

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"campfire/collections"
)

func TestHowLongABotAsksToBeLeftAlone(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "0": 0, "999999999": time.Hour, "Sat, 28 Nov 2026 12:00:30 GMT": 30 * time.Second,
		"Sat, 28 Nov 2026 11:00:00 GMT": 0, "": time.Minute, "soon": time.Minute, "-5": time.Minute,
	} {
		if got := retryAfter(header, now); got != want {
			t.Errorf("%q is %v, want %v", header, got, want)
		}
	}
}

func TestExcerptsEndAtALetterAndKeepNoSecret(t *testing.T) {
	hook := collections.Webhook{Secret: NewSecret()}
	told := tell(hook, []byte(PathKey(hook.Secret)+" and "+hook.Secret), answer{status: 200, body: []byte(strings.Repeat("é", 5000) + "\xff")}, errors.New("no "+hook.Secret))
	if told.Request != "hidden and hidden" || told.Error != "no hidden" {
		t.Errorf("told %q, %q", told.Request, told.Error)
	}
	if len(told.Response) > maxExcerpt || !strings.HasSuffix(told.Response, "é…") {
		t.Errorf("%d bytes, the end is %q", len(told.Response), told.Response[len(told.Response)-8:])
	}
}

// A name may lead to this machine whatever it looks like: the address is judged when it is dialled.
func TestANameThatLeadsToThisMachineIsNotCalled(t *testing.T) {
	var called atomic.Bool
	bot := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called.Store(true) }))
	defer bot.Close()
	before := net.DefaultResolver
	defer func() { net.DefaultResolver = before }()
	var asked atomic.Int32 // the resolver asks for both kinds of addresses at once
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		asked.Add(1)
		ours, theirs := net.Pipe()
		go sayLoopback(theirs)
		return ours, nil
	}}
	_, port, _ := net.SplitHostPort(bot.Listener.Addr().String())
	request, err := http.NewRequest(http.MethodPost, "http://bot.example.com:"+port, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := newClient().Do(request)
	if err == nil {
		response.Body.Close()
	}
	if !errors.Is(err, errAddress) || called.Load() || asked.Load() == 0 {
		t.Errorf("it is called: %v, asked the DNS %d times: %v", called.Load(), asked.Load(), err)
	}
}

// sayLoopback answers questions for addresses with 127.0.0.1, as over TCP: a length stands before each message.
func sayLoopback(conn net.Conn) {
	defer conn.Close()
	for {
		size := make([]byte, 2)
		if _, err := conn.Read(size); err != nil {
			return
		}
		question := make([]byte, binary.BigEndian.Uint16(size))
		if _, err := conn.Read(question); err != nil {
			return
		}
		end := 12 // behind the header is the name, and behind that four bytes: the type and the class
		for question[end] != 0 {
			end += int(question[end]) + 1
		}
		end += 5
		reply := append([]byte{}, question[:end]...)
		reply[2], reply[3] = 0x81, 0x80
		copy(reply[6:12], []byte{0, 0, 0, 0, 0, 0})
		if question[end-3] == 1 { // an address of version 4
			reply[7] = 1
			reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...)); err != nil {
			return
		}
	}
}
