package account

import (
	"regexp"
	"strings"
	"unicode"

	"campfire/collections"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/go-ozzo/ozzo-validation/v4/is"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// Profile is what somebody changes about themselves; nil leaves a part as it is.
type Profile struct {
	Name     *string `json:"name"`
	Bio      *string `json:"bio"`
	Email    *string `json:"email"`
	Password *string `json:"password"`
	// CurrentPassword proves that it is them, for the last two.
	CurrentPassword string `json:"current_password"`
}

// nameRunes bounds a name.
const nameRunes = 100

// bioRunes bounds what people say about themselves.
const bioRunes = 200

// Validate tidies the profile and judges it. An empty password leaves it as it is.
func (p *Profile) Validate() error {
	tidy(p.Name, strings.TrimSpace)
	tidy(p.Bio, strings.TrimSpace)
	tidy(p.Email, func(s string) string { return strings.ToLower(strings.TrimSpace(s)) })
	if p.Password != nil && *p.Password == "" {
		p.Password = nil
	}
	return validation.ValidateStruct(p,
		validation.Field(&p.Name, validation.NilOrNotEmpty.Error("Tell people your name."), validation.RuneLength(1, 100), validation.By(textAt)),
		validation.Field(&p.Bio, validation.RuneLength(0, bioRunes), validation.By(textAt)),
		validation.Field(&p.Email, validation.NilOrNotEmpty.Error("Your email address is how you sign in."), validation.Length(3, 255), is.EmailFormat),
		validation.Field(&p.Password,
			validation.Length(collections.PasswordMinBytes, collections.PasswordMaxBytes).Error("The password must have 8 to 71 characters."),
			validation.By(textAt)),
	)
}

func tidy(value *string, how func(string) string) {
	if value != nil {
		*value = how(*value)
	}
}

// OneLine makes of a name that comes from elsewhere one that fits here: no control characters, not too long.
func OneLine(name string) string {
	name = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(name, ""), func(r rune) bool { return unicode.IsControl(r) }), " ")
	runes := []rune(strings.TrimSpace(name))
	return strings.TrimSpace(string(runes[:min(len(runes), nameRunes)]))
}

func textAt(value any) error {
	if s, ok := value.(*string); ok && s != nil {
		return text(*s)
	}
	return nil
}

// ChangesSignIn reports whether the profile has another address or a password.
func (p *Profile) ChangesSignIn(user *core.Record) bool {
	return p.Password != nil || p.Email != nil && *p.Email != strings.ToLower(user.Email())
}

// Apply puts the profile into a record.
func (p *Profile) Apply(user *core.Record) {
	if p.Name != nil {
		user.Set(collections.UserName, *p.Name)
	}
	if p.Bio != nil {
		user.Set(collections.UserBio, *p.Bio)
	}
	if p.Email != nil && *p.Email != user.Email() {
		user.SetEmail(*p.Email)
		user.SetVerified(false)
	}
	if p.Password != nil {
		user.SetPassword(*p.Password)
	}
}

// releasedMark comes after the local part of a released address.
const releasedMark = "-deactivated-"

// released is how the address of somebody who was deactivated looks.
var released = regexp.MustCompile(`^(.+)-deactivated-[a-z0-9]{12}(@.+)$`)

// ReleaseEmail returns an address that nobody has, from which FormerEmail makes the old one again.
func ReleaseEmail(email string) string {
	local, domain, _ := strings.Cut(FormerEmail(email), "@")
	return local + releasedMark + strings.ToLower(security.RandomString(12)) + "@" + domain
}

// FormerEmail returns the address as it was before ReleaseEmail.
func FormerEmail(email string) string {
	if parts := released.FindStringSubmatch(email); parts != nil {
		return parts[1] + parts[2]
	}
	return email
}
