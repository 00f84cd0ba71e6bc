package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/room"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func (p *plugin) bindMemberships() {
	p.app.OnRecordCreateRequest(collections.Memberships).BindFunc(p.addMember)
	p.app.OnRecordUpdateRequest(collections.Memberships).BindFunc(p.setInvolvement)
	p.app.OnRecordDeleteRequest(collections.Memberships).BindFunc(p.removeMember)
	p.app.OnRecordCreateExecute(collections.Memberships).BindFunc(refuseDirectSave)
	p.app.OnRecordUpdateExecute(collections.Memberships).BindFunc(refuseDirectSave)
	p.app.OnRecordDeleteExecute(collections.Memberships).BindFunc(refuseDirectSave)
	p.app.OnRecordEnrich(collections.Memberships).BindFunc(showOwnMarker)
}

// showOwnMarker shows involvement and read marker to their user; to others they are hidden fields.
func showOwnMarker(e *core.RecordEnrichEvent) error {
	auth := e.RequestInfo.Auth
	if auth != nil && auth.Id == e.Record.GetString(collections.MembershipUser) {
		e.Record.Unhide(collections.MembershipInvolvement, collections.MembershipReadRSeq)
	}
	return e.Next()
}

func (p *plugin) addMember(e *core.RecordRequestEvent) error {
	body, err := readBody(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	actor, err1 := roomActor(e.RequestEvent)
	roomID, err2 := text(body, collections.MembershipRoom)
	user, err3 := text(body, collections.MembershipUser)
	if err := firstOf(err1, err2, err3); err != nil {
		return refuse(e.RequestEvent, err)
	}
	var id string
	err = p.transact(e.App, func(tx core.App) error {
		var err error
		id, err = room.Add(tx, actor, roomID, user)
		return err
	})
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return answerMembership(e, id)
}

func (p *plugin) setInvolvement(e *core.RecordRequestEvent) error {
	body, err := readBody(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	level, err := text(body, collections.MembershipInvolvement)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	own := addressed(e)
	if !scopeOf(e.RequestEvent).Reaches(own.GetString(collections.MembershipRoom)) {
		return refuse(e.RequestEvent, room.ErrNotFound)
	}
	err = p.transact(e.App, func(tx core.App) error {
		return room.SetInvolvement(tx, own.GetString(collections.MembershipRoom), own.GetString(collections.MembershipUser), level)
	})
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return answerMembership(e, own.Id)
}

func (p *plugin) removeMember(e *core.RecordRequestEvent) error {
	actor, err := roomActor(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	err = p.transact(e.App, func(tx core.App) error {
		return room.Remove(tx, actor, e.Record.GetString(collections.MembershipRoom), e.Record.GetString(collections.MembershipUser))
	})
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return e.NoContent(http.StatusNoContent)
}

func answerMembership(e *core.RecordRequestEvent, id string) error {
	record, err := e.App.FindRecordById(collections.Memberships, id)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	if err := apis.EnrichRecord(e.RequestEvent, record); err != nil {
		return refuse(e.RequestEvent, err)
	}
	return e.JSON(http.StatusOK, record)
}
