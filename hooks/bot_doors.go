package hooks

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"campfire/internal/bot"
	"campfire/internal/message"
	"campfire/internal/richtext"
	"campfire/internal/session"

	"github.com/google/uuid"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// routeBotDoors are the doors of the original, for bots that were written for it: the key is in the path, and the body is
// the message. The interface owns the other addresses under /rooms.
func (p *plugin) routeBotDoors(se *core.ServeEvent) {
	door := se.Router.Group("/rooms/{room}/{key}/messages")
	door.BindFunc(p.enterByKey)
	door.Bind(apis.SkipSuccessActivityLog())
	door.GET("", p.listForBot)
	door.POST("", p.createForBot)
	door.GET("/{id}", p.showForBot)
	door.PUT("/{id}", p.editForBot)
	door.PATCH("/{id}", p.editForBot)
	door.DELETE("/{id}", p.deleteForBot)
	door.POST("/{id}/boosts", p.boostForBot)
	door.DELETE("/{id}/boosts/{boost}", p.unboostForBot)
}

// enterByKey lets a bot in by the key in the path, into the room in the path and no other.
func (p *plugin) enterByKey(e *core.RequestEvent) error {
	s, err := p.checkKey(e, e.Request.PathValue("key"))
	if err != nil {
		return refuse(e, err)
	}
	room := e.Request.PathValue("room")
	if !s.Scope.Reaches(room) {
		return refuse(e, message.ErrNotFound)
	}
	s.Scope = s.Scope.Within(room)
	e.Set(sessionKey, s)
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.Next()
}

// checkKey makes the request that of a bot's key. A person's token is none, and every key that is none gets the same answer.
func (p *plugin) checkKey(e *core.RequestEvent, key string) (session.Session, error) {
	s, err := p.sessions.Check(key, func() session.Device { return device(e) })
	if err != nil || !isBot(s.User) {
		return s, errUnauthorized
	}
	return s, p.admit(e, s)
}

// readRaw reads a body that is the text. A form is for files.
func (p *plugin) readRaw(e *core.RequestEvent) (string, error) {
	kind := e.Request.Header.Get("Content-Type")
	e.Request.Body = http.MaxBytesReader(e.Response, e.Request.Body, maxBody)
	if media, _, _ := mime.ParseMediaType(kind); strings.HasPrefix(media, "multipart/") {
		if carriesFile(e.Request) {
			return "", filesVerdict(p.flags.Now())
		}
		return "", errForm
	}
	raw, err := io.ReadAll(e.Request.Body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return "", errBodyTooLarge
	}
	if err != nil {
		return "", errBody
	}
	return bot.Text(kind, raw)
}

// refuseRaw is refuse with the original's status for what is blank.
func refuseRaw(e *core.RequestEvent, err error) error {
	if errors.Is(err, richtext.ErrEmpty) || errors.Is(err, message.ErrBoost) {
		v, _ := judge(err)
		v.status = http.StatusUnprocessableEntity
		return v.apiError()
	}
	return refuse(e, err)
}

// retryKey reads the name that a bot gives a send, so that it can repeat it: any text, of which the same one makes the same
// client_message_id.
func retryKey(r *http.Request) string {
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		return ""
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(key)).String()
}

func botDraft(e *core.RequestEvent, room, body string) message.Draft {
	return message.Draft{Room: room, Author: e.Auth.Id, ClientMessageID: retryKey(e.Request), Body: body, Scope: scopeOf(e)}
}
