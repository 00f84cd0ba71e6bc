package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/push"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routePush(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/push_subscriptions", p.listPushSubscriptions)
	chat.POST("/push_subscriptions", p.subscribeToPush)
	chat.DELETE("/push_subscriptions/{id}", p.deletePushSubscription)
	chat.POST("/push_subscriptions/{id}/test", p.testPushSubscription)
}

func (p *plugin) openPush() error {
	keys, err := push.LoadKeys(p.app, p.config.VAPIDPublicKey, p.config.VAPIDPrivateKey)
	if err != nil {
		return err
	}
	settings := push.Settings{Keys: keys, Subject: p.config.VAPIDSubject, Allowed: p.config.PushEndpointsAllowed}
	p.pusher = push.New(p.app, p.log, p.jobs, settings, push.Doors{
		Attention: p.hub.Attention, Enabled: func() bool { return p.flags.Now().Push },
	})
	return nil
}

// listener is the session of a person who may have pushes.
func (p *plugin) listener(e *core.RequestEvent) (session.Session, error) {
	s, ok := currentSession(e)
	if !ok {
		return s, errUnauthorized
	}
	if _, err := person(e); err != nil {
		return s, err
	}
	if !p.flags.Now().Push {
		return s, errPushOff
	}
	return s, nil
}

func (p *plugin) listPushSubscriptions(e *core.RequestEvent) error {
	s, err := p.listener(e)
	if err != nil {
		return refuse(e, err)
	}
	found, err := collections.PushSubscriptionsOf(e.App.DB(), s.User.Id)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"public_key": p.pusher.PublicKey(), "session": s.ID, "subscriptions": found})
}

// subscribeToPush stores what the browser's PushSubscription is as JSON.
func (p *plugin) subscribeToPush(e *core.RequestEvent) error {
	s, err := p.listener(e)
	if err != nil {
		return refuse(e, err)
	}
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	subscription := collections.PushSubscription{User: s.User.Id, Session: s.ID}
	subscription.Browser, subscription.Platform = session.Describe(e.Request.UserAgent())
	keys, _ := body["keys"].(map[string]any)
	for field, to := range map[string]*string{"p256dh": &subscription.P256dh, "auth": &subscription.Auth} {
		if *to, err = text(keys, field); err != nil {
			return refuse(e, push.ErrSubscription)
		}
	}
	if subscription.Endpoint, err = text(body, collections.PushEndpoint); err != nil {
		return refuse(e, err)
	}
	id, err := p.pusher.Subscribe(e.App, subscription)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"id": id})
}

func (p *plugin) deletePushSubscription(e *core.RequestEvent) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	found, err := collections.DeletePushSubscription(e.App.DB(), s.User.Id, e.Request.PathValue("id"))
	if err == nil && !found {
		err = errNotFound
	}
	if err != nil {
		return refuse(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}

func (p *plugin) testPushSubscription(e *core.RequestEvent) error {
	s, err := p.listener(e)
	if err != nil {
		return refuse(e, err)
	}
	found, err := collections.PushSubscriptionsOf(e.App.DB(), s.User.Id)
	if err != nil {
		return refuse(e, err)
	}
	for _, subscription := range found {
		if subscription.ID == e.Request.PathValue("id") {
			if err := p.pusher.Test(e.App, subscription); err != nil {
				return refuse(e, err)
			}
			return e.NoContent(http.StatusAccepted)
		}
	}
	return refuse(e, errNotFound)
}
