package slack_test

import (
	"encoding/json"
	"testing"

	"campfire/internal/slack"
)

func TestAMessageOfAnExportIsShownAsFarAsItCanBe(t *testing.T) {
	known := slack.Directory{
		Person: func(id string) string {
			if id == "U1" {
				return "<span>@Ada</span>"
			}
			return ""
		},
		Room: func(id string) string { return map[string]string{"C1": "#general"}[id] },
	}
	const rich = `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"},{"type":"text","text":" in "},{"type":"channel","channel_id":"C1"},{"type":"user","user_id":"U9"}]}]}`
	for _, one := range []struct {
		message, want string
		whole         bool
	}{
		{`{"text":"hi <@U1|old name> <@U2|Bob> <@U3> <#C1> <#C2|other>"}`, "hi <span>@Ada</span> @Bob @U3 #general #other", true},
		{`{"text":"as text","blocks":[` + rich + `]}`, "<p><span>@Ada</span> in #general@U9</p>", true},
		{`{"text":"as text","blocks":[` + rich + `,{"type":"hologram"}]}`, "as text", false},
		{`{"text":"as text","blocks":[5]}`, "as text", false},
		{`{"text":"","blocks":[` + rich + `,{"type":"hologram"}]}`, "<p><span>@Ada</span> in #general@U9</p>", false},
		{`{"text":"see","attachments":[{"from_url":"https://x.example","title":"preview"}]}`, "see", true},
		{`{"text":"see","attachments":[{"from_url":"https://x.example","is_msg_unfurl":true,"text":"handed on"}]}`, "see<blockquote>handed on</blockquote>", true},
		{`{"text":"see","attachments":[7,{"fallback":"a <b>","blocks":[{"type":"video"}]}]}`, "see<blockquote>a &lt;b&gt;</blockquote>", false},
		{`{}`, "", true},
	} {
		var w slack.Written
		if err := json.Unmarshal([]byte(one.message), &w); err != nil {
			t.Fatal(err)
		}
		if html, whole := w.HTML(known); html != one.want || whole != one.whole {
			t.Errorf("%s\n becomes %q, %v\n want    %q", one.message, html, whole, one.want)
		}
	}
}

func TestEmojiHaveNames(t *testing.T) {
	for name, want := range map[string]string{
		"tada": "🎉", "+1": "👍️", "thumbsup": "👍️", "+1::skin-tone-6": "👍🏿", "flag-de": "🇩🇪", "skin-tone-2": "🏻", "party_parrot": "", "": "", "#": "", "tada::skin-tone-9": "",
	} {
		if got := slack.Emoji(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
