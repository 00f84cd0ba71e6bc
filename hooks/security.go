package hooks

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// contentPolicy is for our own pages. Styles may be inline because an administrator can add custom ones.
const contentPolicy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'%s; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// powers are what a page may ask a browser for and ours do not.
const powers = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), " +
	"payment=(), serial=(), usb=()"

// Bounds of a connection that says nothing, or too much, before there is a request to judge.
const (
	maxHeaderBytes = 64 << 10 // cookies of other programs on the same name included
	idleTimeout    = 2 * time.Minute
)

// guardListener cuts off who takes too long to say what they want.
func (p *plugin) guardListener(se *core.ServeEvent) {
	se.Server.ReadHeaderTimeout = p.config.HeaderTimeout
	se.Server.IdleTimeout, se.Server.MaxHeaderBytes = idleTimeout, maxHeaderBytes
	p.guardCertificates(se)
}

// plainHost is a host that cannot be mistaken for anything else in a policy.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+$`)

// pageHeaders are for pages of ours. Not every browser counts sockets among 'self'.
func pageHeaders(e *core.RequestEvent) {
	sockets := ""
	if plainHost.MatchString(e.Request.Host) {
		sockets = " ws://" + e.Request.Host + " wss://" + e.Request.Host
	}
	e.Response.Header().Set("Content-Security-Policy", fmt.Sprintf(contentPolicy, sockets))
	e.Response.Header().Set("X-Frame-Options", "DENY")
	e.Response.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
}

// bindSecurity wraps every request: the stable error code, a rate per address, headers, and no writes from other sites.
func (p *plugin) bindSecurity(se *core.ServeEvent) {
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireErrorCode", Priority: apis.DefaultPanicRecoverMiddlewarePriority - 1, Func: withCode,
	})
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireSecurity", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority - 2, Func: p.protect,
	})
}

func (p *plugin) protect(e *core.RequestEvent) error {
	if p.requests != nil {
		if ok, wait := p.requests.Allow(e.RealIP()); !ok {
			return tooMany(e, wait)
		}
	}
	header := e.Response.Header()
	header.Set("Referrer-Policy", "same-origin")
	if hideSecret(e.Request.URL.Path) != e.Request.URL.Path {
		header.Set("Referrer-Policy", "no-referrer") // the address is the secret
	}
	header.Set("Permissions-Policy", powers)
	if encrypted(e) {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if unsafe(e.Request.Method) && p.blocked.Has(e.RealIP()) {
		return refuse(e, errBlocked)
	}
	// A browser sends the cookie by itself, so a write that carries it, or that could set it, must come from our pages.
	if hasCookie(e.Request) || strings.HasPrefix(e.Request.URL.Path, "/api/chat/") {
		if err := p.origin.Check(e.Request); err != nil {
			return verdict{http.StatusForbidden, "forbidden", "", "This request came from another site."}.apiError()
		}
	}
	return e.Next()
}

// unsafe reports whether a request may change something.
func unsafe(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// sameOrigin reports whether a socket is opened by one of our pages, or by something that is not a page.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	_, host, _ := strings.Cut(origin, "://")
	return strings.EqualFold(host, r.Host)
}

// ownRequest hands the handlers a copy of the request. PocketBase puts a reader of its own in place of the body; on the
// original, net/http would then not notice that a body was left unread, keep the connection, and take the rest of the
// body for the next request.
func ownRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(r.Context()))
	})
}
