package quiet_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/quiet"
)

var weekdays = []int{1, 2, 3, 4, 5}

func nights(zone string) quiet.Settings {
	return quiet.Settings{Zone: zone, Days: []int{0, 1, 2, 3, 4, 5, 6}, From: "22:00", Until: "07:00"}
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func TestQuietHours(t *testing.T) {
	berlin, working := nights("Europe/Berlin"), quiet.Settings{Zone: "Europe/Berlin", Days: weekdays, From: "22:00", Until: "07:00"}
	lunch := quiet.Settings{Zone: "America/New_York", Days: []int{1}, From: "12:00", Until: "13:00"}
	sundays := quiet.Settings{Zone: "Asia/Kolkata", Days: []int{0}, From: "00:00", Until: "00:00"}
	for _, one := range []struct {
		name     string
		settings quiet.Settings
		at       string
		want     bool
	}{
		{"nobody asked for any", quiet.Settings{}, "2026-01-07T02:00:00Z", false},
		{"before ten", berlin, "2026-01-07T20:59:59Z", false},
		{"at ten", berlin, "2026-01-07T21:00:00Z", true},
		{"after midnight", berlin, "2026-01-08T01:00:00Z", true},
		{"a minute before seven", berlin, "2026-01-08T05:59:00Z", true},
		{"at seven", berlin, "2026-01-08T06:00:00Z", false},
		{"ten in summer is an hour earlier for the world", berlin, "2026-07-07T20:00:00Z", true},
		{"and not yet at half past nine", berlin, "2026-07-07T19:30:00Z", false},
		{"Friday night belongs to Friday", working, "2026-01-10T03:00:00Z", true},
		{"Saturday night is loud", working, "2026-01-10T23:00:00Z", false},
		{"and so is the morning of Monday, which began on Sunday", working, "2026-01-12T03:00:00Z", false},
		{"lunch on Monday", lunch, "2026-01-12T17:30:00Z", true},
		{"lunch on Tuesday", lunch, "2026-01-13T17:30:00Z", false},
		{"a whole Sunday", sundays, "2026-01-10T18:30:00Z", true},
		{"until its end", sundays, "2026-01-11T18:29:00Z", true},
		{"and no longer", sundays, "2026-01-11T18:30:00Z", false},
		// The clock is put forward from 2 to 3 on 29 March 2026, and back from 3 to 2 on 25 October.
		{"the short night", berlin, "2026-03-29T04:59:00Z", true},
		{"ends at seven in summer time", berlin, "2026-03-29T05:00:00Z", false},
		{"the long night", berlin, "2026-10-25T05:59:00Z", true},
		{"ends at seven in winter time", berlin, "2026-10-25T06:00:00Z", false},
		{"an hour that does not exist has no quiet", quiet.Settings{Zone: "Europe/Berlin", Days: []int{0}, From: "02:00", Until: "03:00"}, "2026-03-29T01:00:00Z", false},
		{"an hour that comes twice is quiet twice", quiet.Settings{Zone: "Europe/Berlin", Days: []int{0}, From: "02:00", Until: "03:00"}, "2026-10-25T00:30:00Z", true},
		{"the second time", quiet.Settings{Zone: "Europe/Berlin", Days: []int{0}, From: "02:00", Until: "03:00"}, "2026-10-25T01:30:00Z", true},
		{"a pause", quiet.Settings{PausedUntil: "2026-01-07 12:00:00.000Z"}, "2026-01-07T11:59:59Z", true},
		{"a pause that is over", quiet.Settings{PausedUntil: "2026-01-07 12:00:00.000Z"}, "2026-01-07T12:00:00Z", false},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := one.settings.Quiet(at(t, one.at)); got != one.want {
				t.Errorf("quiet at %s: %v, want %v", one.at, got, one.want)
			}
		})
	}
}

