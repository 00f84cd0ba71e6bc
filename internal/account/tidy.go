package account

import (
	"regexp"
	"strings"

	"campfire/collections"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
)

// joinCode is what a join code may look like: it goes into an address, and must not be guessed in a few tries.
var joinCode = regexp.MustCompile(`^[A-Za-z0-9-]{8,32}$`)

// domain is what comes after the @ of an address.
var domain = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$`)

// Tidy prepares the account for being saved and judges what the schema cannot.
func Tidy(record *core.Record) error {
	name := strings.TrimSpace(record.GetString(collections.AccountName))
	record.Set(collections.AccountName, name)
	domains := Domains(record.GetString(collections.AccountJoinDomains))
	record.Set(collections.AccountJoinDomains, strings.Join(domains, ", "))
	return validation.Errors{
		collections.AccountName: validation.Validate(name, validation.Required.Error("Name the account."), validation.By(text)),
		collections.AccountJoinCode: validation.Validate(record.GetString(collections.AccountJoinCode), validation.Required,
			validation.Match(joinCode).Error("A join code has 8 to 32 letters, digits and dashes.")),
		collections.AccountJoinDomains: validation.Validate(domains, validation.Each(
			validation.Match(domain).Error("Domains look like example.com, with commas between them."))),
		collections.AccountCustomStyles: validation.Validate(record.GetString(collections.AccountCustomStyles), validation.By(text)),
	}.Filter()
}
