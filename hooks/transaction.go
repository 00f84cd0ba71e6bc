package hooks

import (
	"github.com/pocketbase/pocketbase/core"
)

// together runs the rest of a record event and then also in one transaction, so that a change and its events live or die
// as one. Inside, the event's App is the transaction; afterwards it is what it was, because PocketBase goes on with it.
func together(e *core.RecordEvent, also func(tx core.App) error) error {
	original := e.App
	defer func() { e.App = original }()
	return e.App.RunInTransaction(func(tx core.App) error {
		e.App = tx
		if err := e.Next(); err != nil {
			return err
		}
		return also(tx)
	})
}

// transact runs fn in a transaction and tells the log's followers when it is done.
func (p *plugin) transact(app core.App, fn func(tx core.App) error) error {
	err := app.RunInTransaction(fn)
	if err == nil {
		p.wake(app)
	}
	return err
}

// wake tells the log's followers that there is more, now or when the transaction around app commits.
func (p *plugin) wake(app core.App) {
	if p.log == nil {
		return // a command without a server: nobody follows
	}
	info := app.TxInfo()
	if info == nil {
		p.log.Changed()
		return
	}
	info.OnComplete(func(err error) error {
		if err == nil {
			p.log.Changed()
		}
		return nil
	})
}