// The next change is found by looking at every minute, and must be the one that At says.
func TestTheNextChangeIsTheOneThatComes(t *testing.T) {
	for _, settings := range []quiet.Settings{
		nights("Europe/Berlin"), nights("America/New_York"), nights("Asia/Kathmandu"),
		{Zone: "Europe/Berlin", Days: []int{0}, From: "02:15", Until: "02:45"},
		{Zone: "Europe/Berlin", Days: []int{6}, From: "20:00", Until: "02:30"},
		{Zone: "Australia/Lord_Howe", Days: weekdays, From: "01:45", Until: "02:15"},
		{Zone: "Europe/Berlin", Days: []int{2}, From: "09:00", Until: "09:00"},
	} {
		for _, start := range []string{"2026-03-27T11:11:00Z", "2026-10-23T11:11:00Z", "2026-04-03T11:11:00Z"} {
			now := at(t, start)
			for range 6 {
				state := settings.At(now)
				if state.Changes == "" {
					t.Fatalf("%+v never changes after %v", settings, now)
				}
				next := now.Truncate(time.Minute).Add(time.Minute)
				for settings.Quiet(next) == state.Quiet {
					next = next.Add(time.Minute)
				}
				if want := collections.Time(next); state.Changes != want {
					t.Fatalf("%+v after %v: changes at %s, want %s", settings, now, state.Changes, want)
				}
				now = next
			}
		}
	}
	if state := (quiet.Settings{}).At(time.Now()); state.Quiet || state.Changes != "" {
		t.Errorf("without settings: %+v", state)
	}
}

func TestPauses(t *testing.T) {
	now := at(t, "2026-03-28T21:30:00Z") // half past ten in the evening in Berlin, before the clock is put forward
	for length, want := range map[string]string{
		quiet.PauseHour: "2026-03-28 22:30:00.000Z", quiet.PauseTomorrow: "2026-03-29 06:00:00.000Z", quiet.PauseOver: "",
	} {
		paused, err := quiet.Settings{Zone: "Europe/Berlin", PausedUntil: "2026-03-30 00:00:00.000Z"}.Paused(length, now)
		if err != nil || paused.PausedUntil != want {
			t.Errorf("%q: %q %v, want %q", length, paused.PausedUntil, err, want)
		}
	}
	if _, err := (quiet.Settings{}).Paused("for ever", now); !errors.Is(err, quiet.ErrPause) {
		t.Errorf("a pause for ever: %v", err)
	}
}

func TestWhatIsWrongIsRefused(t *testing.T) {
	good := nights("Europe/Berlin")
	for name, one := range map[string]struct {
		change func(*quiet.Settings)
		want   error
	}{
		"no such place":        {func(s *quiet.Settings) { s.Zone = "Europe/Atlantis" }, quiet.ErrZone},
		"the server's zone":    {func(s *quiet.Settings) { s.Zone = "Local" }, quiet.ErrZone},
		"a path":               {func(s *quiet.Settings) { s.Zone = "../../etc/passwd" }, quiet.ErrZone},
		"an eighth day":        {func(s *quiet.Settings) { s.Days = []int{7} }, quiet.ErrDays},
		"a day twice":          {func(s *quiet.Settings) { s.Days = []int{1, 1} }, quiet.ErrDays},
		"25 o'clock":           {func(s *quiet.Settings) { s.From = "25:00" }, quiet.ErrTime},
		"a time without zero":  {func(s *quiet.Settings) { s.Until = "7:00" }, quiet.ErrTime},
		"no time for its days": {func(s *quiet.Settings) { s.Until = "" }, quiet.ErrTime},
		"a pause in words":     {func(s *quiet.Settings) { s.PausedUntil = "tomorrow" }, quiet.ErrPause},
	} {
		settings := good
		one.change(&settings)
		if err := settings.Validate(); !errors.Is(err, one.want) {
			t.Errorf("%s: %v, want %v", name, err, one.want)
		}
		if raw, _ := json.Marshal(settings); quiet.Parse(string(raw)).Quiet(at(t, "2026-01-07T23:00:00Z")) {
			t.Errorf("%s: what is stored so is quiet", name)
		}
	}
	if err := good.Validate(); err != nil {
		t.Errorf("good settings: %v", err)
	}
	if again := quiet.Parse(good.String()); !again.Quiet(at(t, "2026-01-07T23:00:00Z")) {
		t.Errorf("stored and read: %+v", again)
	}
}
