package hooks

import (
	"net/url"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// transferPage is the page behind a sign-in link; the token follows.
const transferPage = "/session/transfers/"

// secretPaths are addresses that go on with a secret: a link that signs in, or the code that lets one join.
var secretPaths = []string{transferPage, "/api/chat/transfers/", "/join/", "/api/chat/join/"}

// hideSecret cuts a secret out of an address, and with the query what people ask for: words of a search, a filter on texts.
func hideSecret(address string) string {
	address, _, _ = strings.Cut(address, "?")
	for _, prefix := range secretPaths {
		if before, secret, found := strings.Cut(address, prefix); found && secret != "" {
			return before + prefix + "hidden"
		}
	}
	return address
}

// bindSecrets keeps secrets in addresses out of the request log (E10). It runs inside PocketBase's logger, which reads
// the request again when everything is done.
func (p *plugin) bindSecrets(se *core.ServeEvent) {
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireSecrets", Priority: apis.DefaultActivityLoggerMiddlewarePriority + 1, Func: func(e *core.RequestEvent) error {
			defer func() {
				e.Request.URL = &url.URL{Path: hideSecret(e.Request.URL.Path)}
				if referer := e.Request.Referer(); referer != "" {
					e.Request.Header.Set("Referer", hideSecret(referer))
				}
			}()
			return e.Next()
		},
	})
}
