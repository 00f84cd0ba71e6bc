package movein

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/slack"
)

// slackMessage is a message of an export.
type slackMessage struct {
	slack.Written
	Type     string `json:"type"`
	Subtype  string `json:"subtype"`
	User     string `json:"user"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	BotID    string `json:"bot_id"`
	Username string `json:"username"`
	Edited   *struct {
		TS string `json:"ts"`
	} `json:"edited"`
	Reactions []struct {
		Name  string   `json:"name"`
		Users []string `json:"users"`
	} `json:"reactions"`
	Files       []slackFile `json:"files"`
	UserProfile struct {
		DisplayName string `json:"display_name"`
		RealName    string `json:"real_name"`
		Name        string `json:"name"`
	} `json:"user_profile"`
	BotProfile struct {
		Name string `json:"name"`
	} `json:"bot_profile"`

	room *slackRoom
	at   time.Time
	// copies counts the messages before it that have the same room and time.
	copies int
	// double says that the one before is the same.
	double bool
}

// slackFile is a file that somebody showed.
type slackFile struct {
	Name       string `json:"name"`
	Title      string `json:"title"`
	Permalink  string `json:"permalink"`
	URLPrivate string `json:"url_private"`
}

// endOfTime is the year 10000, in seconds: what comes later cannot be written down.
const endOfTime = 253_402_300_800

var slackTimes = regexp.MustCompile(`^(\d{1,12})(?:\.(\d{1,9}))?$`)

// slackTime reads a time of Slack's, which is the name of a message in its room too: seconds, and a fraction.
func slackTime(ts string) (time.Time, bool) {
	parts := slackTimes.FindStringSubmatch(ts)
	if parts == nil {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(parts[1], 10, 64)
	fraction, err2 := strconv.ParseInt((parts[2] + "000000000")[:9], 10, 64)
	if err != nil || err2 != nil || seconds == 0 || seconds >= endOfTime {
		return time.Time{}, false
	}
	return time.Unix(seconds, fraction), true
}

// messagesOf reads a file of the export.
func (s *slackReader) messagesOf(ctx context.Context, file dayFile) ([]*slackMessage, error) {
	var messages []*slackMessage
	if _, err := s.archive.read(ctx, file.name, maxDay, &messages); err != nil {
		return nil, err
	}
	for i, m := range messages {
		if m == nil {
			return nil, fmt.Errorf("%w: %s has something that is no message", ErrDamaged, file.name)
		}
		var ok bool
		if m.at, ok = slackTime(m.TS); !ok {
			return nil, fmt.Errorf("%w: message %d of %s has no time that makes sense", ErrDamaged, i+1, file.name)
		}
		m.room = file.room
	}
	return messages, nil
}

// day reads what was said on a day in all rooms, in its order.
func (s *slackReader) day(ctx context.Context, files []dayFile) ([]*slackMessage, error) {
	var day []*slackMessage
	for _, file := range files {
		messages, err := s.messagesOf(ctx, file)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(messages, func(x, y *slackMessage) int { return x.at.Compare(y.at) })
		for i, m := range messages {
			if i > 0 && messages[i-1].at.Equal(m.at) {
				before := messages[i-1]
				m.copies, m.double = before.copies+1, before.User == m.User && before.Text == m.Text
			}
		}
		day = append(day, messages...)
	}
	slices.SortStableFunc(day, func(x, y *slackMessage) int { return x.at.Compare(y.at) })
	return day, nil
}

// notices are what Slack says of what happened, by how their subtypes begin. There is no place for them here.
var notices = []string{
	"channel_", "group_", "mpim_", "im_", "bot_add", "bot_remove", "bot_enable", "bot_disable", "pinned_item", "unpinned_item", "tombstone",
	"huddle_thread", "joiner_notification", "reminder_add", "app_conversation_", "sh_room_", "ekm_access_denied", "message_deleted", "message_changed",
	"file_created", "file_deleted", "file_public", "tabbed_canvas_",
}

func isNotice(subtype string) bool {
	return slices.ContainsFunc(notices, func(begin string) bool { return strings.HasPrefix(subtype, begin) })
}

// loadMessages brings the messages in the order of their times, day by day and batch by batch.
func (s *slackReader) loadMessages(ctx context.Context, progress Progress) error {
	done := 0
	for _, files := range s.days {
		day, err := s.day(ctx, files)
		if err != nil {
			return err
		}
		for pending := range slices.Chunk(day, perBatch) {
			if err := s.batch(ctx, func(b *batch) error { return s.sayAll(b, pending) }); err != nil {
				return err
			}
			done += len(pending)
			progress(done, s.total)
		}
	}
	return nil
}

// sayAll stores messages. Whoever had read a room to its end has read these too: they were read there.
func (s *slackReader) sayAll(b *batch, pending []*slackMessage) error {
	heads := map[string]int64{}
	for _, m := range pending {
		if m.room.here == "" {
			s.report.Left["messages of rooms that stay behind"]++
			continue
		}
		if _, ok := heads[m.room.here]; !ok {
			head, err := b.head(m.room.here)
			if err != nil {
				return err
			}
			heads[m.room.here] = head
		}
		if err := s.say(b, m); err != nil {
			return fmt.Errorf("message %s of %s: %w", m.TS, m.room.ID, err)
		}
	}
	var failed error
	for room, head := range heads {
		failed = errors.Join(failed, b.readOn(room, head))
	}
	return failed
}

// key is what names a message among all. One that the export has twice has the same time, and another number.
func (m *slackMessage) key() string {
	if m.copies > 0 {
		return m.room.ID + " " + m.TS + " " + strconv.Itoa(m.copies)
	}
	return m.room.ID + " " + m.TS
}

// edited is when it was changed last, or said.
func (m *slackMessage) edited() (at string, edited bool) {
	if m.Edited == nil {
		return collections.Time(m.at), false
	}
	if when, ok := slackTime(m.Edited.TS); ok && when.After(m.at) {
		return collections.Time(when), true
	}
	return collections.Time(m.at), true
}
