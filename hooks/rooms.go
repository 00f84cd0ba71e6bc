package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/room"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) bindRooms() {
	p.app.OnRecordCreateRequest(collections.Rooms).BindFunc(p.createRoom)
	p.app.OnRecordUpdateRequest(collections.Rooms).BindFunc(p.updateRoom)
	p.app.OnRecordDeleteRequest(collections.Rooms).BindFunc(p.deleteRoom)
	p.app.OnRecordCreateExecute(collections.Rooms).BindFunc(refuseDirectSave)
	p.app.OnRecordUpdateExecute(collections.Rooms).BindFunc(refuseDirectSave)
	p.app.OnRecordDeleteExecute(collections.Rooms).BindFunc(refuseDirectSave)
}

func (p *plugin) createRoom(e *core.RecordRequestEvent) error {
	body, err := readBody(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	actor, err1 := roomActor(e.RequestEvent)
	kind, err2 := text(body, collections.RoomKind)
	name, err3 := text(body, collections.RoomName)
	members, err4 := texts(body, "members")
	if err := firstOf(err1, err2, err3, err4); err != nil {
		return refuse(e.RequestEvent, err)
	}
	var id string
	err = p.transact(e.App, func(tx core.App) error {
		var err error
		id, err = room.Create(tx, actor, room.Form{Kind: kind, Name: name, Members: members})
		return err
	})
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return answerRoom(e, id)
}

func (p *plugin) updateRoom(e *core.RecordRequestEvent) error {
	body, err := readBody(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	actor, err := roomActor(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	var changes room.Changes
	for field, to := range map[string]**string{collections.RoomName: &changes.Name, collections.RoomKind: &changes.Kind} {
		if _, present := body[field]; present {
			value, err := text(body, field)
			if err != nil {
				return refuse(e.RequestEvent, err)
			}
			*to = &value
		}
	}
	if _, present := body["members"]; present {
		members, err := texts(body, "members")
		if err != nil {
			return refuse(e.RequestEvent, err)
		}
		changes.Members = &members
	}
	err = p.transact(e.App, func(tx core.App) error { return room.Update(tx, actor, addressed(e).Id, changes) })
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return answerRoom(e, addressed(e).Id)
}

func (p *plugin) deleteRoom(e *core.RecordRequestEvent) error {
	actor, err := roomActor(e.RequestEvent)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	err = p.transact(e.App, func(tx core.App) error {
		if err := room.Delete(tx, actor, e.Record.Id); err != nil {
			return err
		}
		return p.promiseEmpty(tx, e.Record.Id)
	})
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return e.NoContent(http.StatusNoContent)
}

// answerRoom answers with the room as the record API shows it, with its members.
func answerRoom(e *core.RecordRequestEvent, id string) error {
	record, err := e.App.FindRecordById(collections.Rooms, id)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	members, err := collections.MemberIDs(e.App.DB(), id)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	e.Record = record
	if err := apis.EnrichRecord(e.RequestEvent, record); err != nil {
		return refuse(e.RequestEvent, err)
	}
	record.WithCustomData(true)
	record.Set("members", members)
	return e.JSON(http.StatusOK, record)
}

func (p *plugin) routeRead(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/rooms/{room}/read", p.markRead).Bind(apis.SkipSuccessActivityLog())
}

// markRead moves the caller's read marker.
func (p *plugin) markRead(e *core.RequestEvent) error {
	user, err := caller(e)
	if err != nil {
		return refuse(e, err)
	}
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	number, ok := body["rseq"].(float64)
	if !ok || number != float64(int64(number)) {
		return refuse(e, wrongType{"rseq"})
	}
	unread, ok := body["unread"].(bool)
	if !ok && body["unread"] != nil {
		return refuse(e, wrongType{"unread"})
	}
	id := e.Request.PathValue("room")
	if !scopeOf(e).Reaches(id) {
		return refuse(e, room.ErrNotFound)
	}
	state, err := p.readers.Mark(e.App, room.Marker{Room: id, User: user.Id, RSeq: int64(number), Unread: unread})
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, state)
}
