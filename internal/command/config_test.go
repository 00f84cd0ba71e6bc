package command_test

import (
	"strings"
	"testing"

	"campfire/internal/command"
	"campfire/internal/config"

	"github.com/spf13/cobra"
)

func TestTheSettingsAreShownWithTheirOrigin(t *testing.T) {
	for _, line := range []struct {
		environ, args []string
		want          []string
	}{
		{nil, nil, []string{"DATABASE_PATH (", "PORT (8090, for this machine only) default", "SQLITE_SYNCHRONOUS FULL default", "Listens on: http://127.0.0.1:8090"}},
		{[]string{"PORT=81", "SECRET_KEY_BASE=hush hush"}, nil, []string{"PORT 81 environment", "SECRET_KEY_BASE (hidden) environment", "Listens on: http://0.0.0.0:81"}},
		{[]string{"PORT=81"}, []string{"--http", "127.0.0.1:9", "--dir", "/srv/chat"},
			[]string{"DATABASE_PATH /srv/chat flag", "Data directory: /srv/chat", "Listens on: http://127.0.0.1:9"}},
		{[]string{"PORT=81", "SSL_DOMAIN=chat.example.com"}, nil, []string{"Listens on: https://0.0.0.0:443 for chat.example.com, and http://0.0.0.0:80 which"}},
		{[]string{"PORT=81", "SSL_DOMAIN=chat.example.com", "DISABLE_SSL=true"}, nil, []string{"Listens on: http://0.0.0.0:81"}},
		{nil, []string{"chat.example.com", "--https", ":8443"}, []string{"Listens on: https://:8443 for chat.example.com, and http://0.0.0.0:80"}},
	} {
		settings, err := config.Read(line.environ)
		if err != nil {
			t.Fatal(err)
		}
		var dir string
		root := &cobra.Command{Use: "campfire"}
		root.PersistentFlags().StringVar(&dir, "dir", "/pb_data", "")
		root.AddCommand(command.Config(settings, func() string { return dir }))
		var out strings.Builder
		root.SetOut(&out)
		root.SetArgs(append([]string{"config"}, line.args...))
		if err := root.Execute(); err != nil {
			t.Fatal(err)
		}
		said := strings.Join(strings.Fields(out.String()), " ")
		for _, want := range line.want {
			if !strings.Contains(said, want) {
				t.Errorf("%v %v lacks %q:\n%s", line.environ, line.args, want, out.String())
			}
		}
		if strings.Contains(said, "hush") {
			t.Errorf("a secret is shown:\n%s", out.String())
		}
	}
}

// Guards: addresses (internal/command/listen.go), which serve and config share.
func TestTheEnvironmentSaysWhereToListenUnlessTheCommandLineDoes(t *testing.T) {
	for _, line := range []struct{ environ, args, want string }{
		{"", "", "http://127.0.0.1:8090"},
		{"PORT=81", "", "http://0.0.0.0:81"},
		{"PORT=81", "--http :9", "http://:9"},
		{"PORT=81 SSL_DOMAIN=chat.example.com", "", "https://0.0.0.0:443 for chat.example.com, and http://0.0.0.0:80 which leads there"},
		{"SSL_DOMAIN=a.example,b.example", "--https :8443 --http :9", "https://:8443 for a.example, b.example, and http://:9 which leads there"},
		{"PORT=81 SSL_DOMAIN=chat.example.com DISABLE_SSL=1", "", "http://0.0.0.0:81"},
		{"PORT=81", "--https :8443", "https://:8443, and http://0.0.0.0:81 which leads there"},
	} {
		settings, err := config.Read(strings.Fields(line.environ))
		if err != nil {
			t.Fatal(err)
		}
		c := command.Config(settings, func() string { return "" })
		var out strings.Builder
		c.SetOut(&out)
		c.SetArgs(strings.Fields(line.args))
		if err := c.Execute(); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(out.String(), "Listens on: "+line.want+"\n") {
			t.Errorf("%s with %s: %s", line.args, line.environ, out.String()[strings.Index(out.String(), "Listens"):])
		}
	}
}
