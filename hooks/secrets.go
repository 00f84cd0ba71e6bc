package hooks

import (
	"net/url"
	"strings"

	"campfire/collections"
	"campfire/internal/mail"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// transferPage is the page behind a sign-in link; the token follows.
const transferPage = "/session/transfers/"

// hookPath is the address of incoming webhooks; the key follows.
const hookPath = "/hooks/"

// secretPaths are addresses that go on with a secret: a link that signs in, lets one choose a password or proves an
// address or ends mails, the code that lets one join, a bot's key.
var secretPaths = []string{
	transferPage, hookPath, "/api/chat/transfers/", "/join/", "/api/chat/join/", mail.ResetPage, mail.VerifyPage,
	mail.UnsubscribePage,
}

// hideSecret cuts a secret out of an address, and with the query what people ask for: words of a search, a filter on texts.
func hideSecret(address string) string {
	address, _, _ = strings.Cut(address, "?")
	for _, prefix := range secretPaths {
		if before, secret, found := strings.Cut(address, prefix); found && secret != "" {
			return before + prefix + "hidden"
		}
	}
	return hideKey(address)
}

// shortestKey is shorter than every key.
const shortestKey = 12

// hideKey cuts a bot's key out of the original's addresses, /rooms/<room>/<key>/messages/<id>, however they are mistyped:
// all that is long and no id.
func hideKey(address string) string {
	before, rest, found := strings.Cut(address, "/rooms/")
	if !found {
		return address
	}
	parts := strings.Split(rest, "/")
	for i, part := range parts {
		if len(part) >= shortestKey && !collections.ValidID(part) {
			parts[i] = "hidden"
		}
	}
	return before + "/rooms/" + strings.Join(parts, "/")
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
