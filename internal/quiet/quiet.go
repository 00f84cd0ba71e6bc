// Package quiet knows when somebody wants to be left alone: hours that come every week, in the time of where they live,
// and a pause until a moment. Pushes and mails ask it. It stores nothing.
package quiet

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // the box may have no list of time zones

	"campfire/collections"
)

// Settings are one person's. The zero value is never quiet.
type Settings struct {
	// Zone is the IANA name of where the person lives; "" is UTC.
	Zone string `json:"zone"`
	// Days are the days of the week, Sunday 0, on which quiet hours begin. Without any there are none.
	Days []int `json:"days"`
	// From and Until are times of the day such as 22:00. Until before From means the next morning; the same time twice
	// means the whole day.
	From  string `json:"from"`
	Until string `json:"until"`
	// PausedUntil ends a pause, as PocketBase writes times; "" is no pause.
	PausedUntil string `json:"paused_until"`
}

// State is how things stand at a moment.
type State struct {
	Quiet bool `json:"quiet"`
	// Changes is when that ends or begins, as PocketBase writes times; "" for never.
	Changes string `json:"changes"`
}

// What can be wrong with settings.
var (
	ErrZone  = errors.New("no such time zone")
	ErrDays  = errors.New("a day of the week is a number from 0 to 6, and said once")
	ErrTime  = errors.New("a time of the day is written as 22:00")
	ErrPause = errors.New("a pause is an hour, until tomorrow, or over")
)

// Lengths of a pause.
const (
	PauseHour     = "hour"
	PauseTomorrow = "tomorrow"
	PauseOver     = ""
)

// morning is the hour at which a pause until tomorrow ends, where the person lives.
const morning = 8

const clockLayout = "15:04"

// Parse reads settings as they are stored. What cannot be read is no settings: rather one push too many than none ever.
func Parse(stored string) Settings {
	var s Settings
	if stored == "" || json.Unmarshal([]byte(stored), &s) != nil || s.Validate() != nil {
		return Settings{}
	}
	return s
}

// String renders settings for storage.
func (s Settings) String() string {
	raw, _ := json.Marshal(s) // strings and numbers always encode
	return string(raw)
}

// Validate returns what is wrong, if anything.
func (s Settings) Validate() error {
	if _, err := s.location(); err != nil {
		return err
	}
	for i, day := range s.Days {
		if day < 0 || day > 6 || slices.Contains(s.Days[:i], day) {
			return ErrDays
		}
	}
	for _, clock := range []string{s.From, s.Until} {
		if clock == "" && len(s.Days) == 0 {
			continue
		}
		if at, err := time.Parse(clockLayout, clock); err != nil || at.Format(clockLayout) != clock {
			return ErrTime
		}
	}
	if s.PausedUntil != "" {
		if _, err := time.Parse(collections.TimeLayout, s.PausedUntil); err != nil {
			return ErrPause
		}
	}
	return nil
}

func (s Settings) location() (*time.Location, error) {
	if s.Zone == "" {
		return time.UTC, nil
	}
	if s.Zone == "Local" { // is the server's, which is nobody's
		return nil, ErrZone
	}
	at, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrZone, s.Zone)
	}
	return at, nil
}

// Local is a moment by the clock on the person's wall.
func (s Settings) Local(at time.Time) time.Time {
	zone, err := s.location()
	if err != nil {
		zone = time.UTC
	}
	return at.In(zone)
}

// Paused returns the settings with a pause that begins now, or without one.
func (s Settings) Paused(length string, now time.Time) (Settings, error) {
	zone, err := s.location()
	if err != nil {
		return s, err
	}
	switch length {
	case PauseOver:
		s.PausedUntil = ""
	case PauseHour:
		s.PausedUntil = collections.Time(now.Add(time.Hour))
	case PauseTomorrow:
		local := now.In(zone)
		s.PausedUntil = collections.Time(time.Date(local.Year(), local.Month(), local.Day()+1, morning, 0, 0, 0, zone))
	default:
		return s, ErrPause
	}
	return s, nil
}

// Quiet reports whether the person is to be left alone at a moment. Hours go by the clock on the wall, so that ten in the
// evening is ten in the evening in summer and in winter.
func (s Settings) Quiet(at time.Time) bool {
	return at.Before(s.pauseEnd()) || s.inHours(at)
}

func (s Settings) pauseEnd() time.Time {
	end, err := time.Parse(collections.TimeLayout, s.PausedUntil)
	if err != nil {
		return time.Time{}
	}
	return end
}

func (s Settings) inHours(at time.Time) bool {
	zone, err := s.location()
	if err != nil || len(s.Days) == 0 {
		return false
	}
	from, until, ok := s.minutes()
	if !ok {
		return false
	}
	local := at.In(zone)
	minute := local.Hour()*60 + local.Minute()
	today, yesterday := int(local.Weekday()), (int(local.Weekday())+6)%7
	switch {
	case from == until: // the whole day, from then on
		return minute >= from && slices.Contains(s.Days, today) || minute < until && slices.Contains(s.Days, yesterday)
	case from < until:
		return minute >= from && minute < until && slices.Contains(s.Days, today)
	}
	return minute >= from && slices.Contains(s.Days, today) || minute < until && slices.Contains(s.Days, yesterday)
}

func (s Settings) minutes() (from, until int, ok bool) {
	begin, err := time.Parse(clockLayout, s.From)
	if err != nil {
		return 0, 0, false
	}
	end, err := time.Parse(clockLayout, s.Until)
	return begin.Hour()*60 + begin.Minute(), end.Hour()*60 + end.Minute(), err == nil
}

// lookAhead is in how many days the next change is looked for: hours of one night a week may fall out when the clock is put
// forward, and come a week later.
const lookAhead = 16

// At says how things stand at a moment, and when that changes.
func (s Settings) At(now time.Time) State {
	state := State{Quiet: s.Quiet(now)}
	zone, err := s.location()
	if err != nil {
		return state
	}
	candidates := []time.Time{s.pauseEnd()}
	if from, until, ok := s.minutes(); ok {
		local := now.In(zone)
		for day := range lookAhead {
			for _, minute := range []int{from, until} {
				border := time.Date(local.Year(), local.Month(), local.Day()+day, 0, minute, 0, 0, zone)
				// note: the clock may be put forward past a border, or back, and then a time comes twice and Date names one of them.
				candidates = append(candidates, border, border.Add(-time.Hour), border.Add(time.Hour), border.Add(-time.Hour/2), border.Add(time.Hour/2))
			}
		}
	}
	slices.SortFunc(candidates, time.Time.Compare)
	for _, at := range candidates {
		if at.After(now) && s.Quiet(at) != state.Quiet {
			state.Changes = collections.Time(at)
			return state
		}
	}
	return state
}
