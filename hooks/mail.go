package hooks

import (
	"strings"

	"campfire/collections"
	"campfire/internal/mail"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// bindMail writes PocketBase's letters to our people in their language. A text that an administrator has changed in the
// dashboard stays theirs.
func (p *plugin) bindMail() {
	stock := core.NewAuthCollection("stock")
	p.app.OnMailerRecordOTPSend(collections.Users).BindFunc(func(e *core.MailerRecordEvent) error {
		return rewrite(e, e.Record.Collection().OTP.EmailTemplate == stock.OTP.EmailTemplate, mail.Code, "password")
	})
	p.app.OnMailerRecordPasswordResetSend(collections.Users).BindFunc(func(e *core.MailerRecordEvent) error {
		return rewrite(e, e.Record.Collection().ResetPasswordTemplate == stock.ResetPasswordTemplate, mail.Reset, "token")
	})
	p.app.OnMailerRecordVerificationSend(collections.Users).BindFunc(func(e *core.MailerRecordEvent) error {
		return rewrite(e, e.Record.Collection().VerificationTemplate == stock.VerificationTemplate, mail.Verify, "token")
	})
	// PocketBase's alert, should somebody switch it on, would be a second letter about the same, and the sign-in would wait for
	// the mail server. Ours is hooks/arrivals.go.
	p.app.OnMailerRecordAuthAlertSend(collections.Users).BindFunc(func(*core.MailerRecordEvent) error { return nil })
}

func rewrite(e *core.MailerRecordEvent, ours bool, write func(mail.Reader, string) (mail.Letter, error), secret string) error {
	if !ours {
		return e.Next()
	}
	reader, err := readerOf(e.App, e.Record)
	if err != nil {
		return err
	}
	value, _ := e.Meta[secret].(string)
	letter, err := write(reader, value)
	if err != nil {
		return err
	}
	fill(e.App, e.Message, letter, reader)
	return e.Next()
}

// fill puts a letter into a message.
func fill(app core.App, message *mailer.Message, letter mail.Letter, reader mail.Reader) {
	message.Subject, message.Text, message.HTML = letter.Subject, letter.Text, letter.HTML
	message.From.Address = app.Settings().Meta.SenderAddress
	message.From.Name = mail.Sender(app.Settings().Meta.SenderName, reader.Account)
}

// noteLanguage rides on a user's record from the request for a letter to where it is written. It is no field.
const noteLanguage = "campfireLanguage"

// listen notes the language of whoever asks for a letter.
func listen(e *core.RequestEvent, user *core.Record) {
	user.SetRaw(noteLanguage, language(e))
}

// language is what the caller's browser asks for first, such as "de"; "" if it does not say.
func language(e *core.RequestEvent) string {
	tag, _, _ := strings.Cut(e.Request.Header.Get("Accept-Language"), ",")
	primary, _, _ := strings.Cut(strings.TrimSpace(tag), "-")
	primary, _, _ = strings.Cut(strings.ToLower(primary), ";")
	return primary
}

// readerOf returns how a user is written to.
func readerOf(app core.App, user *core.Record) (mail.Reader, error) {
	account, err := collections.FindAccount(app.DB())
	return mail.Reader{
		Language: user.GetString(noteLanguage), Account: account.Name, URL: strings.TrimRight(app.Settings().Meta.AppURL, "/"),
	}, err
}
