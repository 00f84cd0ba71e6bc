package hooks

import (
	"net/http"
	"strconv"

	"campfire/collections"
	"campfire/internal/message"

	"github.com/pocketbase/pocketbase/core"
)

// createForBot answers with the address of the message, which can be read with the same key.
func (p *plugin) createForBot(e *core.RequestEvent) error {
	text, err := p.readRaw(e)
	if err != nil {
		return refuseRaw(e, err)
	}
	if ok, wait := p.sends.Allow(e.Auth.Id); !ok {
		return tooMany(e, wait)
	}
	result, err := p.messages.Send(e.App, botDraft(e, e.Request.PathValue("room"), text))
	if err != nil {
		return refuseRaw(e, err)
	}
	if result.Duplicate {
		e.Response.Header().Set("X-Duplicate", "true")
	}
	e.Response.Header().Set("Location", origin(e)+e.Request.URL.Path+"/"+result.Message.ID)
	return e.NoContent(http.StatusCreated)
}

// listForBot answers a page; before and after are ids of messages.
func (p *plugin) listForBot(e *core.RequestEvent) error {
	page, err := p.pageForBot(e)
	if err != nil {
		return refuse(e, err)
	}
	if _, err := p.pages.Version(page.Room, e.Auth.Id); err != nil {
		return refuse(e, err)
	}
	found, err := p.pages.Read(page)
	if err != nil {
		return refuse(e, err)
	}
	total, err := collections.CountMessages(e.App.DB(), page.Room)
	if err != nil {
		return refuse(e, err)
	}
	e.Response.Header().Set("X-Total-Count", strconv.FormatInt(total, 10))
	if n := len(found.Messages); n > 0 {
		switch {
		case page.Cursor == message.After && found.HasAfter:
			linkNext(e, "after", found.Messages[n-1].ID)
		case page.Cursor != message.After && found.HasBefore:
			linkNext(e, "before", found.Messages[0].ID)
		}
	}
	return p.answerForBot(e, found.Messages)
}

func linkNext(e *core.RequestEvent, cursor, id string) {
	e.Response.Header().Set("Link", "<"+origin(e)+e.Request.URL.Path+"?"+cursor+"="+id+`>; rel="next"`)
}

// pageForBot reads the cursor. A message that was deleted still says where it was.
func (p *plugin) pageForBot(e *core.RequestEvent) (message.Page, error) {
	page := message.Page{Room: e.Request.PathValue("room"), Limit: message.PageDefault}
	query := e.Request.URL.Query()
	for _, cursor := range []message.Cursor{message.Before, message.After} {
		id := query.Get(string(cursor))
		if id == "" {
			continue
		}
		if page.Cursor != "" {
			return page, wrongType{string(cursor)}
		}
		rseq, err := collections.PlaceOf(e.App.DB(), page.Room, id)
		if collections.IsNotFound(err) {
			err = message.ErrNotFound
		}
		if err != nil {
			return page, err
		}
		page.Cursor, page.RSeq = cursor, rseq
	}
	return page, nil
}

func (p *plugin) showForBot(e *core.RequestEvent) error {
	m, err := p.pages.One(e.Request.PathValue("room"), e.Auth.Id, e.Request.PathValue("id"))
	if err != nil {
		return refuse(e, err)
	}
	return p.answerOne(e, &m)
}

func (p *plugin) editForBot(e *core.RequestEvent) error {
	text, err := p.readRaw(e)
	if err != nil {
		return refuseRaw(e, err)
	}
	if ok, wait := p.sends.Allow(e.Auth.Id); !ok {
		return tooMany(e, wait)
	}
	actor, err := messageActor(e)
	if err != nil {
		return refuse(e, err)
	}
	result, err := p.messages.Edit(e.App, actor, e.Request.PathValue("id"), text)
	if err != nil {
		return refuseRaw(e, err)
	}
	return p.answerOne(e, &result.Message)
}

func (p *plugin) deleteForBot(e *core.RequestEvent) error {
	actor, err := messageActor(e)
	if err == nil {
		err = p.messages.Delete(e.App, actor, e.Request.PathValue("id"))
	}
	if err != nil {
		return refuse(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}
