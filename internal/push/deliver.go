package push

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/job"

	webpush "github.com/SherClockHolmes/webpush-go"
)

const (
	// waitWithout is how long a service is left alone that says "too many" and not for how long.
	waitWithout = time.Minute
	// maxAnswer is how much of an answer is read, and maxReason how much of it is kept.
	maxAnswer = 16 << 10
	maxReason = 300
)

// delivered is what the list of subscriptions says after a push that arrived at its service.
const delivered = "delivered"

// deliver hands one message to one browser's push service, as both are by now: whoever has read it meanwhile is not told.
func (p *Pusher) deliver(ctx context.Context, d job.Delivery) error {
	var o order
	if err := json.Unmarshal(d.Payload, &o); err != nil {
		return job.Permanent(fmt.Errorf("read order: %w", err))
	}
	at, err := time.Parse(collections.TimeLayout, o.At)
	if err != nil {
		return job.Permanent(fmt.Errorf("read order: %w", err))
	}
	life := ttl
	if o.Test {
		life = testTTL
	}
	left := life - p.now().Sub(at)
	if left <= 0 {
		p.counts.expired.Add(1)
		return nil
	}
	s, payload, err := p.compose(o)
	switch {
	case collections.IsNotFound(err) || err == nil && s.Key != p.keys.Public:
		p.counts.stale.Add(1)
		return nil
	case err != nil:
		return err
	case payload.Kind == "":
		p.counts.stale.Add(1)
		return nil
	}
	err = p.send(ctx, s, payload, o, min(left, life))
	p.note(s.ID, err)
	return err
}

// compose reads what there is to say. Without a kind there is nothing any more.
func (p *Pusher) compose(o order) (collections.PushSubscription, Payload, error) {
	db, now := p.app.ConcurrentDB(), collections.Time(p.now())
	if o.Test {
		s, err := collections.FindPushSubscriptionByID(db, o.Subscription, now)
		return s, Payload{Kind: kindTest, Title: "Campfire", User: s.User, Tag: kindTest, Path: "/users/me/push_subscriptions"}, err
	}
	m, err := collections.FindPushedMessage(db, o.Subscription, o.Room, o.RSeq, now)
	if err != nil || m.ReadRSeq >= o.RSeq || !p.doors.Enabled() {
		return m.PushSubscription, Payload{}, err
	}
	unread, err := collections.UnreadRooms(db, m.User)
	return m.PushSubscription, messagePayload(o, m, unread), err
}

// send makes the attempt, a shorter one if the service finds the first too large.
func (p *Pusher) send(ctx context.Context, s collections.PushSubscription, payload Payload, o order, left time.Duration) error {
	options := webpush.Options{
		HTTPClient: p.client, Subscriber: subject(p.app, p.subject), VAPIDPublicKey: p.keys.Public, VAPIDPrivateKey: p.keys.Private,
		TTL: int(left.Seconds()), Urgency: webpush.UrgencyHigh,
		// A service that could not deliver the last message of a room yet replaces it.
		Topic: o.Room,
	}
	status, answer, err := p.post(ctx, s, payload.encode(maxPayload), options)
	if err == nil && status == http.StatusRequestEntityTooLarge {
		options.RecordSize = shortRecord
		status, answer, err = p.post(ctx, s, payload.encode(shortPayload), options)
	}
	if err != nil {
		return err
	}
	return p.judge(s, status, answer)
}

// answer is what of a response is needed.
type answer struct {
	retryAfter string
	text       string
}

func (p *Pusher) post(ctx context.Context, s collections.PushSubscription, payload []byte, options webpush.Options) (int, answer, error) {
	response, err := webpush.SendNotificationWithContext(ctx, payload, &webpush.Subscription{
		Endpoint: s.Endpoint, Keys: webpush.Keys{Auth: s.Auth, P256dh: s.P256dh},
	}, &options)
	if err != nil {
		if errors.Is(err, ErrEndpoint) {
			err = job.Permanent(err)
		}
		return 0, answer{}, err
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(response.Body, maxAnswer)) // it only explains the status
	return response.StatusCode, answer{response.Header.Get("Retry-After"), clip(strings.TrimSpace(string(text)), maxReason)}, nil
}

// judge turns an answer into what the queue does next.
func (p *Pusher) judge(s collections.PushSubscription, status int, a answer) error {
	said := fmt.Errorf("%d %s", status, a.text)
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusNotFound || status == http.StatusGone:
		p.counts.gone.Add(1)
		if err := collections.ForgetPushSubscription(p.app.NonconcurrentDB(), s); err != nil {
			return fmt.Errorf("forget a subscription: %w", err)
		}
		return job.Permanent(said)
	case status == http.StatusTooManyRequests:
		return job.Later(retryAfter(a.retryAfter, p.now()), said)
	case status == http.StatusServiceUnavailable && a.retryAfter != "":
		return job.Later(retryAfter(a.retryAfter, p.now()), said)
	case status >= 500 || status == http.StatusRequestTimeout:
		return said
	}
	return job.Permanent(said)
}

func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds >= 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(at.Sub(now), 0)
	}
	return waitWithout
}

// note keeps how the newest attempt at a subscription went, until noteResults writes it down.
func (p *Pusher) note(id string, err error) {
	now := collections.Time(p.now())
	result := collections.PushResult{ID: id, Result: delivered, Tried: now, Success: now}
	if err != nil {
		p.counts.failed.Add(1)
		result.Result, result.Success = clip(err.Error(), maxReason), ""
	} else {
		p.counts.sent.Add(1)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if before, known := p.results[id]; known && result.Success == "" {
		result.Success = before.Success
	}
	p.results[id] = result
}

func (p *Pusher) noteResults() error {
	p.mu.Lock()
	results := make([]collections.PushResult, 0, len(p.results))
	for _, result := range p.results {
		results = append(results, result)
	}
	clear(p.results)
	p.mu.Unlock()
	if len(results) == 0 {
		return nil
	}
	return collections.NotePushResults(p.app.NonconcurrentDB(), results)
}
