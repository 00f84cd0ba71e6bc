package hooks

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"campfire/collections"
	"campfire/internal/account"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) bindAccount() {
	p.app.OnRecordUpdate(collections.Account).BindFunc(func(e *core.RecordEvent) error {
		if err := account.Tidy(e.Record); err != nil {
			return fieldsOf(err)
		}
		return e.Next()
	})
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

func (p *plugin) routeAccount(se *core.ServeEvent, chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/account/join_code", p.renewJoinCode)
	se.Router.GET("/custom.css", p.customStyles).Bind(apis.SkipSuccessActivityLog())
}

// renewJoinCode ends the join link and makes another.
func (p *plugin) renewJoinCode(e *core.RequestEvent) error {
	if err := requireAdministrator(e); err != nil {
		return refuse(e, err)
	}
	record, err := e.App.FindRecordById(collections.Account, collections.AccountID)
	if err != nil {
		return refuse(e, errNotFound)
	}
	code := account.NewJoinCode()
	record.Set(collections.AccountJoinCode, code)
	if err := e.App.Save(record); err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"join_code": code})
}

// customStyles is the account's own style sheet, on every page and so for everybody. The content policy of the pages keeps
// what it names from being fetched elsewhere.
func (p *plugin) customStyles(e *core.RequestEvent) error {
	view, err := collections.FindAccount(e.App.ConcurrentDB())
	if err != nil && !collections.IsNotFound(err) {
		return refuse(e, err)
	}
	sum := sha256.Sum256([]byte(view.CustomStyles))
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	header := e.Response.Header()
	header.Set("Cache-Control", "no-cache")
	header.Set("ETag", tag)
	header.Set("X-Content-Type-Options", "nosniff")
	if e.Request.Header.Get("If-None-Match") == tag {
		return e.NoContent(http.StatusNotModified)
	}
	return e.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(view.CustomStyles))
}
