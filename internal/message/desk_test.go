package message_test

import (
	"context"
	"sync"
	"testing"

	"campfire/internal/commit"
	"campfire/internal/event"
	"campfire/internal/message"
	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// desk is a coordinator with its writer at work.
type desk struct {
	*testapp.App
	t        *testing.T
	messages *message.Coordinator
	writer   *commit.Writer
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	app := testapp.New(t)
	log, err := event.Open(app, "FULL")
	if err != nil {
		t.Fatal(err)
	}
	writer := commit.NewWriter(app, log)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { writer.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return &desk{App: app, t: t, messages: message.New(writer), writer: writer}
}

func (d *desk) send(room, author, body string) message.Result {
	d.t.Helper()
	result, err := d.messages.Send(d.App, message.Draft{Room: room, Author: author, ClientMessageID: uuid.NewString(), Body: body})
	if err != nil {
		d.t.Fatalf("send %q: %v", body, err)
	}
	return result
}
