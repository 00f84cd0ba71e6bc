package hooks

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cast"
)

// joinCodeField is where a client that creates people by provider puts the join code.
const joinCodeField = "join_code"

// nonceKey is where a sign-in that we began keeps the nonce that the provider has to repeat, linkKey marks one that only
// connects the provider with the account of somebody who is signed in.
type (
	nonceKey struct{}
	linkKey  struct{}
)

// isLink reports whether a request of PocketBase's connects a provider, for somebody who is signed in.
func isLink(r *http.Request) bool { return r.Context().Value(linkKey{}) != nil }

// bindProviders judges what a sign-in provider says about somebody, on our door and on PocketBase's.
func (p *plugin) bindProviders() {
	p.app.OnRecordAuthWithOAuth2Request(collections.Users).BindFunc(p.hearProvider)
}

func (p *plugin) hearProvider(e *core.RecordAuthWithOAuth2RequestEvent) error {
	// Nothing of what a client wants to be created: it could be another's address, or a role.
	joinCode := cast.ToString(e.CreateData[joinCodeField])
	e.CreateData = nil
	e.OAuth2User.Email = strings.ToLower(strings.TrimSpace(e.OAuth2User.Email))
	e.OAuth2User.Name = account.OneLine(e.OAuth2User.Name)
	e.OAuth2User.AvatarURL = "" // files are off (D10)
	if err := checkNonce(e); err != nil {
		return refuse(e.RequestEvent, err)
	}
	if e.Record == nil && e.OAuth2User.Email != "" {
		if known, err := e.App.FindAuthRecordByEmail(e.Collection, e.OAuth2User.Email); err == nil {
			e.Record, e.IsNewRecord = known, false
		}
	}
	var err error
	if e.Record == nil {
		err = mayCome(e, joinCode)
	} else {
		err = mayEnter(e)
	}
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	return e.Next()
}

// checkNonce holds an answer against the question, if we asked it. Where PocketBase asks the provider for the person
// instead of reading the signed token there is nothing that could repeat the nonce; there PKCE ties the two together.
func checkNonce(e *core.RecordAuthWithOAuth2RequestEvent) error {
	wanted, ours := e.Request.Context().Value(nonceKey{}).(string)
	config, _ := e.Collection.OAuth2.GetProviderConfig(e.ProviderName)
	if !ours || !isOpenID(e.ProviderName) || config.UserInfoURL != "" {
		return nil
	}
	said := cast.ToString(e.OAuth2User.RawUser["nonce"])
	if subtle.ConstantTimeCompare([]byte(said), []byte(wanted)) != 1 {
		return errProviderSaid
	}
	return nil
}

// mayCome judges somebody new.
func mayCome(e *core.RecordAuthWithOAuth2RequestEvent, joinCode string) error {
	if e.OAuth2User.Email == "" {
		return errUnvouched
	}
	return account.MayJoin(e.App, account.Newcomer{Email: e.OAuth2User.Email, Code: joinCode, Vouched: true})
}

// mayEnter judges whether what a provider says leads to an account that is here. PocketBase would lead to an account
// whose address nobody has proved, and take its password away; here somebody proves first that it is theirs.
func mayEnter(e *core.RecordAuthWithOAuth2RequestEvent) error {
	if e.Auth != nil && isBot(e.Auth) {
		return errPeopleOnly
	}
	if isLink(e.Request) && (e.Auth == nil || e.Auth.Id != e.Record.Id) {
		return errConnected
	}
	if !session.MaySignIn(e.Record) {
		return account.ErrLeft
	}
	connected, err := collections.HasSignInLink(e.App.DB(), e.Record, e.ProviderName, e.OAuth2User.Id)
	switch {
	case err != nil:
		return err
	case connected:
		// note: a record whose address is not proved would lose its password and its other connections at each sign-in.
		// Only its owner can have made this connection, so it counts as proved for this one request: it is not stored.
		e.Record.SetVerified(true)
	case e.Auth != nil && e.Auth.Id == e.Record.Id:
		if e.OAuth2User.Email != strings.ToLower(e.Record.Email()) {
			return errOtherAddress
		}
	case !e.Record.Verified():
		return errConnectFirst
	}
	return nil
}

// unlinkProvider takes a connection away again.
func (p *plugin) unlinkProvider(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	links, err := e.App.FindAllExternalAuthsByRecord(user)
	if err != nil {
		return refuse(e, err)
	}
	for _, link := range links {
		if link.Provider() == e.Request.PathValue("provider") {
			if err := e.App.Delete(link); err != nil {
				return refuse(e, err)
			}
			return e.NoContent(http.StatusNoContent)
		}
	}
	return refuse(e, errNotFound)
}
