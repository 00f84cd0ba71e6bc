package hooks

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"unicode/utf8"

	"campfire/internal/slack"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// routeIncoming is the door for what is written for Slack's incoming webhooks: its address is a key that may write to one
// room, and says which bot speaks.
func (p *plugin) routeIncoming(se *core.ServeEvent) {
	se.Router.POST(hookPath+"{key}", p.receive).Bind(apis.SkipSuccessActivityLog())
}

func (p *plugin) receive(e *core.RequestEvent) error {
	s, err := p.checkKey(e, e.Request.PathValue("key"))
	if err != nil {
		return refuse(e, err)
	}
	if len(s.Scope.Rooms) != 1 {
		return refuse(e, errNoRoom)
	}
	payload, err := readPayload(e)
	if err != nil {
		return refuse(e, err)
	}
	html, err := slack.HTML(payload)
	if err != nil {
		return refuse(e, err)
	}
	if ok, wait := p.sends.Allow(s.User.Id); !ok {
		return tooMany(e, wait)
	}
	if _, err = p.messages.Send(e.App, botDraft(e, s.Scope.Rooms[0], html)); err != nil {
		return refuse(e, err)
	}
	return e.String(http.StatusOK, "ok")
}

// readPayload returns the JSON of a request: its body, or the field payload of a form, as old senders have it.
func readPayload(e *core.RequestEvent) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(e.Response, e.Request.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, errBodyTooLarge
	}
	raw = bytes.TrimSpace(raw)
	if err == nil && !bytes.HasPrefix(raw, []byte("{")) {
		if form, notForm := url.ParseQuery(string(raw)); notForm == nil && form.Has("payload") {
			raw = []byte(form.Get("payload"))
		}
	}
	if err != nil || !utf8.Valid(raw) {
		return nil, errBody
	}
	return raw, nil
}
