package hooks

import (
	"errors"
	"net/http"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/message"

	"github.com/pocketbase/pocketbase/core"
)

func (p *plugin) bindBoosts() {
	p.app.OnRecordCreateRequest(collections.Boosts).BindFunc(p.createBoost)
	p.app.OnRecordDeleteRequest(collections.Boosts).BindFunc(p.deleteBoost)
	p.app.OnRecordCreateExecute(collections.Boosts).BindFunc(refuseDirectSave)
	p.app.OnRecordUpdateExecute(collections.Boosts).BindFunc(refuseDirectSave)
	p.app.OnRecordDeleteExecute(collections.Boosts).BindFunc(refuseDirectSave)
}

// refuseDirectSave stops a record that our own code would save past the package that owns it, and so past the log.
func refuseDirectSave(e *core.RecordEvent) error {
	return errors.New(e.Record.Collection().Name + " are written by their own package, not by saving records")
}

func (p *plugin) createBoost(e *core.RecordRequestEvent) error {
	body, err := readBody(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	id, err1 := text(body, collections.BoostMessage)
	content, err2 := text(body, collections.BoostContent)
	user, err3 := booster(e.RequestEvent, body)
	if err := firstOf(err1, err2, err3); err != nil {
		return refuse(e.RequestEvent, err)
	}
	if ok, wait := p.sends.Allow(user); !ok {
		return tooMany(e.RequestEvent, wait)
	}
	boost, err := p.messages.Boost(e.App, message.Actor{User: user, Scope: scopeOf(e.RequestEvent)}, id, content)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	raw, err := event.Encode(boost)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return writeRecord(e.RequestEvent, collections.Boosts, raw)
}

// booster is the caller; the dashboard says whose boost it is.
func booster(e *core.RequestEvent, body map[string]any) (string, error) {
	if e.HasSuperuserAuth() {
		return text(body, collections.BoostBooster)
	}
	user, err := caller(e)
	if err != nil {
		return "", err
	}
	return user.Id, nil
}

func (p *plugin) deleteBoost(e *core.RecordRequestEvent) error {
	actor, err := messageActor(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	if err := p.messages.Unboost(e.App, actor, e.Record.Id); err != nil {
		return refuse(e.RequestEvent, err)
	}
	return e.NoContent(http.StatusNoContent)
}

// showBoosts puts the boosts of a message into the record API's answer, as on every other door.
func (p *plugin) showBoosts(e *core.RecordEnrichEvent) error {
	if p.pages != nil {
		boosts, err := p.pages.Boosts(e.Record.Id)
		if err != nil {
			return err
		}
		e.Record.WithCustomData(true)
		e.Record.Set("boosts", boosts)
	}
	return e.Next()
}
