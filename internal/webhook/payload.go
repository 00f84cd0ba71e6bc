package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"campfire/collections"

	"github.com/google/uuid"
)

const (
	secretPrefix = "whsec_"
	secretBytes  = 32
	// replyVersion is the digit of a UUID that says that its bits mean what its maker likes: replies are known by it.
	replyVersion = '8'
)

// NewSecret returns what signs the calls of one bot, as Standard Webhooks writes it.
func NewSecret() string {
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw) // never fails
	return secretPrefix + base64.StdEncoding.EncodeToString(raw)
}

// PathKey is the bot's key in the paths of a call: made of the secret, so that it need not be stored.
func PathKey(secret string) string {
	return "campfire_bot_" + hex.EncodeToString(digest(secretOf(secret), "path key"))[:40]
}

func secretOf(secret string) []byte {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		return []byte(secret) // somebody wrote it in the dashboard
	}
	return raw
}

func digest(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func sign(secret, id, timestamp string, body []byte) string {
	return "v1," + base64.StdEncoding.EncodeToString(digest(secretOf(secret), id+"."+timestamp+"."+string(body)))
}

// replyID is the client_message_id of what is said to a delivery: another attempt makes the same.
func replyID(key string) string {
	sum := sha256.Sum256([]byte(key))
	id := uuid.UUID(sum[:16])
	id[6] = id[6]&0x0f | 0x80 // version 8
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}

func isReply(clientMessageID string) bool {
	return len(clientMessageID) == 36 && clientMessageID[14] == replyVersion
}

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type payload struct {
	User named `json:"user"`
	Room struct {
		ID   string  `json:"id"`
		Name *string `json:"name"`
		Path string  `json:"path"`
	} `json:"room"`
	Message struct {
		ID   string `json:"id"`
		Body struct {
			HTML  string `json:"html"`
			Plain string `json:"plain"`
		} `json:"body"`
		Path string `json:"path"`
	} `json:"message"`
	// Test is true if nothing was said and somebody tries the webhook.
	Test bool `json:"test,omitempty"`
}

// compose is the original's payload.
func compose(hook collections.Webhook, author named, room collections.RoomView, m *collections.Message) ([]byte, error) {
	var p payload
	p.User = author
	p.Room.ID, p.Room.Path = room.ID, "/rooms/"+room.ID+"/"+PathKey(hook.Secret)+"/messages"
	if room.Kind != collections.RoomDirect {
		p.Room.Name = &room.Name
	}
	p.Message.ID, p.Message.Body.HTML, p.Message.Body.Plain = m.ID, m.Body, withoutMention(m.BodyText, hook.Name)
	p.Message.Path = "/rooms/" + room.ID + "/@" + strconv.FormatInt(m.RSeq, 10)
	return json.Marshal(p)
}

func withoutMention(text, name string) string {
	if !strings.Contains(text, "@") {
		return strings.TrimSpace(text)
	}
	mention := regexp.MustCompile("(?i)@" + regexp.QuoteMeta(name))
	return strings.TrimSpace(mention.ReplaceAllString(text, ""))
}
