// Echo is a bot that answers whoever mentions it with their own words. It follows the log by polling and keeps its place
// in a file, so that it misses nothing while it is down, and it needs nothing but Go.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// pause is how long the bot waits when there is nothing new.
const pause = 500 * time.Millisecond

type bot struct {
	origin, key, file string
	me                struct{ ID, Name string }
	place             place
}

// place is how far the bot has come in the log.
type place struct {
	Epoch string `json:"epoch"`
	Seq   int64  `json:"seq"`
}

type message struct {
	ID       string   `json:"id"`
	Room     string   `json:"room"`
	Author   string   `json:"author"`
	BodyText string   `json:"body_text"`
	Mentions []string `json:"mentions"`
}

type events struct {
	place
	Events []struct {
		Kind string  `json:"kind"`
		Data message `json:"data"`
	} `json:"events"`
	More   bool   `json:"more"`
	Resync string `json:"resync"`
}

// refusal is the server's no: a stable code, and a sentence.
type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (r refusal) Error() string { return r.Code + ": " + r.Message }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := &bot{origin: os.Getenv("CAMPFIRE"), key: os.Getenv("KEY"), file: os.Getenv("PLACE")}
	if b.file == "" {
		b.file = "echo.json"
	}
	if err := b.run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		log.Fatal(err)
	}
}

func (b *bot) run(ctx context.Context) error {
	if err := b.begin(ctx); err != nil {
		return err
	}
	log.Printf("%s listens from %d", b.me.Name, b.place.Seq)
	for {
		more, err := b.follow(ctx)
		var no refusal
		if errors.As(err, &no) && (no.Code == "unauthorized" || no.Code == "forbidden") {
			return err // waiting does not help
		}
		if err != nil {
			log.Print(err) // the server is away: the place stays where it is
		}
		if more {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// begin asks who the bot is. Without a place of its own it starts at the present end of the log.
func (b *bot) begin(ctx context.Context) error {
	var boot struct {
		place
		Me struct{ ID, Name string } `json:"me"`
	}
	if err := b.call(ctx, http.MethodGet, "/api/chat/bootstrap", nil, &boot); err != nil {
		return err
	}
	b.me, b.place = boot.Me, boot.place
	if raw, err := os.ReadFile(b.file); err == nil {
		return json.Unmarshal(raw, &b.place)
	}
	return b.keep()
}

// follow answers what is new, and then moves on: a bot that dies in between answers again, under the same name.
func (b *bot) follow(ctx context.Context) (more bool, err error) {
	query := url.Values{"epoch": {b.place.Epoch}, "since": {fmt.Sprint(b.place.Seq)}}
	var news events
	if err := b.call(ctx, http.MethodGet, "/api/chat/events?"+query.Encode(), nil, &news); err != nil {
		return false, err
	}
	for _, event := range news.Events {
		if event.Kind == "message.created" && event.Data.Author != b.me.ID && slices.Contains(event.Data.Mentions, b.me.ID) {
			if err := b.answer(ctx, event.Data); err != nil {
				return false, err
			}
		}
	}
	b.place = news.place
	return news.More, b.keep()
}

func (b *bot) answer(ctx context.Context, m message) error {
	words := strings.TrimSpace(strings.ReplaceAll(m.BodyText, "@"+b.me.Name, ""))
	reply := map[string]string{"room": m.Room, "body": "You said: " + words, "client_message_id": nameOf(m.ID)}
	err := b.call(ctx, http.MethodPost, "/api/collections/messages/records", reply, nil)
	var no refusal
	if errors.As(err, &no) && no.Code != "rate_limited" && no.Code != "busy" && no.Code != "storage" {
		log.Printf("no answer to %s: %v", m.ID, err) // the room is gone, or the bot is not in it any more
		return nil
	}
	return err
}

// nameOf makes a UUID of the id of a message: the answer to one message has one name, however often it is sent.
func nameOf(id string) string {
	hex := fmt.Sprintf("%x", sha256.Sum256([]byte(id)))
	return strings.Join([]string{hex[:8], hex[8:12], hex[12:16], hex[16:20], hex[20:32]}, "-")
}

func (b *bot) keep() error {
	raw, err := json.Marshal(b.place)
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.file+".new", raw, 0o600); err != nil {
		return err
	}
	return os.Rename(b.file+".new", b.file)
}

func (b *bot) call(ctx context.Context, method, path string, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, b.origin+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", b.key)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= http.StatusBadRequest {
		var no refusal
		if json.Unmarshal(answer, &no) != nil || no.Code == "" {
			return errors.New(response.Status)
		}
		return no
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}
