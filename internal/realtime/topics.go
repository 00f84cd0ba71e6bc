package realtime

import (
	"strings"
	"sync"

	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/tools/subscriptions"
)

// ChatTopic carries the frames of the socket to SDK clients.
const ChatTopic = "chat"

// topicActions maps events to PocketBase's topics. Kinds without an entry go to the chat topic only.
var topicActions = map[string]struct{ collection, action string }{
	event.MessageCreated:    {"messages", "create"},
	event.MessageUpdated:    {"messages", "update"},
	event.MessageDeleted:    {"messages", "delete"},
	event.BoostCreated:      {"boosts", "create"},
	event.BoostDeleted:      {"boosts", "delete"},
	event.RoomCreated:       {"rooms", "create"},
	event.RoomUpdated:       {"rooms", "update"},
	event.RoomDeleted:       {"rooms", "delete"},
	event.MembershipCreated: {"memberships", "create"},
	event.MembershipUpdated: {"memberships", "update"},
	event.MembershipDeleted: {"memberships", "delete"},
	event.UserUpdated:       {"users", "update"},
}

// OwnTopic reports whether the hub feeds a subscription, so that PocketBase must not.
func OwnTopic(subscription string) bool {
	topic, _, _ := strings.Cut(subscription, "?")
	if topic == ChatTopic {
		return true
	}
	collection, _, _ := strings.Cut(topic, "/")
	for _, t := range topicActions {
		if t.collection == collection {
			return true
		}
	}
	return false
}

// topicClient replaces PocketBase's own client, which hands every message to a goroutine of its own and so loses their
// order. It has a queue with the bounds of a socket's and one pump while something waits; who falls further behind is
// disconnected.
type topicClient struct {
	subscriptions.Client
	identity Identity

	mu      sync.Mutex
	pending []subscriptions.Message
	bytes   int
	pumping bool
}

// Topics wraps a new PocketBase client.
func Topics(client subscriptions.Client) subscriptions.Client {
	return &topicClient{Client: client}
}

// Subscriptions hides what the hub feeds from PocketBase's own broadcast, which asks by prefix and would deliver a second
// time, out of order, at the cost of one rule check per client.
func (t *topicClient) Subscriptions(prefixes ...string) map[string]subscriptions.SubscriptionOptions {
	all := t.Client.Subscriptions(prefixes...)
	if len(prefixes) == 0 {
		return all
	}
	for subscription := range all {
		if OwnTopic(subscription) {
			delete(all, subscription)
		}
	}
	return all
}

// Send keeps the order of messages and never blocks.
func (t *topicClient) Send(m subscriptions.Message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.pending) >= queueFrames || t.bytes+len(m.Data) > queueBytes {
		t.pending, t.bytes = nil, 0
		go t.end()
		return
	}
	t.pending = append(t.pending, m)
	t.bytes += len(m.Data)
	if !t.pumping {
		t.pumping = true
		go t.pump()
	}
}

func (t *topicClient) pump() {
	for {
		t.mu.Lock()
		if len(t.pending) == 0 {
			t.pumping, t.pending = false, nil
			t.mu.Unlock()
			return
		}
		messages := t.pending
		t.pending, t.bytes = nil, 0
		t.mu.Unlock()
		for _, m := range messages {
			t.Client.Send(m)
		}
	}
}

// end disconnects the client: PocketBase's handler returns when the channel closes.
func (t *topicClient) end() { t.Discard() }

// Subscribe makes a PocketBase client one of ours, for identity. A client of an ended session is forgotten by EndSession.
func (h *Hub) Subscribe(client subscriptions.Client, identity Identity) {
	t, ok := client.(*topicClient)
	if !ok {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	t.identity = identity
	h.topics[t.Id()] = t
}

// Unsubscribe forgets a PocketBase client that has gone.
func (h *Hub) Unsubscribe(client subscriptions.Client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.topics, client.Id())
}

// offerTopics gives an event to the PocketBase clients that asked for it and may see it. The caller holds the lock.
func (h *Hub) offerTopics(e *event.Event) {
	if len(h.topics) == 0 {
		return
	}
	var chat, record []byte
	for _, t := range h.topics {
		if !h.mayReceive(t.identity, e) {
			continue
		}
		for subscription := range t.Client.Subscriptions() {
			topic, _, _ := strings.Cut(subscription, "?")
			switch {
			case topic == ChatTopic:
				if chat == nil {
					chat = eventFrame(e).Payload()
				}
				t.Send(subscriptions.Message{Name: subscription, Data: chat})
			case wants(topic, e):
				if record == nil {
					record = recordPayload(e)
				}
				t.Send(subscriptions.Message{Name: subscription, Data: record})
			}
		}
	}
}

func (h *Hub) mayReceive(who Identity, e *event.Event) bool {
	switch {
	case e.Room != "" && !who.Scope.Reaches(e.Room):
		return false
	case e.Private():
		return e.User == who.User
	case e.Room == "":
		return who.User != ""
	}
	_, in := h.members[e.Room][who.User]
	return in
}

// wants reports whether topic is the collection of e, or the very record.
func wants(topic string, e *event.Event) bool {
	t, known := topicActions[e.Kind]
	if !known {
		return false
	}
	collection, id, _ := strings.Cut(topic, "/")
	return collection == t.collection && (id == "*" || id != "" && strings.HasPrefix(e.Data, `{"id":"`+id+`"`))
}

// recordPayload is PocketBase's {action, record}, with the collection's name in the record as its SDK expects.
func recordPayload(e *event.Event) []byte {
	t := topicActions[e.Kind]
	data := strings.TrimPrefix(e.Data, "{")
	comma := ","
	if data == "}" {
		comma = ""
	}
	return []byte(`{"action":"` + t.action + `","record":{"collectionName":"` + t.collection + `"` + comma + data + `}`)
}
