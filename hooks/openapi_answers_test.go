package hooks_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"campfire/internal/mailing"

	"github.com/google/uuid"
)

// unasked are answers that need somebody who is not here, each with where it is tried instead.
var unasked = map[string]string{
	"POST /api/chat/setup 201":                        "an empty server: see setup_test.go",
	"POST /api/chat/oauth2/{provider} 200":            "a provider: see oauth_test.go",
	"DELETE /api/chat/oauth2/{provider} 204":          "a provider: see oauth_test.go",
	"POST /session/oauth2 303":                        "a provider: see oauth_test.go",
	"GET /api/chat/socket 101":                        "a socket: see internal/realtime",
	"GET /api/realtime 200":                           "a stream that does not end: see internal/realtime",
	"POST /api/realtime 204":                          "a stream: see internal/realtime",
	"POST /api/chat/push_subscriptions 200":           "a push service: see push_subscriptions_test.go",
	"DELETE /api/chat/push_subscriptions/{id} 204":    "a push service: see push_subscriptions_test.go",
	"POST /api/chat/push_subscriptions/{id}/test 202": "a push service: see push_subscriptions_test.go",
	"GET /health 503":                                 "a fault: see internal/reliability",
	"GET /health/detailed 503":                        "a fault: see internal/reliability",
	"GET /webmanifest.json 304":                       "see manifest_test.go",
	"GET /custom.css 304":                             "see account_test.go",
	"GET /api/chat/flags 304":                         "see flags_test.go",
	"GET /api/chat/openapi.json 304":                  "see openapi_test.go",
	"GET /api/chat/rooms/{room}/messages 304":         "see pages_test.go",
}

// described asks and holds the answer against the description. A path is a described one with values: {room=ID}.
type asking struct {
	*camp
	*described
}

func (a asking) call(as, method, pattern string, body any, headers ...string) map[string]any {
	a.t.Helper()
	route, path := method+" ", ""
	for i, part := range strings.Split(pattern, "/") {
		name, value := part, part
		if inner, variable := strings.CutPrefix(part, "{"); variable {
			inner, rest, _ := strings.Cut(inner, "}")
			name, value, _ = strings.Cut(inner, "=")
			name, value = "{"+name+"}", value+rest
		}
		name, _, _ = strings.Cut(name, "?")
		if i > 0 {
			route, path = route+"/", path+"/"
		}
		route, path = route+name, path+value
	}
	reply := a.Call(as, method, path, body, headers...)
	a.fits(a.t, route, reply)
	return reply.Body
}

func (a asking) id(as, method, pattern string, body any) string {
	a.t.Helper()
	id, _ := a.call(as, method, pattern, body)["id"].(string)
	return id
}

func TestAnswersFitTheirDescription(t *testing.T) {
	c := start(t)
	a := asking{c, describe(t)}
	a.signIn()
	a.talk()
	a.people()
	a.bots()
	a.rest()
	a.refusals()
	for route, operation := range a.operations {
		for status := range operation["responses"].(map[string]any) {
			answer := route + " " + status
			if number, _ := strconv.Atoi(status); (number < 400 || number == http.StatusServiceUnavailable && strings.Contains(route, "/health")) && !a.used[answer] {
				if _, known := unasked[answer]; !known {
					t.Errorf("%s is described, and nobody asked for it here", answer)
				}
			}
		}
	}
	for answer := range unasked {
		if a.used[answer] {
			t.Errorf("%s is asked for after all", answer)
		}
	}
}

func (a asking) signIn() {
	a.call("", "GET", "/api/chat/setup", nil)
	in := a.call("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": "correct horse"})
	token, _ := in["token"].(string)
	a.call("", "GET", "/api/chat/join/{code=join-this-camp}", nil)
	a.call("", "POST", "/api/chat/join/{code=join-this-camp}", fields{"name": "Pat", "email": "pat@example.com", "password": "correct horse"})
	link := a.call(a.jason, "POST", "/api/chat/transfers", fields{})
	url, _ := link["url"].(string)
	a.call("", "POST", "/api/chat/transfers/{token="+url[strings.LastIndexByte(url, '/')+1:]+"}", nil)
	a.call("", "POST", "/api/collections/users/auth-with-password", fields{"identity": "jason@example.com", "password": "correct horse"})
	a.call(token, "POST", "/api/collections/users/auth-refresh", nil)
	a.call(token, "GET", "/api/chat/sessions", nil)
	known := a.browser(firefox).signIn(a.Jason)
	for _, call := range [][2]string{{"POST", "/confirm"}, {"DELETE", ""}} {
		a.browser(chrome).signIn(a.Jason)
		a.call(known.auth, "GET", "/api/chat/devices", nil)
		fresh := a.Text(a.t, "SELECT id FROM devices ORDER BY id DESC LIMIT 1")
		a.call(known.auth, call[0], "/api/chat/devices/{id="+fresh+"}"+call[1], nil)
	}
	one, _ := a.SignIn(a.t, a.Kevin)
	_, other := a.SignIn(a.t, a.Kevin)
	a.call(one, "DELETE", "/api/chat/sessions/{id="+other+"}", nil)
	a.call(one, "DELETE", "/api/chat/sessions", nil)
	a.call(one, "DELETE", "/api/chat/session", nil)
	a.kevin = a.Token(a.t, a.Kevin)
}

