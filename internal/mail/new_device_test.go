package mail_test

import (
	"strings"
	"testing"
	"time"

	"campfire/internal/mail"
)

func TestALetterSaysWhatIsNewAndWhatToDo(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.March, 5, 22, 4, 0, 0, time.UTC)
	for _, one := range []struct {
		language string
		in       mail.SignIn
		want     []string
	}{
		{"en", mail.SignIn{Browser: "Chrome", Platform: "Windows", IP: "192.0.2.7", At: at}, []string{
			"New sign-in: Chrome on Windows – Camp", "on 5 March 2026 at 22:04 UTC, from the address 192.0.2.7", "choose another password",
		}},
		{"de", mail.SignIn{Browser: "Chrome", Platform: "Windows", IP: "192.0.2.7", At: at.In(berlin)}, []string{
			"Neue Anmeldung: Chrome auf Windows – Camp", "am 5. März 2026 um 23:04 Uhr (CET)", "von der Adresse 192.0.2.7", "wähle dann ein neues Passwort",
		}},
		{"fr", mail.SignIn{Browser: "curl", Platform: "Unknown", At: at}, []string{"New sign-in: curl – Camp"}},
		{"en", mail.SignIn{Browser: "Unknown", Platform: "iPad", At: at}, []string{"New sign-in: iPad – Camp"}},
		{"de", mail.SignIn{Browser: "Unknown", Platform: "Unknown", At: at}, []string{"Neue Anmeldung: ein unbekannter Browser – Camp"}},
	} {
		r := reader
		r.Language = one.language
		l, err := mail.NewDevice(r, one.in)
		if err != nil {
			t.Fatal(err)
		}
		all := l.Subject + "\n" + l.Text
		for _, want := range append(one.want, "https://chat.example.com/users/me/profile?devices") {
			if !strings.Contains(all, want) {
				t.Errorf("%q is missing in\n%s", want, all)
			}
		}
		if !strings.Contains(l.HTML, "https://chat.example.com/users/me/profile?devices") || strings.Contains(all, "Unknown") {
			t.Errorf("%s\n%s", all, l.HTML)
		}
	}
}
