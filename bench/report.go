package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"campfire/bench/stats"
	"campfire/bench/target"
)

// Measure is one case on one server in one round.
type Measure struct {
	Value     float64 `json:"value"`
	P50       float64 `json:"p50_ms,omitempty"`
	P99       float64 `json:"p99_ms,omitempty"`
	ServerCPU float64 `json:"server_cpu_us,omitempty"` // per operation
	LoadCPU   float64 `json:"load_cpu_us,omitempty"`   // per operation
	Errors    int     `json:"errors,omitempty"`
	Lost      int     `json:"lost,omitempty"`
	Doubled   int     `json:"doubled,omitempty"`
	Unsorted  int     `json:"unsorted,omitempty"`
	Broken    bool    `json:"broken,omitempty"` // stalled, or connections were closed
	Note      string  `json:"note,omitempty"`
}

// Row is one line of the table: the measures of all rounds, in the order they were taken.
type Row struct {
	Case  string    `json:"case"`
	Unit  string    `json:"unit"`
	Lower bool      `json:"lower_is_better,omitempty"`
	Ours  []Measure `json:"ours,omitempty"`
	Plain []Measure `json:"plain,omitempty"`
	Raw   []Measure `json:"raw,omitempty"`

	// What the issue asks for; 0 asks for nothing.
	TimesPlain float64 `json:"reach_times_plain,omitempty"`
	ShareOfRaw float64 `json:"reach_share_of_raw,omitempty"`
	AtMost     float64 `json:"reach_at_most,omitempty"`
	AtLeast    float64 `json:"stretch_at_least,omitempty"` // shown, not judged
	Zero       bool    `json:"reach_zero,omitempty"`

	// Filled in by judge.
	OverPlain []float64 `json:"ours_over_plain,omitempty"`
	OverRaw   []float64 `json:"ours_over_raw,omitempty"`
	Met       string    `json:"met,omitempty"`
}

type report struct {
	Machine target.Machine             `json:"machine"`
	Options options                    `json:"options"`
	Seconds float64                    `json:"seconds"`
	Rows    []*Row                     `json:"rows"`
	Checks  map[string]target.Verified `json:"checks,omitempty"`
	Notes   []string                   `json:"notes,omitempty"`
}

func milliseconds(d time.Duration) float64 { return stats.Milliseconds(d) }

// row adds a line to the table; the caller appends measures to what it gets.
func (r *report) row(row Row) *Row {
	r.Rows = append(r.Rows, &row)
	return &row
}

func (r *report) notef(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// Faults counts what must never happen, over all checks of ours.
func (r *report) Faults() (total int) {
	for _, row := range r.Rows {
		if row.Zero && len(row.Ours) > 0 {
			total += int(row.Ours[0].Value)
		}
	}
	return total
}

func (r *report) write(path string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}

func (r *report) print(w io.Writer) {
	m := r.Machine
	fmt.Fprintf(w, "\n%s, %d cores, %d MiB, Linux %s, %s, %s, commit %s\nmedians of %d round(s); rates with p50/p99 in ms; %.0f s\n\n",
		m.CPU, m.Cores, m.MemoryMiB, m.Kernel, m.Disk, m.Go, m.Commit, r.Options.Rounds, r.Seconds)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "case\tours\tplain\traw\tours/plain\tours/raw\treach\tmet?")
	for _, row := range r.Rows {
		row.judge()
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.Case, row.cell(row.Ours), row.cell(row.Plain), row.cell(row.Raw),
			ratio(row.OverPlain), ratio(row.OverRaw), row.reach(), row.Met)
	}
	_ = table.Flush()
	fmt.Fprintln(w, "raw: for sends bare SQLite, synchronous=FULL, as many messages per transaction as senders; for fan-out hand-framed WebSockets")
	fmt.Fprintln(w, "* receivers saw messages out of order, twice or not at all")
	for _, note := range r.Notes {
		fmt.Fprintln(w, "note:", note)
	}
}

func values(measures []Measure) []float64 {
	out := make([]float64, len(measures))
	for i, m := range measures {
		out[i] = m.Value
	}
	return out
}

func medianOf(measures []Measure, pick func(Measure) float64) float64 {
	picked := make([]float64, len(measures))
	for i, m := range measures {
		picked[i] = pick(m)
	}
	return stats.Median(picked)
}

// judge computes the ratios of each round and compares their medians with the reach.
func (row *Row) judge() {
	row.OverPlain = stats.Ratios(values(row.Ours), values(row.Plain))
	row.OverRaw = stats.Ratios(values(row.Ours), values(row.Raw))
	row.Met = ""
	if len(row.Ours) == 0 || row.reach() == "" {
		return
	}
	ours := stats.Median(values(row.Ours))
	met := row.TimesPlain == 0 || stats.Median(row.OverPlain) >= row.TimesPlain
	met = met && (row.ShareOfRaw == 0 || stats.Median(row.OverRaw) >= row.ShareOfRaw)
	met = met && (row.AtMost == 0 || ours <= row.AtMost)
	met = met && (!row.Zero || ours == 0)
	for _, m := range row.Ours {
		met = met && (m.Errors == 0 && !m.Broken) // a fast refusal is not speed
	}
	row.Met = map[bool]string{true: "yes", false: "NO"}[met]
}

func (row *Row) reach() string {
	var parts []string
	if row.TimesPlain > 0 {
		parts = append(parts, fmt.Sprintf("%gx plain", row.TimesPlain))
	}
	if row.ShareOfRaw > 0 {
		parts = append(parts, fmt.Sprintf("%.0f%% of raw", row.ShareOfRaw*100))
	}
	if row.AtMost > 0 {
		parts = append(parts, fmt.Sprintf("<= %g %s", row.AtMost, row.Unit))
	}
	if row.Zero {
		parts = append(parts, "0")
	}
	text := strings.Join(parts, ", ")
	if text != "" && row.AtLeast > 0 {
		text += fmt.Sprintf(" (stretch %s%s)", thousands(row.AtLeast), row.Unit)
	}
	return text
}

// cell is the median over the rounds, with the latencies and what went wrong.
func (row *Row) cell(measures []Measure) string {
	if len(measures) == 0 {
		return "-"
	}
	text := thousands(stats.Median(values(measures)))
	if row.Unit != "" && !strings.HasPrefix(row.Unit, "/") {
		text += " "
	}
	text += row.Unit
	p99 := medianOf(measures, func(m Measure) float64 { return m.P99 })
	if p99 > 0 {
		text += fmt.Sprintf(" %.1f/%.1f", medianOf(measures, func(m Measure) float64 { return m.P50 }), p99)
	}
	errors, faults, note := 0, 0, ""
	for _, m := range measures {
		errors += m.Errors
		faults += m.Lost + m.Doubled + m.Unsorted
		note = m.Note
	}
	if errors > 0 {
		text += fmt.Sprintf(" %d errors!", errors)
	}
	if faults > 0 && !row.Zero {
		text += " *"
	}
	if note != "" {
		text += " (" + note + ")"
	}
	return strings.TrimSpace(text)
}

func ratio(ratios []float64) string {
	if len(ratios) == 0 {
		return "-"
	}
	median := stats.Median(ratios)
	if median < 10 {
		return fmt.Sprintf("%.2f", median)
	}
	return fmt.Sprintf("%.0f", median)
}

// thousands prints a figure with as many digits as it deserves.
func thousands(v float64) string {
	if v < 100 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
	}
	digits := strconv.FormatInt(int64(v+0.5), 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
