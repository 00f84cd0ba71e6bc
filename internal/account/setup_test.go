package account_test

import (
	"errors"
	"strings"
	"testing"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

func TestAFormIsTidiedAndJudged(t *testing.T) {
	good := account.Form{Name: " Ada ", Email: " ada@example.com ", Password: "12345678"}
	if err := good.Validate(); err != nil || good.Name != "Ada" || good.Email != "ada@example.com" {
		t.Errorf("%+v, %v", good, err)
	}
	for name, f := range map[string]account.Form{
		"no name":           {Email: "a@example.com", Password: "12345678"},
		"a blank name":      {Name: "\t ", Email: "a@example.com", Password: "12345678"},
		"a long name":       {Name: strings.Repeat("ä", 101), Email: "a@example.com", Password: "12345678"},
		"NUL":               {Name: "a\x00", Email: "a@example.com", Password: "12345678"},
		"broken UTF-8":      {Name: "a\xff", Email: "a@example.com", Password: "12345678"},
		"no address":        {Name: "Ada", Password: "12345678"},
		"half an address":   {Name: "Ada", Email: "ada@", Password: "12345678"},
		"a long address":    {Name: "Ada", Email: strings.Repeat("a", 250) + "@example.com", Password: "12345678"},
		"a short password":  {Name: "Ada", Email: "a@example.com", Password: "1234567"},
		"a long password":   {Name: "Ada", Email: "a@example.com", Password: strings.Repeat("a", 72)},
		"36 umlauts":        {Name: "Ada", Email: "a@example.com", Password: strings.Repeat("ä", 36)},
		"NUL in a password": {Name: "Ada", Email: "a@example.com", Password: "1234567\x00"},
	} {
		if f.Validate() == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestTheAccountIsMadeOnce(t *testing.T) {
	app := testapp.Fresh(t)
	for i, want := range []error{nil, account.ErrDone} {
		err := app.RunInTransaction(func(tx core.App) error { return account.Create(tx) })
		if !errors.Is(err, want) {
			t.Errorf("run %d: %v, want %v", i+1, err, want)
		}
	}
	// Past our own look, the fixed key still refuses.
	collection, err := app.FindCollectionByNameOrId(collections.Account)
	if err != nil {
		t.Fatal(err)
	}
	second := core.NewRecord(collection)
	second.Load(map[string]any{"id": collections.AccountID, "name": "Second", "join_code": "x"})
	if err := app.SaveNoValidate(second); err == nil {
		t.Error("a second account with the same key was stored")
	}
}

func TestTheJoinCode(t *testing.T) {
	app := testapp.New(t)
	for code, want := range map[string]error{
		testapp.JoinCode: nil, "": account.ErrWrongCode, "x": account.ErrWrongCode, testapp.JoinCode + " ": account.ErrWrongCode,
		strings.ToUpper(testapp.JoinCode): account.ErrWrongCode,
	} {
		if err := account.CheckJoinCode(app, code); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", code, err, want)
		}
	}
	if err := account.CheckJoinCode(testapp.Fresh(t), ""); !errors.Is(err, account.ErrWrongCode) {
		t.Errorf("before the first run an empty code is %v", err)
	}
	seen := map[string]bool{}
	for range 200 {
		code := account.NewJoinCode()
		if len(code) != 14 || strings.Count(code, "-") != 2 || strings.ContainsAny(code, "0O1lIo") {
			t.Fatalf("the code %q", code)
		}
		seen[code] = true
	}
	if len(seen) != 200 {
		t.Error("codes repeat")
	}
}
