package hooks

import (
	"campfire/collections"
	"campfire/internal/flag"

	"github.com/pocketbase/pocketbase/core"
)

// bindFlags is the one way of the flags' row: whoever saves it, the version advances and the news is in the log.
func (p *plugin) bindFlags() {
	p.app.OnRecordUpdateRequest(collections.Flags).BindFunc(guardFlags)
	p.app.OnRecordUpdateExecute(collections.Flags).BindFunc(changeFlags)
	p.app.OnRecordAfterUpdateSuccess(collections.Flags).BindFunc(func(e *core.RecordEvent) error {
		p.refreshFlags()
		p.wake(e.App)
		return e.Next()
	})
	p.app.OnRecordCreate(collections.Flags).BindFunc(refuseDirectSave)
	p.app.OnRecordDelete(collections.Flags).BindFunc(refuseDirectSave)
}

// guardFlags is the dashboard: its form carries the version that it was opened with, and cannot say what the environment
// said.
func guardFlags(e *core.RecordRequestEvent) error {
	before := e.Record.Original()
	if e.Record.GetInt(collections.FlagsVersion) != before.GetInt(collections.FlagsVersion) {
		return refuse(e.RequestEvent, flag.ErrConflict)
	}
	e.Record.Set(collections.FlagsEnvironment, before.GetRaw(collections.FlagsEnvironment))
	return e.Next()
}

func changeFlags(e *core.RecordEvent) error {
	original := e.App
	defer func() { e.App = original }()
	return e.App.RunInTransaction(func(tx core.App) error {
		e.App = tx
		if err := flag.Advance(tx, e.Record); err != nil {
			return apiError(err)
		}
		if err := e.Next(); err != nil {
			return err
		}
		return flag.Announce(tx)
	})
}

func (p *plugin) refreshFlags() {
	if p.log == nil {
		return // a command without a server: nobody asks
	}
	if err := p.flags.Refresh(); err != nil {
		p.app.Logger().Error("Failed to read the flags", "error", err)
	}
}

// adoptFlags takes over what the environment says, and puts the flags on the board.
func (p *plugin) adoptFlags() error {
	kept, err := flag.Adopt(p.app, p.config.Flags)
	if err != nil {
		return err
	}
	for _, name := range kept {
		p.app.Logger().Warn("A flag keeps its override although the environment changed", "flag", name)
	}
	return p.flags.Refresh()
}

// flagsChanged ends what a flag allowed until now.
func (p *plugin) flagsChanged(was, is flag.Values) {
	if !was.Bots || is.Bots {
		return
	}
	sessions, err := collections.BotSessions(p.app.ConcurrentDB())
	if err != nil {
		p.app.Logger().Error("Failed to close the connections of bots", "error", err)
	}
	for _, id := range sessions {
		p.hub.EndSession(id)
	}
}
