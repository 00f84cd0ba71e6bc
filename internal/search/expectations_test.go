package search_test

import (
	"slices"
	"strings"
	"testing"
)

// said is what the expectations are about, by a short name. Each is one message.
var said = map[string]string{
	"hyphen":  "The foo-bar adapter is on the shelf",
	"spaced":  "A foo in a bar",
	"cpp":     "We write the codec in C++ these days",
	"csharp":  "The desktop client is C#",
	"plainC":  "Only the kernel is plain C",
	"address": "The printer is at 10.0.0.7 again",
	"other":   "Version 10 has 7 open issues",
	"ident":   "Rename user_id to account_id in the export",
	"camel":   "Call sendInvoice() once a month",
	"cafe":    "Meet me at the Café Müller",
	"plural":  "Two invoices were running late",
	"running": "I ran the stories by legal",
	"url":     "Slides: https://example.com/decks/2026-plan?page=3#top",
	"mail":    "Write to billing@example.org before noon",
	"quote":   `She said "never again" twice`,
	"never":   "Again and again, never a reply",
	"shang":   "我明天去上海出差",
	"tokyo":   "来週は東京タワーに行きます",
	"korean":  "회의는 내일 오후에 있습니다",
	"thai":    "พรุ่งนี้ประชุมที่กรุงเทพ",
	"german":  "Die Autobahnbrücke ist gesperrt, Straße frei",
	"russian": "Встреча в Москве завтра",
	"greek":   "Καλημέρα από την Αθήνα",
	"arabic":  "الاجتماع غدا في القاهرة",
	"hebrew":  "הפגישה מחר בתל אביב",
	"emoji":   "Shipped 🎉 and done",
	"operat":  "This AND that OR NOT those NEAR here",
	"percent": "Sales grew 100% and _underscores_ too",
	"hash":    "Broke at commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
	"long":    "supercalifragilisticexpialidociousandthensomemoreletters is a word",
	"polish":  "Zażółć gęślą jaźń, Łódź",
	"mixed":   "deploy 到上海 at noon",
	"wide":    "ＦＵＬＬ width letters",
}

// expectations say which of them a query finds (G41), in any order.
var expectations = []struct{ query, finds string }{
	{"foo-bar", "hyphen"}, {"foo bar", "hyphen spaced"}, {"foo-b", "hyphen"}, {`"foo bar"`, "hyphen"}, {"bar-foo", ""},
	{"C++", "cpp"}, {"c++", "cpp"}, {"C#", "csharp"}, {`"C"`, "cpp csharp plainC"}, {"c++ codec", "cpp"},
	{"10.0.0.7", "address"}, {"10.0.0", "address"}, {"10 7", "address other"}, {"0.0.7", "address"},
	{"user_id", "ident"}, {"account_id export", "ident"}, {"user", "ident"}, {"sendInvoice", "camel"}, {"sendinvoice()", "camel"},
	{"cafe", "cafe"}, {"CAFÉ", "cafe"}, {"muller", "cafe"}, {"müller", "cafe"},
	{"invoice", "plural camel"}, {"invoices", "plural"}, {"run", "plural"}, {"story", "running"}, {`"invoice"`, ""}, {"runn", "plural"},
	{"https://example.com/decks/2026-plan", "url"}, {"example.com", "url"}, {"decks", "url"}, {"2026-plan?page=3", "url"},
	{"billing@example.org", "mail"}, {"billing", "mail"}, {"example.org", "mail"},
	{`"never again"`, "quote"}, {"never again", "quote never"}, {"“never again”", "quote"}, {`"again twice`, "quote"},
	{"上", "shang mixed"}, {"上海", "shang mixed"}, {"去上海", "shang"}, {"去上海出", "shang"}, {"海上", ""}, {"東京", "tokyo"}, {"タワー", "tokyo"},
	{"회의", "korean"}, {"내일 오후", "korean"}, {"ประชุม", "thai"}, {"deploy 上海", "mixed"},
	{"bahn", "german"}, {"autobahnbrucke", "german"}, {"brücke gesperrt", "german"}, {"strasse", "german"},
	{"москве", "russian"}, {"ВСТРЕЧА", "russian"}, {"αθηνα", "greek"}, {"القاهرة", "arabic"}, {"אביב", "hebrew"},
	{"🎉", "emoji"}, {"AND that OR", "operat"}, {"NOT those", "operat"}, {"near", "operat"}, {"NEAR(this, that)", ""},
	{"100%", "percent"}, {"underscore", "percent"}, {"%", ""}, {"_", ""}, {"9f86d08", "hash"}, {"d659a2fea", "hash"},
	{"supercalifragilistic", "long"}, {"expialidocious", "long"}, {"lodz", "polish"}, {"zazolc gesla", "polish"}, {"full width", "wide"},
	{"col:this", ""}, {"words:foo", ""}, {"*", ""}, {`"`, ""}, {`""`, ""}, {"(", ""}, {"^foo", "hyphen spaced"}, {"foo*", "hyphen spaced"},
	{"-foo", "hyphen spaced"}, {"+bar", "hyphen spaced"}, {"{foo bar}", "hyphen spaced"}, {"foo\x00bar", "hyphen"}, {"nothinglikethis", ""},
}

func TestG41Expectations(t *testing.T) {
	c := start(t)
	byText := map[string]string{}
	for name, text := range said {
		c.post(c.kevin, c.Watercooler, escape(text))
		byText[text] = name
	}
	c.caughtUp()
	if len(expectations) < 60 {
		t.Fatalf("%d expectations are too few", len(expectations))
	}
	for _, e := range expectations {
		got := []string{}
		for _, text := range c.find(c.jason, e.query) {
			got = append(got, byText[text])
		}
		want := strings.Fields(e.finds)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", e.query, got, want)
		}
	}
}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(text)
}
