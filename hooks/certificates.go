package hooks

import (
	"crypto/tls"
	"slices"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/crypto/acme"
)

// complainEvery is how often the log says why there is no certificate: browsers ask again and again.
const complainEvery = time.Minute

// guardCertificates gets certificates where the operator says, and says why it gets none: PocketBase tells nobody.
func (p *plugin) guardCertificates(se *core.ServeEvent) {
	if se.CertManager == nil || se.Server.TLSConfig == nil {
		return
	}
	if p.config.ACMEDirectory != "" {
		se.CertManager.Client = &acme.Client{DirectoryURL: p.config.ACMEDirectory}
	}
	get := se.Server.TLSConfig.GetCertificate
	var last atomic.Int64
	se.Server.TLSConfig.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		certificate, err := get(hello)
		now := time.Now().UnixNano()
		// Names that are not ours are asked for by whoever scans the internet.
		if before := last.Load(); err != nil && slices.Contains(p.config.Domains, hello.ServerName) &&
			now-before > int64(complainEvery) && last.CompareAndSwap(before, now) {
			p.app.Logger().Error("There is no certificate", "domain", hello.ServerName, "error", err)
		}
		return certificate, err
	}
}
