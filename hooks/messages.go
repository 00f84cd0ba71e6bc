package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/message"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// bindMessages is a message's life, in order. The record API, the batch API and the dashboard enter the coordinator at
// the requests; our own code, which saves records, enters it at the saves. Nobody writes around it.
func (p *plugin) bindMessages() {
	p.app.OnRecordCreateRequest(collections.Messages).BindFunc(func(e *core.RecordRequestEvent) error { return p.createMessage(e.RequestEvent) })
	p.app.OnRecordUpdateRequest(collections.Messages).BindFunc(p.editMessage)
	p.app.OnRecordDeleteRequest(collections.Messages).BindFunc(p.deleteMessage)
	p.app.OnRecordCreate(collections.Messages).BindFunc(p.saveMessage)
	p.app.OnRecordUpdate(collections.Messages).BindFunc(p.saveEdit)
	p.app.OnRecordDelete(collections.Messages).BindFunc(p.saveDeletion)
	p.app.OnRecordEnrich(collections.Messages).BindFunc(p.showBoosts)
}

// routeMessages puts the record API's own address in front of PocketBase's handler: the same door with the same answers,
// without a rule query and a second reading of the body for every message. Collections addressed by id, and batches, go
// the long way to the hook above.
func (p *plugin) routeMessages(se *core.ServeEvent, chat *router.RouterGroup[*core.RequestEvent]) {
	se.Router.POST("/api/collections/"+collections.Messages+"/records", p.createMessage).Bind(apis.SkipSuccessActivityLog())
	chat.GET("/rooms/{room}/messages", p.listMessages).Bind(apis.SkipSuccessActivityLog())
}

func (p *plugin) createMessage(e *core.RequestEvent) error {
	draft, err := p.readDraft(e)
	if err != nil {
		return refuse(e, err)
	}
	if ok, wait := p.sends.Allow(draft.Author); !ok {
		return tooMany(e, wait)
	}
	result, err := p.messages.Send(e.App, draft)
	if err != nil {
		return refuse(e, err)
	}
	if result.Duplicate {
		e.Response.Header().Set("X-Duplicate", "true")
	}
	return writeRecord(e, collections.Messages, result.JSON)
}

func (p *plugin) readDraft(e *core.RequestEvent) (message.Draft, error) {
	body, err := readBody(e)
	if err != nil {
		return message.Draft{}, err
	}
	room, err1 := text(body, "room")
	id, err2 := text(body, "client_message_id")
	content, err3 := text(body, "body")
	if err := firstOf(err1, err2, err3); err != nil {
		return message.Draft{}, err
	}
	draft := message.Draft{Room: room, ClientMessageID: id, Body: content}
	if e.HasSuperuserAuth() {
		// The dashboard is nobody in the chat, so it has to say whose words these are.
		draft.Author, err = text(body, "author")
		return draft, err
	}
	author, err := caller(e)
	if err != nil {
		return draft, err
	}
	draft.Author, draft.Scope = author.Id, scopeOf(e)
	return draft, nil
}

func (p *plugin) editMessage(e *core.RecordRequestEvent) error {
	actor, err := messageActor(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	body, err := readBody(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	content, err := text(body, "body")
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	result, err := p.messages.Edit(e.App, actor, addressed(e).Id, content)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return writeRecord(e.RequestEvent, collections.Messages, result.JSON)
}

func (p *plugin) deleteMessage(e *core.RecordRequestEvent) error {
	actor, err := messageActor(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	if err := p.messages.Delete(e.App, actor, e.Record.Id); err != nil {
		return refuse(e.RequestEvent, err)
	}
	return e.NoContent(http.StatusNoContent)
}

// saveMessage gives a record that our own code saves the same way into the room, and the record what was stored. It stands
// before PocketBase's validation, which would miss the numbers.
func (p *plugin) saveMessage(e *core.RecordEvent) error {
	result, err := p.messages.Send(e.App, message.Draft{
		Room: e.Record.GetString(collections.MessageRoom), Author: e.Record.GetString(collections.MessageAuthor),
		ClientMessageID: e.Record.GetString(collections.MessageClientMessageID), Body: e.Record.GetString(collections.MessageBody),
	})
	if err != nil {
		return err
	}
	stored, err := e.App.FindRecordById(collections.Messages, result.Message.ID)
	if err != nil {
		return err
	}
	e.Record.Load(stored.FieldsData())
	e.Record.MarkAsNotNew()
	return nil
}

func (p *plugin) saveEdit(e *core.RecordEvent) error {
	id := e.Record.Original().Id
	_, err := p.messages.Edit(e.App, message.Actor{Superuser: true}, id, e.Record.GetString(collections.MessageBody))
	return err
}

func (p *plugin) saveDeletion(e *core.RecordEvent) error {
	return p.messages.Delete(e.App, message.Actor{Superuser: true}, e.Record.Id)
}
