package hooks

import (
	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// authView is how people may sign in and join here, for the pages of guests.
type authView struct {
	Password bool           `json:"password"`
	OAuth2   []providerView `json:"oauth2"`
	// OTP says that a code by mail signs in, Reset that a mail lets one choose another password.
	OTP   bool `json:"otp"`
	Reset bool `json:"reset"`
	// Join is the account's join policy, "" before the first run.
	Join string `json:"join"`
}

// providerView is a button.
type providerView struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Logo is an SVG document, "" for none.
	Logo string `json:"logo"`
}

// authMethods says what works now: a door that needs mail is not shown on a server that sends none.
func authMethods(app core.App) authView {
	view := authView{OAuth2: []providerView{}}
	users, err := app.FindCachedCollectionByNameOrId(collections.Users)
	if err != nil {
		return view
	}
	view.Password = users.PasswordAuth.Enabled
	view.OTP, view.Reset = users.OTP.Enabled && mails(app), users.PasswordAuth.Enabled && mails(app)
	if users.OAuth2.Enabled {
		for _, config := range users.OAuth2.Providers {
			if provider, err := config.InitProvider(); err == nil {
				view.OAuth2 = append(view.OAuth2, providerView{Name: config.Name, Title: provider.DisplayName(), Logo: provider.Logo()})
			}
		}
	}
	if account, err := collections.FindAccount(app.DB()); err == nil {
		view.Join = account.JoinPolicy
	}
	return view
}