func (a asking) talk() {
	boot := a.call(a.jason, "GET", "/api/chat/bootstrap", nil)
	epoch, _ := boot["epoch"].(string)
	send := fields{"room": a.Watercooler, "client_message_id": uuid.NewString(), "body": "hello <b>you</b>"}
	message := a.id(a.jason, "POST", messages, send)
	boost := a.id(a.kevin, "POST", boosts, fields{"message": message, "content": "👍"})
	a.call(a.bender, "PATCH", messages+"/{id="+message+"}", fields{"body": "no"})
	a.call(a.jason, "PATCH", messages+"/{id="+message+"}", fields{"body": "/play tada"})
	for _, read := range []string{messages + "?expand=author,room", boosts + "?expand=message", rooms, memberships, users} {
		a.call(a.jason, "GET", read, nil)
	}
	a.call(a.jason, "GET", messages+"/{id="+message+"}?expand=author", nil)
	a.call(a.jason, "GET", boosts+"/{id="+boost+"}", nil)
	a.call(a.jason, "GET", "/api/chat/rooms/{room="+a.Watercooler+"}/messages", nil)
	a.call(a.bender, "GET", "/api/chat/events?since=0&epoch="+epoch, nil)
	a.call(a.bender, "GET", "/api/chat/events?since=0&epoch=other", nil)
	a.call(a.jason, "GET", "/api/chat/search?q=hello", nil)
	a.call(a.kevin, "DELETE", boosts+"/{id="+boost+"}", nil)
	a.call(a.jason, "DELETE", messages+"/{id="+message+"}", nil)
	searches, _ := a.call(a.jason, "POST", "/api/chat/searches", fields{"query": "hello"})["searches"].([]any)
	a.call(a.jason, "GET", "/api/chat/searches", nil)
	search, _ := searches[0].(map[string]any)
	a.call(a.jason, "DELETE", fmt.Sprintf("/api/chat/searches/{id=%s}", search["id"]), nil)
	a.call(a.jason, "DELETE", "/api/chat/searches", nil)
	a.call(a.jason, "POST", "/api/chat/rooms/{room="+a.Watercooler+"}/read", fields{"rseq": 1})
	a.call(a.jason, "GET", "/api/chat/rooms/{room="+a.Watercooler+"}/members", nil)
	room := a.id(a.david, "POST", rooms, fields{"kind": "closed", "name": "New", "members": []string{a.Jason}})
	a.call(a.david, "GET", rooms+"/{id="+room+"}", nil)
	a.call(a.david, "PATCH", rooms+"/{id="+room+"}", fields{"name": "Newer"})
	member := a.id(a.david, "POST", memberships, fields{"room": room, "user": a.Kevin})
	a.call(a.kevin, "GET", memberships+"/{id="+member+"}", nil)
	a.call(a.kevin, "PATCH", memberships+"/{id="+member+"}", fields{"involvement": "everything"})
	a.call(a.david, "DELETE", memberships+"/{id="+member+"}", nil)
	a.call(a.david, "DELETE", rooms+"/{id="+room+"}", nil)
}

func (a asking) people() {
	a.call(a.jason, "GET", users+"/{id="+a.David+"}", nil)
	a.call(a.david, "PATCH", users+"/{id="+a.Kevin+"}", fields{"role": "administrator"})
	a.call(a.david, "PATCH", users+"/{id="+a.Kevin+"}", fields{"role": "member"})
	a.call(a.jason, "PATCH", "/api/chat/me", fields{"bio": "hello"})
	a.call(a.david, "POST", "/api/chat/users/{id="+a.Kevin+"}/ban", nil)
	a.call(a.david, "DELETE", "/api/chat/users/{id="+a.Kevin+"}/ban", nil)
	a.call(a.jason, "GET", "/api/chat/push_subscriptions", nil)
	a.call(a.jason, "GET", "/api/chat/quiet", nil)
	a.boost(a.david, a.post(a.jason, a.Designers, naming(a.David, "see")).Text("id"), "👍")
	told := a.call(a.jason, "GET", "/api/chat/notifications", nil)["notifications"].([]any)
	a.call(a.jason, "POST", "/api/chat/notifications/seen", fields{"seq": told[0].(map[string]any)["seq"]})
	a.call(a.david, "GET", "/api/chat/notifications?filter=mentions", nil)
	a.call(a.jason, "PATCH", "/api/chat/quiet", fields{"zone": "Europe/Berlin", "from": "22:00", "until": "07:00", "days": []int{1, 2}})
}

