package hooks

import (
	"encoding/json"
	"net/http"
	"strings"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// manifestPath is where browsers learn how to install this Campfire.
const manifestPath = "/webmanifest.json"

type manifest struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	ShortName   string     `json:"short_name"`
	Description string     `json:"description"`
	StartURL    string     `json:"start_url"`
	Scope       string     `json:"scope"`
	Display     string     `json:"display"`
	Theme       string     `json:"theme_color"`
	Background  string     `json:"background_color"`
	Categories  []string   `json:"categories"`
	Icons       []icon     `json:"icons"`
	Screenshots []icon     `json:"screenshots"`
	Shortcuts   []shortcut `json:"shortcuts"`
	Share       share      `json:"share_target"`
}

// share says where a text goes that somebody shares with the app. By GET: nothing is done with it but to show it.
type share struct {
	Action  string            `json:"action"`
	Method  string            `json:"method"`
	Enctype string            `json:"enctype"` // the default; Chromium wants to read it
	Params  map[string]string `json:"params"`
}

type icon struct {
	Src        string `json:"src"`
	Sizes      string `json:"sizes"`
	Type       string `json:"type"`
	Purpose    string `json:"purpose,omitempty"`
	FormFactor string `json:"form_factor,omitempty"`
	Label      string `json:"label,omitempty"`
}

type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// bindManifest describes the app under the account's name. It is public: browsers fetch it without a cookie.
func (p *plugin) bindManifest(se *core.ServeEvent) {
	se.Router.GET(manifestPath, p.showManifest).Bind(apis.SkipSuccessActivityLog())
}

func (p *plugin) showManifest(e *core.RequestEvent) error {
	name := "Campfire"
	switch account, err := collections.FindAccount(e.App.DB()); {
	case collections.IsNotFound(err): // before the first run
	case err != nil:
		return refuse(e, err)
	default:
		name = account.Name
	}
	raw, err := json.Marshal(describe(name, e.Request.Header.Get("Accept-Language")))
	if err != nil {
		return refuse(e, err)
	}
	e.Response.Header().Set("Cache-Control", askEachTime)
	e.Response.Header().Set("Vary", "Accept-Language")
	return e.Blob(http.StatusOK, "application/manifest+json", raw)
}

func describe(name, languages string) manifest {
	newRoom, profile, description := "New chat room", "My profile", "Group chat around one fire."
	room, people, mentions := "A room", "A room on a phone", "Mentions and boosts"
	if strings.HasPrefix(strings.ToLower(languages), "de") {
		newRoom, profile, description = "Neuer Raum", "Mein Profil", "Gruppenchat um ein Feuer."
		room, people, mentions = "Ein Raum", "Ein Raum auf dem Telefon", "Erwähnungen und Boosts"
	}
	return manifest{
		ID: "/", Name: name, ShortName: name, Description: description, StartURL: "/", Scope: "/", Display: "standalone",
		Theme: "#ffffff", Background: "#ffffff", Categories: []string{"social", "business", "productivity"},
		Icons: []icon{
			{Src: "/icon-192.png", Sizes: "192x192", Type: "image/png", Purpose: "any"},
			{Src: "/icon-512.png", Sizes: "512x512", Type: "image/png", Purpose: "any"},
			{Src: "/icon-maskable-512.png", Sizes: "512x512", Type: "image/png", Purpose: "maskable"},
			{Src: "/icon.svg", Sizes: "any", Type: "image/svg+xml", Purpose: "any"},
		},
		Screenshots: []icon{
			{Src: "/screenshot-wide.png", Sizes: "1440x900", Type: "image/png", FormFactor: "wide", Label: room},
			{Src: "/screenshot-narrow.png", Sizes: "780x1688", Type: "image/png", FormFactor: "narrow", Label: people},
		},
		Shortcuts: []shortcut{{newRoom, "/rooms/opens/new"}, {profile, "/users/me/profile"}, {mentions, "/notifications"}},
		Share:     share{"/share", http.MethodGet, "application/x-www-form-urlencoded", map[string]string{"title": "title", "text": "text", "url": "url"}},
	}
}
