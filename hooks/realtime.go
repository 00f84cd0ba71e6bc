package hooks

import (
	"strings"
	"time"

	"campfire/internal/message"
	"campfire/internal/realtime"
	"campfire/internal/report"
	"campfire/internal/room"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// doors lead from the socket to the rest of the server.
func (p *plugin) doors() realtime.Doors {
	return realtime.Doors{
		Send: p.sendFrame,
		Read: func(c *realtime.Connection, roomID string, rseq int64) {
			if !c.Identity.Scope.Reaches(roomID) {
				return
			}
			p.readers.MarkLater(room.Marker{Room: roomID, User: c.Identity.User, RSeq: rseq})
		},
		Frame: func(c *realtime.Connection) bool { ok, _ := p.frames.Allow(c.ID); return ok },
		Lost: func(user, roomID string, heard time.Time) {
			if p.pusher != nil {
				p.pusher.Missed(user, roomID, heard)
			}
		},
		Flags: func() any { return p.flags.Now() }, Build: p.config.Build, MaxSockets: p.config.Limits.Sockets,
	}
}

// sendFrame accepts a message from a socket. The answer comes from the writer, after the commit.
func (p *plugin) sendFrame(c *realtime.Connection, clientMessageID, roomID, body string) {
	if p.blocked.Has(c.Identity.Address) {
		p.nack(c, clientMessageID, errBlocked)
		return
	}
	if ok, wait := p.sends.Allow(c.Identity.User); !ok {
		c.Send(realtime.NackFrame(realtime.Refusal{
			ClientMessageID: clientMessageID, Code: "rate_limited", Message: "Too many messages. Wait a moment.", Retryable: true,
			RetryAfterMS: wait.Milliseconds(),
		}))
		return
	}
	draft := message.Draft{Room: roomID, Author: c.Identity.User, ClientMessageID: clientMessageID, Body: body, Scope: c.Identity.Scope}
	err := p.messages.Submit(draft, func(result message.Result, err error) {
		if err != nil {
			p.nack(c, clientMessageID, err)
			return
		}
		c.Send(realtime.AckFrame(result.Message.ClientMessageID, result.JSON, result.Duplicate))
	})
	if err != nil {
		p.nack(c, clientMessageID, err)
	}
}

func (p *plugin) nack(c *realtime.Connection, clientMessageID string, err error) {
	v, known := judge(err)
	if !known {
		report.Of(p.app).Error("A message failed", "error", err)
		v.code = "busy" // what failed inside the server is worth another try under the same id: it cannot double the message
	}
	refusal := realtime.Refusal{ClientMessageID: clientMessageID, Code: v.code, Message: v.message}
	if wait := v.retryAfter(); wait > 0 {
		refusal.Retryable, refusal.RetryAfterMS = true, wait.Milliseconds()
	}
	c.Send(realtime.NackFrame(refusal))
}

func (p *plugin) routeSocket(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/socket", p.openSocket).Bind(apis.SkipSuccessActivityLog())
}

func (p *plugin) openSocket(e *core.RequestEvent) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	// A browser sends the cookie with a socket that any page opens, and asks nobody.
	if e.Request.Header.Get("Authorization") == "" && !sameOrigin(e.Request) {
		return refuse(e, errForbidden)
	}
	err := p.hub.Accept(e.Response, e.Request, identity(e, s), func() bool { return p.stillIn(s) })
	if err != nil {
		p.app.Logger().Debug("A socket did not open", "error", err)
	}
	return nil
}

func identity(e *core.RequestEvent, s session.Session) realtime.Identity {
	return realtime.Identity{User: s.User.Id, Session: s.ID, Expires: s.Expires, Address: e.RealIP(), Scope: s.Scope}
}

// stillIn reports whether a connection that has just opened may stay: what closes the others may have passed it by.
func (p *plugin) stillIn(s session.Session) bool {
	return p.sessions.Valid(s.ID) && (p.flags.Now().Bots || !isBot(s.User))
}

// bindRealtime lets the hub feed PocketBase's own realtime: in the log's order, to members only.
func (p *plugin) bindRealtime() {
	p.app.OnRealtimeConnectRequest().BindFunc(func(e *core.RealtimeConnectRequestEvent) error {
		e.Client = realtime.Topics(e.Client)
		defer func(client subscriptions.Client) { p.hub.Unsubscribe(client) }(e.Client)
		return e.Next()
	})
	p.app.OnRealtimeSubscribeRequest().BindFunc(p.subscribe)
}

func (p *plugin) subscribe(e *core.RealtimeSubscribeRequestEvent) error {
	chat := false
	for _, subscription := range e.Subscriptions {
		if !realtime.OwnTopic(subscription) {
			continue
		}
		chat = true
		if strings.Contains(subscription, "filter") {
			return verdict{400, "invalid", "subscriptions", "The chat's topics take no filter: filter what arrives."}.apiError()
		}
	}
	s, signedIn := currentSession(e.RequestEvent)
	if chat && !signedIn && !e.HasSuperuserAuth() {
		return refuse(e.RequestEvent, errUnauthorized)
	}
	if err := e.Next(); err != nil {
		return err
	}
	if signedIn {
		p.hub.Subscribe(e.Client, identity(e.RequestEvent, s))
		if !p.stillIn(s) {
			p.hub.EndSession(s.ID)
		}
	}
	return nil
}
