package hooks_test

import "testing"

func TestTheStatusOfTheServerIsForAdministrators(t *testing.T) {
	c := start(t)
	for name, token := range map[string]string{"guest": "", "member": c.kevin, "bot": c.bender} {
		if reply := c.Call(token, "GET", "/api/chat/status", nil); reply.Status != 401 && reply.Status != 403 || reply.Get("parts") != nil {
			t.Errorf("%s gets %d", name, reply.Status)
		}
	}
	before := c.Stored(t)
	status := c.ok(c.david, "GET", "/api/chat/status", nil)
	parts, _ := status.Get("parts").([]any)
	samples, is := status.Get("samples").([]any)
	if status.Text("status") != "OK" || status.Text("build") != "test" || status.Text("started") == "" || len(parts) < 6 || !is || len(samples) != 0 ||
		status.Number("every_seconds") != 30 {
		t.Errorf("the status is %s", status.Raw)
	}
	if first, _ := parts[0].(map[string]any); first["name"] != "writer" || first["ok"] != true || first["vital"] != true || first["error"] != "" {
		t.Errorf("the first part is %v", parts[0])
	}
	if changed := before.Changed(c.Stored(t)); changed != nil {
		t.Errorf("looking left %s behind", changed)
	}
}
