package webhook

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/job"

	"github.com/pocketbase/dbx"
)

// States of a delivery.
const (
	Waiting   = "waiting"
	Delivered = "delivered"
	Failed    = "failed"
)

// maxExcerpt is how many bytes are kept of what was sent and of what was answered, and maxReason of an error: escaped as
// JSON all of it fits into what a job may tell.
const (
	maxExcerpt = 2 << 10
	maxReason  = 500
)

// unsent is what the log says of a call that was not made in the end.
const unsent = "Not sent: the message, the bot or its place in the room is gone."

// ErrTest is what Retry returns of a test: nobody can be told of it a second time.
var ErrTest = errors.New("a test is not repeated")

// Delivery is one line of the log of deliveries.
type Delivery struct {
	ID      string `json:"id"`
	Trigger string `json:"trigger"`
	State   string `json:"state"`
	// Status is what the bot answered at the last attempt, 0 if it did not.
	Status       int    `json:"status"`
	Milliseconds int64  `json:"ms"`
	Attempts     int    `json:"attempts"`
	Error        string `json:"error"`
	Created      string `json:"created"`
	// Next is when it is tried again, "" if it is not.
	Next     string `json:"next"`
	Message  string `json:"message"`
	Room     string `json:"room"`
	Request  string `json:"request"`
	Response string `json:"response"`
}

// report is what is kept of the last attempt.
type report struct {
	Status       int    `json:"status,omitempty"`
	Milliseconds int64  `json:"milliseconds"`
	Error        string `json:"error,omitempty"`
	Request      string `json:"request,omitempty"`
	Response     string `json:"response,omitempty"`
}

// tell makes a report without what would let its reader in: the key in the paths, and what signs.
func tell(hook collections.Webhook, body []byte, got answer, err error) report {
	secrets := strings.NewReplacer(PathKey(hook.Secret), "hidden", hook.Secret, "hidden")
	told := report{
		Status: got.status, Milliseconds: got.took.Milliseconds(),
		Request: excerpt(secrets.Replace(string(body)), maxExcerpt), Response: excerpt(secrets.Replace(string(got.body)), maxExcerpt),
	}
	if err != nil {
		told.Error = excerpt(secrets.Replace(err.Error()), maxReason)
	}
	return told
}

// excerpt cuts a text to at most so many bytes, at the end of a letter.
func excerpt(text string, most int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= most {
		return text
	}
	for most -= len("…"); !utf8.RuneStart(text[most]); {
		most--
	}
	return text[:most] + "…"
}

func show(row collections.JobRow) Delivery {
	var o order
	var told report
	_ = json.Unmarshal([]byte(row.Payload), &o)    // ours
	_ = json.Unmarshal([]byte(row.Outcome), &told) // empty before the first attempt
	d := Delivery{
		ID: row.ID, Trigger: o.Trigger, Status: told.Status, Milliseconds: told.Milliseconds, Attempts: row.Attempts, Error: row.Error,
		Created: row.Created, Message: o.Message, Room: o.Room, Request: told.Request, Response: told.Response,
	}
	switch {
	case row.State == collections.JobWaiting:
		d.State, d.Next = Waiting, row.RunAt
	case row.State == collections.JobRunning:
		d.State = Waiting
	case row.State == collections.JobDone && told.Status != 0:
		d.State = Delivered
	default:
		d.State = Failed
	}
	if d.Error == "" && d.State == Failed {
		d.Error = told.Error
	}
	return d
}

// Deliveries returns the calls of a webhook, the newest first: those before one of them, or all for "".
func Deliveries(db dbx.Builder, hook, before string, limit int) ([]Delivery, error) {
	if before != "" {
		if _, err := collections.FindJobOf(db, Target(hook), before); err != nil {
			return nil, err
		}
	}
	rows, err := collections.JobsOf(db, Target(hook), before, limit)
	list := make([]Delivery, len(rows))
	for i, row := range rows {
		list[i] = show(row)
	}
	return list, err
}

// Retry makes a call once more, whatever became of it, and forgives its target. A reply that was posted is not posted
// again.
func (c *Caller) Retry(hook, id string) (Delivery, error) {
	row, err := collections.FindJobOf(c.app.ConcurrentDB(), Target(hook), id)
	if err != nil {
		return Delivery{}, err
	}
	if row.Kind != kindDeliver {
		return Delivery{}, ErrTest
	}
	if err := c.jobs.Retry(row.ID, row.Target); err != nil {
		return Delivery{}, err
	}
	if row, err = collections.FindJobOf(c.app.ConcurrentDB(), Target(hook), id); err != nil {
		return Delivery{}, job.ErrRunning // gone meanwhile, with its bot or its message
	}
	return show(row), nil
}
