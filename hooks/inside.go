package hooks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/spf13/cast"
)

// authDoor is where PocketBase signs people in.
const authDoor = "/api/collections/" + collections.Users + "/"

// inside is an answer of PocketBase to a question that we put for a client.
type inside struct {
	status int
	header http.Header
	raw    bytes.Buffer
	Token  string         `json:"token"`
	MFA    string         `json:"mfaId"`
	Text   string         `json:"message"`
	Code   string         `json:"code"`
	Meta   map[string]any `json:"meta"`
}

func (i *inside) Header() http.Header { return i.header }

func (i *inside) WriteHeader(status int) {
	if i.status == 0 {
		i.status = status
	}
}

func (i *inside) Write(p []byte) (int, error) {
	i.WriteHeader(http.StatusOK)
	return i.raw.Write(p)
}

// ask puts a client's question to a door of PocketBase's, through everything that a request from outside passes, so that
// there is one place for each rule and each count. as is a token, "" for a guest.
func (p *plugin) ask(ctx context.Context, e *core.RequestEvent, as, door string, body map[string]any) (*inside, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	ctx = context.WithValue(ctx, arrivalKey{}, signInFrom(e))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, authDoor+door, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	for name, values := range e.Request.Header {
		// What says who asks and from where, and none of what came for the other address.
		if strings.HasPrefix(name, "X-") || name == "Forwarded" || name == "User-Agent" || name == "Accept-Language" || strings.HasPrefix(name, "Cf-") || strings.HasPrefix(name, "Fly-") {
			request.Header[name] = values
		}
	}
	request.Header.Set("Content-Type", "application/json")
	if as != "" {
		request.Header.Set("Authorization", as)
	}
	request.RemoteAddr, request.Host, request.TLS = e.Request.RemoteAddr, e.Request.Host, e.Request.TLS
	answer := &inside{header: http.Header{}}
	p.handler.ServeHTTP(answer, request)
	if answer.raw.Len() > 0 {
		err = json.Unmarshal(answer.raw.Bytes(), answer)
	}
	return answer, err
}

// answerInside answers a sign-in as PocketBase judged it: with cookie and token, with what is still missing, or with why
// not. wrong is what a plain 400 means at this door.
func (p *plugin) answerInside(e *core.RequestEvent, answer *inside, wrong error) error {
	switch {
	case answer.status == http.StatusOK && answer.Token != "":
		nameDevice(e, signInFrom(e).Name)
		return p.answerToken(e, answer.Token, http.StatusOK)
	case answer.MFA != "":
		return &router.ApiError{
			Status: http.StatusUnauthorized, Message: "A second proof is needed.", Data: map[string]any{"code": "mfa_required", "mfa_id": answer.MFA},
		}
	case answer.status == http.StatusBadRequest && answer.Code == "invalid":
		return refuse(e, wrong)
	case answer.status < http.StatusBadRequest:
		return refuse(e, errors.New("a sign-in without a token"))
	}
	if wait := answer.header.Get("Retry-After"); wait != "" {
		e.Response.Header().Set("Retry-After", wait)
	}
	return &router.ApiError{Status: answer.status, Message: answer.Text, Data: map[string]any{"code": answer.Code}}
}

// answerToken answers with the cookie of a session that has begun with token.
func (p *plugin) answerToken(e *core.RequestEvent, token string, status int) error {
	claims, err := security.ParseUnverifiedJWT(token)
	if err != nil {
		return refuse(e, err)
	}
	user, err := e.App.FindRecordById(collections.Users, cast.ToString(claims[core.TokenClaimId]))
	if err != nil {
		return refuse(e, err)
	}
	id := cast.ToString(claims[session.Claim])
	row, err := collections.FindSession(e.App.DB(), id)
	if err != nil {
		return refuse(e, err)
	}
	setCookie(e, token, user.Collection().AuthToken.DurationTime())
	return e.JSON(status, map[string]any{"user": ownView(user, id), "session": viewSession(row, id, nil), "token": token})
}