func (a asking) bots() {
	made := a.call(a.david, "POST", "/api/chat/bots", fields{"name": "Robby", "webhook_url": "https://example.com/hook"})
	user, _ := made["user"].(map[string]any)
	bot := fmt.Sprintf("/api/chat/bots/{id=%s}", user["id"])
	a.call(a.david, "GET", "/api/chat/bots", nil)
	a.call(a.david, "PATCH", bot, fields{"name": "Robbie"})
	a.call(a.david, "PATCH", bot, fields{"webhook_url": a.URL + "/up", "webhook_rooms": []string{a.Watercooler}})
	a.call(a.david, "POST", bot+"/webhook/test", nil)
	a.call(a.david, "POST", bot+"/webhook/secret", nil)
	a.post(a.jason, a.Watercooler, "for the bot")
	a.ended(1)
	page := a.call(a.david, "GET", bot+"/deliveries", nil)
	first, _ := page["items"].([]any)[0].(map[string]any)
	a.call(a.david, "POST", fmt.Sprintf("%s/deliveries/{delivery=%s}/retry", bot, first["id"]), nil)
	form := fields{"name": "deploys", "scopes": []string{"write"}, "rooms": []string{a.Watercooler}}
	key := a.call(a.david, "POST", bot+"/keys", form)
	entry, _ := key["entry"].(map[string]any)
	id := fmt.Sprintf("/keys/{key=%s}", entry["id"])
	a.call(a.david, "PATCH", bot+id, fields{"name": "releases"})
	fresh := a.call(a.david, "POST", bot+id+"/rotate", nil)
	a.call("", "POST", fmt.Sprintf("/hooks/{key=%s}", fresh["key"]), fields{"text": "*done*"})
	a.call(a.david, "DELETE", bot+id, nil)
	door := fmt.Sprintf("/rooms/{room=%s}/{key=%s}/messages", a.Watercooler, made["key"])
	a.call("", "POST", door, "hello")
	reply := a.Call("", "GET", fmt.Sprintf("/rooms/%s/%s/messages", a.Watercooler, made["key"]), nil)
	a.fits(a.t, "GET /rooms/{room}/{key}/messages", reply)
	message := "/{id=" + a.Text(a.t, "SELECT id FROM messages WHERE body_text = 'hello' AND author = ?", user["id"]) + "}"
	a.call("", "GET", door+message, nil)
	a.call("", "PUT", door+message, "hello there")
	a.call("", "PATCH", door+message, "hello you")
	boost := a.call("", "POST", door+message+"/boosts", "👍")
	a.call("", "DELETE", fmt.Sprintf("%s%s/boosts/{boost=%s}", door, message, boost["id"]), nil)
	a.call("", "DELETE", door+message, nil)
	a.call(a.david, "DELETE", bot, nil)
}

func (a asking) rest() {
	flags := a.call(a.david, "GET", "/api/chat/flags", nil)
	a.call(a.david, "PATCH", "/api/chat/flags", fields{"version": flags["version"], "changes": fields{"search_enabled": true}})
	a.call(a.jason, "GET", "/api/chat/flags", nil)
	a.call(a.jason, "POST", "/api/chat/wishes", fields{"feature": "files"})
	a.call(a.jason, "GET", "/api/chat/wishes", nil)
	account := "/api/collections/account/records/{id=campfireaccount}"
	a.call(a.jason, "GET", account, nil)
	a.call(a.david, "PATCH", account, fields{"name": "Camp"})
	a.call(a.david, "POST", "/api/chat/account/join_code", nil)
	a.call(a.david, "GET", "/api/chat/status", nil)
	a.call(a.jason, "GET", "/api/chat/mailing", nil)
	a.call(a.jason, "PATCH", "/api/chat/mailing", fields{"pace": "daily"})
	key, err := mailing.LoadKey(a.App)
	if err != nil {
		a.t.Fatal(err)
	}
	a.call("", "POST", "/unsubscribe/{token="+key.Token(a.Jason)+"}", nil)
	for _, path := range []string{"/custom.css", "/webmanifest.json", "/up", "/health", "/health/detailed", "/metrics", "/api/chat/openapi.json"} {
		a.call("", "GET", path, nil)
	}
}

func (a asking) refusals() {
	for _, door := range []string{"uploads", "avatar", "logo", "unfurl"} {
		a.call(a.david, "POST", "/api/chat/"+door, nil)
	}
	a.call("", "GET", "/api/chat/bootstrap", nil)
	a.call(a.jason, "POST", "/api/chat/bots", fields{"name": "x"})
	a.call(a.kevin, "GET", "/api/chat/rooms/{room="+a.Designers+"}/messages", nil)
	a.call(a.jason, "POST", messages, fields{"room": a.Watercooler, "body": ""})
	a.call(a.jason, "POST", messages, fields{"room": a.Watercooler, "body": strings.Repeat("x", 70_000)})
	a.call("", "POST", "/api/chat/setup", fields{"name": "x", "email": "x@example.com", "password": "correct horse"})
	a.call("", "POST", "/hooks/{key=wrong}", fields{"text": "x"})
}
