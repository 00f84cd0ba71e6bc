package push

import (
	"crypto/subtle"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// maxSubscriptions is how many browsers of one person are kept: the ones that came last.
const maxSubscriptions = 20

// Subscribe stores where a session is reached and returns its id. An endpoint that another session has moves only to
// somebody who shows the same keys: that is the same browser, signed in anew. Nobody else can know them.
func (p *Pusher) Subscribe(app core.App, s collections.PushSubscription) (id string, err error) {
	if _, err := p.endpoints.Check(s.Endpoint); err != nil {
		return "", err
	}
	if err := CheckSubscription(s); err != nil {
		return "", err
	}
	s.Key = p.keys.Public
	err = app.RunInTransaction(func(tx core.App) error {
		known, err := collections.FindPushSubscription(tx.DB(), s.Endpoint)
		switch {
		case collections.IsNotFound(err):
		case err != nil:
			return err
		case !sameKeys(known, s):
			return ErrTaken
		}
		if id, err = collections.PutPushSubscription(tx.DB(), s, collections.Time(p.now())); err != nil {
			return err
		}
		return collections.KeepPushSubscriptions(tx.DB(), s.User, maxSubscriptions)
	})
	return id, err
}

func sameKeys(a, b collections.PushSubscription) bool {
	return subtle.ConstantTimeCompare([]byte(a.Auth+a.P256dh), []byte(b.Auth+b.P256dh)) == 1
}
