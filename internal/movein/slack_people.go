package movein

import (
	"context"
	"fmt"
	"strings"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
)

// slackUser is a line of users.json.
type slackUser struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	RealName     string `json:"real_name"`
	Deleted      bool   `json:"deleted"`
	Bot          bool   `json:"is_bot"`
	Admin        bool   `json:"is_admin"`
	Owner        bool   `json:"is_owner"`
	PrimaryOwner bool   `json:"is_primary_owner"`
	Guest        bool   `json:"is_restricted"`
	RoomGuest    bool   `json:"is_ultra_restricted"`
	Stranger     bool   `json:"is_stranger"`
	Profile      struct {
		DisplayName string `json:"display_name"`
		RealName    string `json:"real_name"`
		Email       string `json:"email"`
		Title       string `json:"title"`
	} `json:"profile"`
}

// slackbot speaks for Slack itself, and is not marked as a bot.
const slackbot = "USLACKBOT"

func (u *slackUser) isBot() bool { return u.Bot || u.ID == slackbot }

func (u *slackUser) isGuest() bool { return u.Guest || u.RoomGuest || u.Stranger }

// runsIt reports whether somebody can be the administrator of a chat that has none yet.
func (u *slackUser) runsIt() bool {
	return (u.Admin || u.Owner || u.PrimaryOwner) && !u.Deleted && !u.isBot() && !u.isGuest() && u.email() != ""
}

func (u *slackUser) email() string {
	email := strings.ToLower(strings.TrimSpace(u.Profile.Email))
	if local, domain, ok := strings.Cut(email, "@"); !ok || local == "" || domain == "" || len(email) > 255 || strings.ContainsAny(email, " \t\r\n\x00") {
		return ""
	}
	return email
}

func (u *slackUser) called() string {
	return firstName(u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name, u.ID)
}

// firstName is the first of several names that says something.
func firstName(names ...string) string {
	for _, name := range names {
		if name = clip(strings.TrimSpace(name), 100); name != "" {
			return name
		}
	}
	return "Somebody"
}

func (s *slackReader) loadPeople(_ context.Context, b *batch) error {
	for i := range s.users {
		u := &s.users[i]
		p := person{
			key: u.ID, name: u.called(), email: u.email(), bio: clip(u.Profile.Title, 200), role: collections.RoleMember,
			status: collections.StatusActive, created: s.now, updated: s.now,
		}
		switch {
		case u.isBot():
			p.role, p.email = collections.RoleBot, ""
		case u.Admin || u.Owner || u.PrimaryOwner:
			p.role = collections.RoleAdministrator
		}
		switch {
		case u.Deleted:
			p.status = collections.StatusDeactivated
		case u.isGuest() && !u.isBot():
			// Here everybody is in every open room; a guest was to see some.
			p.status, p.role = collections.StatusDeactivated, collections.RoleMember
			s.report.Left["rights of guests: they are deactivated, for here everybody is in every open room"]++
		case p.email == "" && !u.isBot():
			s.report.Left["e-mail addresses that the export has not: nobody signs in as these people until an administrator gives them one"]++
		}
		here, err := b.person(p)
		if err != nil {
			return err
		}
		s.people[u.ID], s.names[u.ID] = here, p.name
		if s.owner == "" || u.runsIt() && !s.ownerRuns {
			s.owner, s.ownerRuns = here, u.runsIt()
		}
	}
	return nil
}

// stranger is somebody who wrote and is not among the people of the workspace: from another one, or a program.
func (s *slackReader) stranger(b *batch, key, name, role string) (string, error) {
	if here := s.people[key]; here != "" {
		return here, nil
	}
	p := person{key: key, name: name, role: role, status: collections.StatusDeactivated, created: s.now, updated: s.now}
	if role == collections.RoleBot {
		p.status = collections.StatusActive
	}
	here, err := b.person(p)
	s.people[key], s.names[key] = here, name
	return here, err
}

// slackRoom is a line of channels.json, groups.json, dms.json or mpims.json.
type slackRoom struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Created  int64    `json:"created"`
	Creator  string   `json:"creator"`
	Archived bool     `json:"is_archived"`
	General  bool     `json:"is_general"`
	Members  []string `json:"members"`
	Topic    topic    `json:"topic"`
	Purpose  topic    `json:"purpose"`

	kind, here string
}

type topic struct {
	Value string `json:"value"`
}

func (s *slackReader) loadRooms(_ context.Context, b *batch) error {
	for _, r := range s.rooms {
		created := s.now
		if r.Created > 0 && r.Created < endOfTime {
			created = collections.Time(time.Unix(r.Created, 0))
		}
		made := chamber{key: r.ID, kind: r.kind, name: clip(r.Name, 100), creator: s.people[r.Creator], created: created, updated: created}
		var members []string
		for _, key := range r.Members {
			here := s.people[key]
			if here == "" && r.kind == collections.RoomDirect {
				var err error
				if here, err = s.stranger(b, key, firstName(s.strangers[key]), collections.RoleMember); err != nil {
					return err
				}
			}
			if here != "" {
				members = append(members, here)
			}
		}
		if r.kind == collections.RoomDirect {
			if made.name = ""; len(members) == 0 {
				s.report.Left["direct messages that nobody is in"]++
				continue
			}
			made.members = append(made.members, members...)
		}
		if made.creator == "" {
			if made.creator = firstOf(members); made.creator == "" {
				made.creator = s.owner
			}
		}
		var err error
		if r.here, err = b.room(made); err != nil {
			return err
		}
		if r.Topic.Value+r.Purpose.Value != "" {
			s.report.Left["topics and descriptions of channels: there is no place for them"]++
		}
		if err := s.letIn(b, r, members); err != nil {
			return err
		}
	}
	return nil
}

// letIn makes memberships. An open room is everybody's here: those who had not joined the channel do not see it in their
// list, and find it when they look for it.
func (s *slackReader) letIn(b *batch, r *slackRoom, members []string) error {
	level := collections.InvolvementMentions
	switch {
	case r.Archived:
		level = collections.InvolvementInvisible
		s.report.Left["the archive: rooms that were in it are rooms that nobody has in their list"]++
	case r.kind == collections.RoomDirect:
		level = collections.InvolvementEverything
	}
	for _, user := range members {
		err := b.member(dbx.Params{
			"id": id(s.source, "membership", r.here+" "+user), collections.MembershipRoom: r.here, collections.MembershipUser: user,
			collections.MembershipInvolvement: level, collections.MembershipReadRSeq: 0, collections.MembershipMarkedUnread: false,
			"created": s.now, "updated": s.now,
		})
		if err != nil {
			return err
		}
	}
	if r.kind != collections.RoomOpen {
		return nil
	}
	if level = collections.InvolvementInvisible; r.General {
		level = collections.InvolvementMentions
	}
	_, err := b.tx.DB().NewQuery(`INSERT INTO memberships (room, user, involvement, read_rseq, marked_unread, created, updated)
		SELECT r.id, u.id, {:level}, r.head_rseq, FALSE, {:now}, {:now} FROM rooms r JOIN users u ON u.status = 'active' AND u.role != 'bot'
		WHERE r.id = {:room} AND r.kind = 'open' ON CONFLICT (room, user) DO NOTHING`).Bind(dbx.Params{"level": level, "now": s.now, "room": r.here}).Execute()
	if err != nil {
		return fmt.Errorf("let everybody into %s: %w", r.Name, err)
	}
	return nil
}
