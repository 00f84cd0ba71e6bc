package hooks_test

import "testing"

// TestEveryRefusalCarriesACode holds docs/api.md: "every refusal over HTTP is PocketBase's body plus a stable code", also
// those that PocketBase makes itself.
func TestEveryRefusalCarriesACode(t *testing.T) {
	c := start(t)
	secret := c.post(c.david, c.Designers, "secret").Text("id")
	c.refused([]attempt{
		{"a guest sends", "", "POST", messages, fields{"room": c.Watercooler, "body": "x"}, 401, "unauthorized"},
		{"a guest boosts", "", "POST", boosts, fields{"message": secret, "content": "x"}, 401, "unauthorized"},
		{"a guest makes a room", "", "POST", rooms, fields{"kind": "open", "name": "x"}, 401, "unauthorized"},
		{"a guest adds a member", "", "POST", memberships, fields{"room": c.Designers, "user": c.Kevin}, 401, "unauthorized"},
		{"a stranger reads a message", c.kevin, "GET", messages + "/" + secret, nil, 404, "not_found"},
		{"a stranger edits a message", c.kevin, "PATCH", messages + "/" + secret, fields{"body": "x"}, 404, "not_found"},
		{"a stranger reads a room", c.kevin, "GET", rooms + "/" + c.Designers, nil, 404, "not_found"},
		{"a member deletes a user", c.kevin, "DELETE", users + "/" + c.Jason, nil, 403, "forbidden"},
		{"a filter that is none", c.kevin, "GET", messages + "?filter=((", nil, 400, "invalid"},
		{"half an object", c.kevin, "POST", rooms, "{", 400, "invalid"},
		{"an unknown collection", c.kevin, "GET", "/api/collections/nope/records", nil, 404, "not_found"},
		{"an unknown route", c.kevin, "GET", "/api/nope", nil, 404, "not_found"},
		{"a wrong method", c.kevin, "PUT", "/api/chat/session", nil, 0, "not_found"},
	})
}

func TestARefusalInABatchKeepsItsCode(t *testing.T) {
	c := start(t)
	c.allowBatch()
	reply := c.Call(c.kevin, "POST", "/api/batch", fields{"requests": []fields{{"method": "POST", "url": messages, "body": fields{"room": c.Designers, "body": "x"}}}})
	if reply.Text("data", "requests", "0", "response", "data", "code") != "not_found" {
		t.Errorf("the batch answers %s", reply.Raw)
	}
}
