package hooks

import (
	"crypto/subtle"
	"net/http"
	"runtime"

	"campfire/internal/health"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func (p *plugin) routeHealth(se *core.ServeEvent) {
	p.monitor = health.NewMonitor(p.checks()...)
	se.Router.GET("/up", func(e *core.RequestEvent) error { return e.String(http.StatusOK, "OK") }).Bind(apis.SkipSuccessActivityLog())
	se.Router.GET("/health", p.health).Bind(apis.SkipSuccessActivityLog())
	se.Router.GET("/metrics", p.tellMetrics).Bind(apis.SkipSuccessActivityLog())
	se.Router.GET("/health/detailed", p.healthDetailed).Bind(apis.SkipSuccessActivityLog())
}

// health is for load balancers and the curious: 503 when the chat does not work, and no word about why.
func (p *plugin) health(e *core.RequestEvent) error {
	status := http.StatusOK
	answer := map[string]any{
		"durability": p.config.Synchronous, "websocket": map[string]any{"connections": p.hub.Connections()},
	}
	for _, found := range p.monitor.Findings() {
		if found.Vital && found.Err != nil {
			status = http.StatusServiceUnavailable
		}
		answer[found.Name] = section(found)
	}
	answer["status"] = http.StatusText(status)
	return e.JSON(status, answer)
}

// healthDetailed is for the operator, and for alarms: 503 when anything is wrong, with its name and the reason.
func (p *plugin) healthDetailed(e *core.RequestEvent) error {
	if !p.isOperator(e) {
		return refuse(e, errForbidden)
	}
	status, failing := http.StatusOK, []string{}
	answer := map[string]any{
		"build": p.config.Build, "durability": p.config.Synchronous, "goroutines": runtime.NumGoroutine(),
		"websocket": map[string]any{"connections": p.hub.Connections()},
	}
	for _, found := range p.monitor.Findings() {
		s := section(found)
		for name, value := range found.Private {
			s[name] = value
		}
		if found.Err != nil {
			status, failing = http.StatusServiceUnavailable, append(failing, found.Name)
			s["error"] = found.Err.Error()
		}
		answer[found.Name] = s
	}
	answer["status"], answer["failing"] = http.StatusText(status), failing
	return e.JSON(status, answer)
}

func section(found health.Finding) map[string]any {
	s := map[string]any{"ok": found.Err == nil, "probe_ms": float64(found.Took.Microseconds()) / 1000}
	for name, value := range found.Public {
		s[name] = value
	}
	return s
}

// forwarded are what proxies say about whom they speak for: such a request does not come from the box itself.
var forwarded = []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"}

// isOperator reports whether the request comes from the box itself, from a superuser, or with METRICS_TOKEN.
func (p *plugin) isOperator(e *core.RequestEvent) bool {
	if e.HasSuperuserAuth() {
		return true
	}
	if token := p.config.MetricsToken; token != "" && subtle.ConstantTimeCompare([]byte(requestToken(e.Request)), []byte(token)) == 1 {
		return true
	}
	return isLocal(e)
}
