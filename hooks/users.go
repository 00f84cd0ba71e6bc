package hooks

import (
	"strings"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/room"

	"github.com/pocketbase/pocketbase/core"
)

// bindUsers is a person's life here: they come into every open room, change, and go with their sessions.
func (p *plugin) bindUsers() {
	p.app.OnRecordUpdateRequest(collections.Users).BindFunc(p.guardUser)
	p.app.OnRecordCreate(collections.Users).BindFunc(withDefaults)
	p.app.OnRecordUpdate(collections.Users).BindFunc(func(e *core.RecordEvent) error {
		tidyAddress(e.App, e.Record)
		return tidyEmail(e)
	})
	p.app.OnRecordCreateExecute(collections.Users).BindFunc(p.userCame)
	p.app.OnRecordUpdateExecute(collections.Users).BindFunc(p.userChanges)
	p.app.OnRecordAfterCreateSuccess(collections.Users).BindFunc(p.userStored)
	p.app.OnRecordAfterUpdateSuccess(collections.Users).BindFunc(p.userStored)
}

// withDefaults lets people in whom a sign-in provider or the dashboard creates without saying what they are.
func withDefaults(e *core.RecordEvent) error {
	if e.Record.GetString(collections.UserRole) == "" {
		e.Record.Set(collections.UserRole, collections.RoleMember)
	}
	if e.Record.GetString(collections.UserStatus) == "" {
		e.Record.Set(collections.UserStatus, collections.StatusActive)
	}
	if tidyName(e.Record) != nil {
		e.Record.Set(collections.UserName, "New person")
	}
	return tidyEmail(e)
}

// tidyEmail keeps addresses in small letters: an address in another case is the same person.
func tidyEmail(e *core.RecordEvent) error {
	e.Record.SetEmail(strings.ToLower(e.Record.Email()))
	return e.Next()
}

func tidyName(user *core.Record) error {
	name := strings.TrimSpace(user.GetString(collections.UserName))
	user.Set(collections.UserName, name)
	if name == "" || strings.ContainsRune(name, 0) || !utf8.ValidString(name) {
		return errName
	}
	return nil
}

func tidyBio(user *core.Record) error {
	bio := strings.TrimSpace(user.GetString(collections.UserBio))
	user.Set(collections.UserBio, bio)
	if strings.ContainsRune(bio, 0) || !utf8.ValidString(bio) {
		return errBio
	}
	return nil
}

// guardUser holds what the collection's rules cannot say: only administrators change roles and statuses, bots stay bots,
// and everybody has a name.
func (p *plugin) guardUser(e *core.RecordRequestEvent) error {
	if scopeOf(e.RequestEvent).Confined() {
		return refuse(e.RequestEvent, errScope) // its bot is in other rooms, too
	}
	before := e.Record.Original()
	role, status := e.Record.GetString(collections.UserRole), e.Record.GetString(collections.UserStatus)
	changed := role != before.GetString(collections.UserRole) || status != before.GetString(collections.UserStatus)
	if changed && !e.HasSuperuserAuth() {
		user, err := caller(e.RequestEvent)
		if err != nil || !isAdministrator(user) {
			return refuse(e.RequestEvent, errForbidden)
		}
	}
	wasBot, isBot := before.GetString(collections.UserRole) == collections.RoleBot, role == collections.RoleBot
	if wasBot != isBot {
		return refuse(e.RequestEvent, wrongType{collections.UserRole})
	}
	if err := firstOf(guardStatus(e.RequestEvent, e.Record), tidyName(e.Record), tidyBio(e.Record)); err != nil {
		return refuse(e.RequestEvent, err)
	}
	return e.Next()
}

// userCame lets a new user into every open room, in the transaction that stores them (G37).
func (p *plugin) userCame(e *core.RecordEvent) error {
	return together(e, func(tx core.App) error {
		if e.Record.GetString(collections.UserStatus) == collections.StatusActive {
			if err := room.JoinOpen(tx, e.Record.Id); err != nil {
				return err
			}
		}
		return appendUser(tx, e.Record)
	})
}

func appendUser(tx core.App, user *core.Record) error {
	_, err := event.Append(tx, event.Event{Kind: event.UserUpdated}, collections.ViewUser(user))
	return err
}

// userStored runs after the commit: what is remembered of the user is forgotten, and sockets whose session is gone close.
func (p *plugin) userStored(e *core.RecordEvent) error {
	if p.sessions != nil {
		p.sessions.Forget(e.Record.Id)
		p.hub.Recheck(e.Record.Id, p.sessions.Valid)
		if e.Record.GetString(collections.UserStatus) != e.Record.Original().GetString(collections.UserStatus) {
			p.refreshBans()
			p.sweeper.Wake()
		}
		p.wake(e.App)
	}
	return e.Next()
}
