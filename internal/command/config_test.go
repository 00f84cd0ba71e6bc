package command_test

import (
	"slices"
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

func TestTheEnvironmentSaysWhereToListenUnlessTheCommandLineDoes(t *testing.T) {
	for _, line := range []struct {
		environ, args string
		want          string
	}{
		{"", "campfire serve", "campfire serve"},
		{"PORT=81", "campfire serve", "campfire serve --http=0.0.0.0:81"},
		{"PORT=81", "campfire serve --http :9", "campfire serve --http :9"},
		{"PORT=81", "campfire --dir /x serve", "campfire --dir /x serve --http=0.0.0.0:81"},
		{"PORT=81", "campfire flags list", "campfire flags list"},
		{"PORT=81 SSL_DOMAIN=chat.example.com", "campfire serve", "campfire serve chat.example.com"},
		{"SSL_DOMAIN=a.example,b.example", "campfire serve --https :8443", "campfire serve --https :8443 a.example b.example"},
		{"PORT=81 SSL_DOMAIN=chat.example.com DISABLE_SSL=1", "campfire serve", "campfire serve --http=0.0.0.0:81"},
	} {
		settings, err := config.Read(strings.Fields(line.environ))
		if err != nil {
			t.Fatal(err)
		}
		args := strings.Fields(line.args)
		name := "serve"
		if !slices.Contains(args, name) {
			name = "list"
		}
		if got := strings.Join(command.ServeArgs(args, name, settings), " "); got != line.want {
			t.Errorf("%s with %s is run as %q, want %q", line.args, line.environ, got, line.want)
		}
	}
}
