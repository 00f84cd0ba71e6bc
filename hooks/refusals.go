package hooks

import (
	"errors"
	"net/http"

	"campfire/internal/account"
	"campfire/internal/job"
	"campfire/internal/session"
	"campfire/internal/webhook"
)

// refusals are the verdicts on those who stand before the door.
var refusals = []judged{
	{session.ErrTooManyKeys, verdict{http.StatusBadRequest, "invalid", "", "This bot has as many keys as one may have. Revoke one first."}},
	{errNoWebhook, verdict{http.StatusBadRequest, "invalid", "webhook_url", "Give the bot an address first."}},
	{errWebhookRooms, verdict{http.StatusBadRequest, "invalid", "webhook_rooms", "Must be rooms that are here, and no pings."}},
	{errBefore, verdict{http.StatusBadRequest, "invalid", "before", "Must be a delivery that is still listed."}},
	{webhook.ErrTest, verdict{http.StatusConflict, "test", "", "A test is not repeated. Send another one."}},
	{job.ErrRunning, verdict{http.StatusConflict, "running", "", "This is under way, or gone. Look again in a moment."}},
	{account.ErrWrongCode, verdict{http.StatusNotFound, "not_found", "", "This join link does not work, or not any more."}},
	{account.ErrJoinClosed, verdict{http.StatusForbidden, "join_closed", "", "Nobody can join by themselves here. Ask an administrator."}},
	{account.ErrJoinProvider, verdict{http.StatusForbidden, "join_provider", "", "New people come in with a sign-in provider here."}},
	{account.ErrJoinLink, verdict{http.StatusForbidden, "join_link", "", "You have no account here yet. Ask somebody for the join link."}},
	{account.ErrJoinDomain, verdict{http.StatusForbidden, "join_domain", "email", "Addresses of this domain cannot join here."}},
	{account.ErrLeft, verdict{http.StatusForbidden, "closed", "", "This account was closed. Ask an administrator."}},
	{session.ErrTrip, verdict{http.StatusBadRequest, "oauth_state", "", "This sign-in did not begin in this browser, or too long ago. Try again."}},
	{errProvider, verdict{http.StatusNotFound, "not_found", "", "There is no such sign-in provider here."}},
	{errProviderSaid, verdict{http.StatusUnauthorized, "oauth_failed", "", "The sign-in provider did not let you in. Try again."}},
	{errUnvouched, verdict{http.StatusForbidden, "email_unverified", "", "The sign-in provider does not vouch for your email address. Confirm it there first."}},
	{errConnectFirst, verdict{http.StatusConflict, "connect_first", "", "Somebody here has this email address. Sign in as before, and connect the provider in your settings."}},
	{errOtherAddress, verdict{http.StatusConflict, "email_differs", "", "The provider knows another email address of yours than we do here."}},
	{errConnected, verdict{http.StatusConflict, "connected_elsewhere", "", "This sign-in leads to another account here."}},
	{errMailOff, verdict{http.StatusForbidden, "mail_off", "", "This server sends no mail."}},
	{errCode, verdict{http.StatusUnauthorized, "wrong_code", "", "This code is wrong, or too old."}},
	{errPasswordOff, verdict{http.StatusForbidden, "password_off", "", "Nobody signs in with a password here."}},
	{errUnauthorized, verdict{http.StatusUnauthorized, "unauthorized", "", "Sign in first."}},
	{errSignIn, verdict{http.StatusUnauthorized, "unauthorized", "", "The email address or the password is wrong."}},
	{session.ErrTransfer, verdict{http.StatusNotFound, "not_found", "", "This sign-in link does not work, or not any more."}},
	{errCurrentPassword, verdict{http.StatusBadRequest, "invalid", "current_password", "This is not your present password."}},
}

var (
	errUnauthorized    = errors.New("no session")
	errSignIn          = errors.New("wrong identity or password")
	errCurrentPassword = errors.New("wrong current password")
	errProvider        = errors.New("unknown sign-in provider")
	errProviderSaid    = errors.New("the provider refused")
	errUnvouched       = errors.New("address without the provider's word")
	errConnectFirst    = errors.New("address of an account that nobody proved")
	errOtherAddress    = errors.New("provider knows another address")
	errConnected       = errors.New("provider is connected with another account")
	errMailOff         = errors.New("mail is off")
	errCode            = errors.New("wrong code")
	errPasswordOff     = errors.New("passwords are off")
)
