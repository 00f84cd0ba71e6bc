package hooks

import (
	"errors"
	"net/http"
	"time"

	"campfire/internal/account"
	"campfire/internal/bot"
	"campfire/internal/commit"
	"campfire/internal/flag"
	"campfire/internal/mailing"
	"campfire/internal/message"
	"campfire/internal/notification"
	"campfire/internal/push"
	"campfire/internal/quiet"
	"campfire/internal/richtext"
	"campfire/internal/room"
	"campfire/internal/search"
)

// verdict is what clients learn of an error: the same on every door.
type verdict struct {
	status  int
	code    string
	field   string
	message string
}

// busyFor is how long a client should wait when the write queue is full, storageFor when the disk is.
const (
	busyFor    = time.Second
	storageFor = 5 * time.Second
)

// retryAfter is how long a client should wait before the same again, zero if that is no use.
func (v verdict) retryAfter() time.Duration {
	switch {
	case v.code == "storage":
		return storageFor
	case v.status >= http.StatusInternalServerError && v.status != http.StatusNotImplemented:
		return busyFor
	}
	return 0
}

// judged is what an error means.
type judged struct {
	err error
	verdict
}

var verdicts = []judged{
	{message.ErrNotFound, verdict{http.StatusNotFound, "not_found", "", "There is no such message or room."}},
	{message.ErrForbidden, verdict{http.StatusForbidden, "forbidden", "", "Only its author or an administrator may do this."}},
	{message.ErrInactive, verdict{http.StatusForbidden, "forbidden", "", "This account is not active."}},
	{message.ErrConflict, verdict{http.StatusConflict, "cid_conflict", "client_message_id", "This client_message_id was used for another text."}},
	{message.ErrGone, verdict{http.StatusGone, "gone", "", "This message was deleted."}},
	{message.ErrClientMessageID, verdict{http.StatusBadRequest, "invalid", "client_message_id", "Must be a UUID or a ULID."}},
	{message.ErrBoost, verdict{http.StatusBadRequest, "invalid", "content", "A boost has 1 to 16 characters."}},
	{richtext.ErrEmpty, verdict{http.StatusBadRequest, "invalid", "body", "Write something."}},
	{richtext.ErrEncoding, verdict{http.StatusBadRequest, "invalid", "body", "Must be UTF-8 text without NUL."}},
	{richtext.ErrTooLarge, verdict{http.StatusRequestEntityTooLarge, "too_large", "body", "A message has at most 64 KiB."}},
	{commit.ErrBusy, verdict{http.StatusServiceUnavailable, "busy", "", "The server has too much to write. Try again in a moment."}},
	{room.ErrNotFound, verdict{http.StatusNotFound, "not_found", "", "There is no such room."}},
	{room.ErrForbidden, verdict{http.StatusForbidden, "forbidden", "", "Only its creator or an administrator may do this."}},
	{room.ErrRestricted, verdict{http.StatusForbidden, "forbidden", "", "Only administrators may create rooms."}},
	{room.ErrDirect, verdict{http.StatusBadRequest, "invalid", "kind", "A ping keeps its kind and its members."}},
	{room.ErrOpen, verdict{http.StatusBadRequest, "invalid", "room", "Everybody belongs to an open room."}},
	{room.ErrLastMember, verdict{http.StatusBadRequest, "invalid", "members", "A room needs a member. Delete it instead."}},
	{room.ErrUnknownMember, verdict{http.StatusBadRequest, "invalid", "members", "Everybody named must be an active user."}},
	{room.ErrInvolvement, verdict{http.StatusBadRequest, "invalid", "involvement", "Must be invisible, nothing, mentions or everything."}},
	{room.ErrMarker, verdict{http.StatusBadRequest, "invalid", "rseq", "Must be the number of a message in the room."}},
	{room.ErrPingInvolvement, verdict{http.StatusBadRequest, "invalid", "involvement", "A ping knows everything and nothing."}},
	{account.ErrDone, verdict{http.StatusGone, "gone", "", "This Campfire is already set up."}},
	{errEmailTaken, verdict{http.StatusBadRequest, "email_taken", "email", "Somebody here has this email address. Sign in instead."}},
	{errName, verdict{http.StatusBadRequest, "invalid", "name", "Must be text, and not empty."}},
	{errForbidden, verdict{http.StatusForbidden, "forbidden", "", "Only administrators may do this."}},
	{errLastAdministrator, verdict{http.StatusBadRequest, "invalid", "role", "There must be an administrator left."}},
	{errNotFound, verdict{http.StatusNotFound, "not_found", "", "There is no such thing."}},
	{flag.ErrConflict, verdict{http.StatusConflict, "conflict", "version", "Somebody changed this meanwhile. Look at it again."}},
	{errFilesOff, verdict{http.StatusForbidden, "files_off", "", "Files are switched off here."}},
	{errAvatarsOff, verdict{http.StatusForbidden, "avatars_off", "", "Pictures are switched off here."}},
	{errPreviewsOff, verdict{http.StatusForbidden, "previews_off", "", "Link previews are switched off here."}},
	{errBotsOff, verdict{http.StatusForbidden, "bots_off", "", "Bots are switched off here."}},
	{errNoRoom, verdict{http.StatusForbidden, "forbidden", "", "This key is not for one room, so it is no incoming webhook."}},
	{errWebhookKey, verdict{http.StatusBadRequest, "invalid", "", "This key is in the paths of the bot's calls. It ends with the webhook, and changes with its secret."}},
	{errForm, verdict{http.StatusBadRequest, "invalid", "attachment", "A form must have a file as its attachment. A text is the body itself."}},
	{bot.ErrCharset, verdict{http.StatusBadRequest, "invalid", "body", "The charset of the Content-Type is not known."}},
	{bot.ErrEncoding, verdict{http.StatusBadRequest, "invalid", "body", "The body is not in the charset of the Content-Type; without one it must be UTF-8."}},
	{errScope, verdict{http.StatusForbidden, "forbidden", "", "This key is not for that."}},
	{errSearchOff, verdict{http.StatusForbidden, "search_off", "", "Search is switched off here."}},
	{errQuery, verdict{http.StatusBadRequest, "invalid", "query", "Must be text of at most 500 characters."}},
	{search.ErrNotFound, verdict{http.StatusNotFound, "not_found", "", "There is no such room."}},
	{search.ErrCursor, verdict{http.StatusBadRequest, "invalid", "cursor", "Must be a cursor of an earlier answer."}},
	{search.ErrUnavailable, verdict{http.StatusServiceUnavailable, "search_unavailable", "", "The search index is being built. Try again in a moment."}},
	{push.ErrSubscription, verdict{http.StatusBadRequest, "invalid", "keys", "Must be the keys of a browser's push subscription."}},
	{push.ErrEndpoint, verdict{http.StatusBadRequest, "invalid", "endpoint", "Must be the https address of a push service on the internet."}},
	{push.ErrTaken, verdict{http.StatusConflict, "taken", "endpoint", "Another browser is reached there."}},
	{errPushOff, verdict{http.StatusForbidden, "push_off", "", "Notifications are switched off here."}},
	{notification.ErrFilter, verdict{http.StatusBadRequest, "invalid", "filter", "Must be all, mentions or boosts."}},
	{notification.ErrCursor, verdict{http.StatusBadRequest, "invalid", "before", "Must be the next of an earlier answer."}},
	{notification.ErrMarker, verdict{http.StatusBadRequest, "invalid", "seq", "Must be the seq of a notification."}},
	{notification.ErrNotFound, verdict{http.StatusNotFound, "not_found", "", "There is no such notification."}},
	{quiet.ErrZone, verdict{http.StatusBadRequest, "invalid", "zone", "Must be a time zone such as Europe/Berlin."}},
	{quiet.ErrDays, verdict{http.StatusBadRequest, "invalid", "days", "Must be days of the week, 0 for Sunday to 6."}},
	{quiet.ErrTime, verdict{http.StatusBadRequest, "invalid", "from", "Must be times of the day such as 22:00."}},
	{quiet.ErrPause, verdict{http.StatusBadRequest, "invalid", "pause", "Must be hour, tomorrow, or empty to end it."}},
	{mailing.ErrToken, verdict{http.StatusNotFound, "not_found", "", "This link does not work."}},
	{errPace, verdict{http.StatusBadRequest, "invalid", "pace", "Must be never, daily or hourly."}},
	{errNotBuilt, verdict{http.StatusNotImplemented, "not_built", "", "This is switched on, but this version cannot do it yet."}},
	{errPeopleOnly, verdict{http.StatusForbidden, "forbidden", "", "This is for people, not for bots."}},
	{errBanSelf, verdict{http.StatusBadRequest, "invalid", "user", "You cannot ban yourself."}},
	{errBanBot, verdict{http.StatusBadRequest, "invalid", "user", "A bot is not banned. Delete it instead."}},
	{errBlocked, verdict{http.StatusTooManyRequests, "blocked", "", "Nothing can be written from this network address."}},
	{errBio, verdict{http.StatusBadRequest, "invalid", "bio", "Must be text."}},
	{errEmailOthers, verdict{http.StatusBadRequest, "email_taken", "email", "Somebody here has this email address."}},
	{errBody, verdict{http.StatusBadRequest, "invalid", "", "The request must be a JSON object in UTF-8."}},
	{errBodyTooLarge, verdict{http.StatusRequestEntityTooLarge, "too_large", "", "The request is too large."}},
}

var (
	errEmailTaken        = errors.New("email address is taken")
	errName              = errors.New("name is not text")
	errForbidden         = errors.New("administrators only")
	errLastAdministrator = errors.New("last administrator")
	errNotFound          = errors.New("not found")
	errBotsOff           = errors.New("bots are off")
	errPushOff           = errors.New("pushes are off")
	errSearchOff         = errors.New("search is off")
	errPace              = errors.New("no such pace")
	errQuery             = errors.New("query is not text")
	errPeopleOnly        = errors.New("people only")
	errBanSelf           = errors.New("ban of oneself")
	errBanBot            = errors.New("ban of a bot")
	errBlocked           = errors.New("address is blocked")
	errBio               = errors.New("bio is not text")
	errEmailOthers       = errors.New("email address is another's")
	errBody              = errors.New("malformed body")
	errForm              = errors.New("a form without a file")
	errWebhookKey        = errors.New("the key is the webhook's")
	errNoRoom            = errors.New("key is not for one room")
	errBodyTooLarge      = errors.New("body too large")
)

// wrongType says that a field of the request has another type than ours.
type wrongType struct{ field string }

func (e wrongType) Error() string { return e.field + " has the wrong type" }
