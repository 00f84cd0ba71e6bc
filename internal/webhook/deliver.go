package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/job"
)

const (
	// maxAnswer bounds what is read of an answer.
	maxAnswer = 256 << 10
	// maxRetryAfter bounds how long a bot may ask to be left alone, and waitWithout is for one that does not say.
	maxRetryAfter = time.Hour
	waitWithout   = time.Minute
	// pause is after how long it is looked again whether bots are switched on.
	pause = time.Minute
)

// silent is what the room is told, as in the original.
const silent = "Failed to respond within 7 seconds"

var errOff = errors.New("bots are switched off; it is called when they are on again")

var errTooLong = errors.New("the answer is over 256 KiB")

type answer struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
}

// deliver tells one bot of one message, as both are by now, and posts what it answers.
func (c *Caller) deliver(ctx context.Context, d job.Delivery) error {
	var o order
	if err := json.Unmarshal(d.Payload, &o); err != nil {
		return job.Permanent(fmt.Errorf("read order: %w", err))
	}
	if !c.doors.Enabled() {
		return job.Paused(pause, errOff)
	}
	hook, body, err := c.compose(o)
	if err != nil {
		return err
	}
	if body == nil {
		d.Report(report{Error: unsent})
		return nil
	}
	got, err := c.call(ctx, hook, d.Key, o.Hops, body)
	d.Report(tell(hook, body, got, err))
	text := ""
	switch {
	case err != nil && ctx.Err() == nil && timedOut(err):
		// note: under an id of its own, so that what the bot says to a retry is heard.
		if err := c.say(o, d.Key+":silent", silent); err != nil {
			return err
		}
		return job.Failed(err) // it may have done what it was asked
	case errors.Is(err, errAddress), errors.Is(err, errTooLong):
		return job.Permanent(err)
	case err != nil:
		return err
	case got.status != http.StatusOK:
		return c.judge(got)
	}
	if text, err = reply(got); err != nil {
		return job.Permanent(err)
	}
	return c.say(o, d.Key, text)
}

// compose reads what there is to say; nothing if the message, the bot or its place in the room are gone.
func (c *Caller) compose(o order) (collections.Webhook, []byte, error) {
	found, err := c.lookup.find(collections.Calling{Bot: o.Bot, Room: o.Room, RSeq: o.RSeq})
	if err != nil || found.Message == "" {
		return found.Webhook, nil, err
	}
	room := collections.RoomView{ID: o.Room, Kind: found.RoomKind, Name: found.RoomName}
	m := collections.Message{ID: found.Message, RSeq: o.RSeq, Body: found.Body, BodyText: found.BodyText}
	body, err := compose(found.Webhook, named{found.Author, found.AuthorName}, room, &m)
	return found.Webhook, body, err
}

func (c *Caller) call(ctx context.Context, hook collections.Webhook, id string, hops int, body []byte) (got answer, err error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin+answerWithin)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return answer{}, job.Permanent(withoutAddress(err))
	}
	at := strconv.FormatInt(c.now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Campfire")
	request.Header.Set("Campfire-Hops", strconv.Itoa(hops))
	request.Header["webhook-id"] = []string{id}
	request.Header["webhook-timestamp"] = []string{at}
	request.Header["webhook-signature"] = []string{sign(hook.Secret, id, at, body)}
	began := c.now()
	response, err := c.client.Do(request)
	if err != nil {
		return answer{took: c.now().Sub(began)}, withoutAddress(err)
	}
	defer response.Body.Close()
	slow := time.AfterFunc(answerWithin, cancel)
	defer slow.Stop()
	got = answer{status: response.StatusCode, header: response.Header}
	defer func() { got.took = c.now().Sub(began) }()
	got.body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if len(got.body) > maxAnswer {
		err = errTooLong
	} else if errors.Is(err, context.Canceled) {
		err = context.DeadlineExceeded
	}
	return got, err
}

// withoutAddress takes the address out of an error, because it may carry a secret.
func withoutAddress(err error) error {
	var where *url.Error
	if errors.As(err, &where) {
		return where.Err
	}
	return err
}

// judge turns a status other than 200 into what the queue does next. Error pages are nobody's message.
func (c *Caller) judge(a answer) error {
	said := fmt.Errorf("the webhook answered %d", a.status)
	switch {
	case a.status > 200 && a.status < 300:
		return nil
	case a.status == http.StatusTooManyRequests, a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
		return job.Later(min(retryAfter(a.header.Get("Retry-After"), c.now()), maxRetryAfter), said)
	case a.status >= 500 || a.status == http.StatusRequestTimeout:
		return said
	}
	return job.Permanent(said)
}

func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, int(maxRetryAfter.Seconds()))) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(at.Sub(now), 0)
	}
	return waitWithout
}

// reply reads what the bot says, as HTML; "" is silence.
func reply(a answer) (string, error) {
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	said := strings.TrimPrefix(string(a.body), "\ufeff")
	if strings.TrimSpace(said) == "" {
		return "", nil
	}
	if !utf8.ValidString(said) {
		return "", errors.New("the answer is not UTF-8")
	}
	switch kind {
	case "text/plain":
		return escaped(said), nil
	case "text/html":
		return said, nil
	case "application/json":
		var form struct{ Text, Body string }
		if err := json.Unmarshal([]byte(said), &form); err != nil {
			return "", nil // whatever it is, it is not for people
		}
		if form.Body != "" {
			return form.Body, nil
		}
		return escaped(form.Text), nil
	}
	return "", nil
}

func escaped(text string) string {
	return strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "<br>")
}

// say posts a reply, once, however often the delivery is repeated.
func (c *Caller) say(o order, key, text string) error {
	if text == "" {
		return nil
	}
	err := c.doors.Post(Reply{Room: o.Room, Bot: o.Bot, ID: replyID(key), HTML: text})
	switch {
	case errors.Is(err, ErrAnswered):
		return nil
	case err != nil && c.doors.Blame(err):
		return job.Permanent(err)
	}
	return err
}
