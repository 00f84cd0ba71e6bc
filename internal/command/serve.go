package command

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"campfire/internal/config"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Bounds of the door that only leads to the other one.
const (
	plainTimeout     = 30 * time.Second
	plainHeaderBytes = 16 << 10
)

// Serve is PocketBase's command of that name, which also asks the settings where to listen, and bounds who knocks where
// there is no TLS: there PocketBase lets a client take as long as it likes, and says nothing when the port is taken.
func Serve(app core.App, settings config.Config) *cobra.Command {
	var listen listenFlags
	var origins []string
	command := &cobra.Command{
		Use: "serve [domain(s)]", Short: "Starts the server", Args: cobra.ArbitraryArgs, SilenceUsage: true,
		Long: "Starts the server, on 127.0.0.1:8090 unless flags or settings say otherwise. For domains, or SSL_DOMAIN, it gets certificates\n" +
			"and listens on 443 and 80. `campfire config` in place of `campfire serve` shows what a line means.",
		RunE: func(_ *cobra.Command, domains []string) error {
			a := listen.addresses(settings, domains)
			serving := apis.ServeConfig{HttpAddr: a.plain, ShowStartBanner: true, AllowedOrigins: origins, CertificateDomains: a.names}
			if a.secure != "" {
				serving.HttpAddr, serving.HttpsAddr = "", a.secure
				app.OnServe().BindFunc(func(e *core.ServeEvent) error { return openPlainDoor(e, a.plain, settings.HeaderTimeout) })
			}
			if err := apis.Serve(app, serving); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		},
	}
	listen.bind(command)
	command.Flags().StringSliceVar(&origins, "origins", []string{"*"}, "origins that scripts of other pages may come from (CORS)")
	return command
}

// openPlainDoor answers the certificate authority and leads everybody else to https.
func openPlainDoor(e *core.ServeEvent, address string, patience time.Duration) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen where https is asked for in the clear: %w", err)
	}
	door := &http.Server{
		Handler: e.CertManager.HTTPHandler(nil), ReadHeaderTimeout: patience, ReadTimeout: plainTimeout, WriteTimeout: plainTimeout,
		IdleTimeout: plainTimeout, MaxHeaderBytes: plainHeaderBytes,
	}
	e.App.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		_ = door.Close() // whoever is led away has nothing to lose
		return e.Next()
	})
	if err := e.Next(); err != nil {
		listener.Close()
		return err
	}
	go func() { _ = door.Serve(listener) }() // until the stop closes it
	return nil
}
