package hooks

import (
	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/ban"
	"campfire/internal/room"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
)

// Notes that ride on a user's record to where it is saved. They are no fields: nothing stores or shows them.
const (
	// noteSpare is the network address of whoever changes the status: a ban does not block it.
	noteSpare = "campfireSpare"
	// noteKeep is the session that a new password does not end.
	noteKeep = "campfireKeep"
)

// guardStatus judges a change of status that somebody asked for.
func guardStatus(e *core.RequestEvent, user *core.Record) error {
	user.SetRaw(noteSpare, e.RealIP())
	user.SetRaw(noteKeep, "")
	before, now := user.Original().GetString(collections.UserStatus), user.GetString(collections.UserStatus)
	switch {
	case now == before || now != collections.StatusBanned:
		return nil
	case e.Auth != nil && e.Auth.Id == user.Id:
		return errBanSelf
	case isBot(user):
		return errBanBot
	}
	return nil
}

// tidyAddress gives the address of somebody who is deactivated free, and back to them when they return.
func tidyAddress(app core.App, user *core.Record) {
	was, is := user.Original().GetString(collections.UserStatus), user.GetString(collections.UserStatus)
	switch {
	case was == is || isBot(user):
	case is == collections.StatusDeactivated:
		user.SetEmail(account.ReleaseEmail(user.Email()))
	case was == collections.StatusDeactivated:
		former := account.FormerEmail(user.Email())
		if _, err := app.FindAuthRecordByEmail(collections.Users, former); err != nil {
			user.SetEmail(former)
		}
	}
}

// userChanges ends the sessions of somebody who changed their password or may not come any more, and does what their new
// status means, in the transaction that stores it.
func (p *plugin) userChanges(e *core.RecordEvent) error {
	before := e.Record.Original()
	was, is := before.GetString(collections.UserStatus), e.Record.GetString(collections.UserStatus)
	out := was == collections.StatusActive && is != collections.StatusActive
	wasAdministrator := was == collections.StatusActive && isAdministrator(before)
	return together(e, func(tx core.App) error {
		if wasAdministrator && (out || !isAdministrator(e.Record)) {
			// note: counted in the transaction, or two who step down at once would each see the other.
			if others, err := collections.OtherAdministrators(tx.DB(), e.Record.Id); err != nil || others == 0 {
				return apiError(firstOf(err, errLastAdministrator))
			}
		}
		if was != is {
			// note: before the sessions go, because a ban asks them where they came from.
			if err := changeStatus(tx, e.Record, was, is); err != nil {
				return err
			}
		}
		if out && isBot(e.Record) {
			if err := p.forgetCallsOf(tx, e.Record.Id); err != nil {
				return err
			}
			out = false // its keys open nothing now, and are what others have stored: they work again when it comes back
		}
		if out || before.TokenKey() != e.Record.TokenKey() {
			if err := endSessions(tx, e.Record.Id, e.Record.GetString(noteKeep)); err != nil {
				return err
			}
		}
		return appendUser(tx, e.Record)
	})
}

func changeStatus(tx core.App, user *core.Record, was, is string) error {
	if was == collections.StatusBanned {
		if err := ban.Lift(tx, user.Id); err != nil {
			return err
		}
	}
	switch is {
	case collections.StatusBanned:
		return ban.Begin(tx, user.Id, user.GetString(noteSpare))
	case collections.StatusDeactivated:
		// A sign-in provider would lead whoever comes with it to this account, and not to a new one.
		return firstOf(collections.DeleteSignInLinks(tx.DB(), user.Collection().Id, user.Id),
			collections.ForgetSearches(tx.DB(), user.Id, ""), room.LeaveAll(tx, user.Id))
	default:
		return room.JoinOpen(tx, user.Id)
	}
}

// endSessions ends every session but one, forgets what else they were on, and the links that would begin new ones.
func endSessions(tx core.App, user, keep string) error {
	if err := session.DisownAll(tx, user, keep); err != nil {
		return err
	}
	if _, err := collections.DeleteSessions(tx.DB(), user, keep); err != nil {
		return err
	}
	return collections.DeleteTransfers(tx.DB(), user)
}
