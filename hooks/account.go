package hooks

import (
	"campfire/collections"
	"campfire/internal/account"

	"github.com/pocketbase/pocketbase/core"
)

func (p *plugin) bindAccount() {
	p.app.OnRecordUpdateExecute(collections.Account).BindFunc(func(e *core.RecordEvent) error {
		return together(e, account.Changed)
	})
	p.app.OnRecordAfterUpdateSuccess(collections.Account).BindFunc(func(e *core.RecordEvent) error {
		p.wake(e.App)
		return e.Next()
	})
	// There is one account, and everything hangs on it.
	p.app.OnRecordDelete(collections.Account).BindFunc(refuseDirectSave)
}
