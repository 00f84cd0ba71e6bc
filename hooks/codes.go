package hooks

import (
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
)

// authActions are the doors of PocketBase's at which somebody proves who they are, or asks for a mail that lets them. True
// are those that need mail.
var authActions = map[string]bool{
	"auth-with-otp": false, "auth-with-oauth2": false, "confirm-password-reset": false, "confirm-verification": false,
	"confirm-email-change": false, "request-otp": true, "request-password-reset": true, "request-verification": true,
	"request-email-change": true,
}

// bindCodes keeps mail from those who may not come in anyway, without telling whoever asks.
func (p *plugin) bindCodes() {
	p.app.OnRecordRequestOTPRequest(collections.Users).BindFunc(func(e *core.RecordCreateOTPRequestEvent) error {
		if e.Record != nil && !session.MaySignIn(e.Record) {
			e.Record = nil // as if there were nobody with this address
		}
		if e.Record != nil {
			listen(e.RequestEvent, e.Record)
		}
		return e.Next()
	})
	p.app.OnRecordRequestPasswordResetRequest(collections.Users).BindFunc(func(e *core.RecordRequestPasswordResetRequestEvent) error {
		if !session.MaySignIn(e.Record) {
			return e.NoContent(http.StatusNoContent)
		}
		listen(e.RequestEvent, e.Record)
		return e.Next()
	})
	p.app.OnRecordRequestVerificationRequest(collections.Users).BindFunc(func(e *core.RecordRequestVerificationRequestEvent) error {
		listen(e.RequestEvent, e.Record)
		return e.Next()
	})
}

// mails reports whether this server can send mail.
func mails(app core.App) bool { return app.Settings().SMTP.Enabled }

// countDoors counts every try at a door of PocketBase's with the tries at ours: of an address, and of an account.
func (p *plugin) countDoors(e *core.RequestEvent) error {
	action, ok := strings.CutPrefix(e.Request.Pattern, "POST /api/collections/{collection}/")
	needsMail, counted := authActions[action]
	if !ok || !counted {
		return e.Next()
	}
	collection, err := e.App.FindCachedCollectionByNameOrId(e.Request.PathValue("collection"))
	if err != nil || !collection.IsAuth() {
		return e.Next()
	}
	if needsMail && collection.Name == collections.Users && !mails(e.App) {
		return refuse(e, errMailOff)
	}
	identity, err := identityOf(e, collection)
	if err != nil {
		return err
	}
	if err := p.countSignIn(e, identity); err != nil {
		return err
	}
	return e.Next()
}

// identityOf returns whose account a request is about, "" if it does not say.
func identityOf(e *core.RequestEvent, collection *core.Collection) (string, error) {
	body := struct {
		Email string `json:"email" form:"email"`
		OTP   string `json:"otpId" form:"otpId"`
	}{}
	if err := e.BindBody(&body); err != nil {
		return "", e.BadRequestError("The request cannot be read.", err)
	}
	if body.OTP == "" {
		return body.Email, nil
	}
	otp, err := e.App.FindOTPById(body.OTP)
	if err != nil || otp.CollectionRef() != collection.Id {
		return "", nil // PocketBase refuses it
	}
	user, err := e.App.FindRecordById(collection, otp.RecordRef())
	if err != nil {
		return "", nil
	}
	return user.Email(), nil
}

// signInByCode signs in with a code that was mailed. With mfa_id it is the second proof after a password or a provider.
func (p *plugin) signInByCode(e *core.RequestEvent, body map[string]any) error {
	otp, err1 := text(body, "otp_id")
	code, err2 := text(body, "code")
	mfa, err3 := text(body, "mfa_id")
	if err := firstOf(err1, err2, err3); err != nil {
		return refuse(e, err)
	}
	// People type the groups that they see.
	code = strings.Join(strings.Fields(code), "")
	answer, err := p.ask(e.Request.Context(), e, "", "auth-with-otp", map[string]any{"otpId": otp, "password": code, "mfaId": mfa})
	if err != nil {
		return refuse(e, err)
	}
	return p.answerInside(e, answer, errCode)
}
