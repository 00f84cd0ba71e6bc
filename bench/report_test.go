package main

import "testing"

func of(values ...float64) (out []Measure) {
	for _, v := range values {
		out = append(out, Measure{Value: v})
	}
	return out
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name string
		row  Row
		want string
	}{
		{"nothing asked", Row{Ours: of(1), Plain: of(1)}, ""},
		{"nothing measured", Row{TimesPlain: 5, Plain: of(1)}, ""},
		{"median of the rounds", Row{TimesPlain: 5, Ours: of(40, 50, 90), Plain: of(10, 10, 10)}, "yes"},
		{"ratio round by round", Row{TimesPlain: 5, Ours: of(40, 100, 40), Plain: of(10, 10, 10)}, "NO"},
		{"both of two", Row{TimesPlain: 5, ShareOfRaw: 0.6, Ours: of(50), Plain: of(1), Raw: of(100)}, "NO"},
		{"at most", Row{AtMost: 20, Ours: of(20)}, "yes"},
		{"zero", Row{Zero: true, Ours: of(1)}, "NO"},
		{"errors are no speed", Row{TimesPlain: 1, Ours: []Measure{{Value: 9, Errors: 1}}, Plain: of(1)}, "NO"},
	} {
		c.row.judge()
		if c.row.Met != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.row.Met, c.want)
		}
	}
}

func TestThousands(t *testing.T) {
	for value, want := range map[float64]string{0: "0", 7.25: "7.2", 20: "20", 999: "999", 1000: "1,000", 1284000.4: "1,284,000"} {
		if got := thousands(value); got != want {
			t.Errorf("%v is %q, want %q", value, got, want)
		}
	}
}
