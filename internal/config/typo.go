package config

import (
	"slices"
	"strings"
)

// Names shorter than shortName resemble too much that is not ours, such as PORT and HOST. In those of longName and more
// two slips are forgiven.
const (
	shortName = 8
	longName  = 15
)

// findTypos complains about variables that are nearly named like one of ours: nobody else reads those, and whoever set
// VAPID_PUBLC_KEY believes that it counts.
func (r *reader) findTypos() {
	known := []string{}
	for i := range Variables {
		known = append(known, Variables[i].names()...)
	}
	wrong := []string{}
	for name := range r.values {
		if !slices.Contains(known, name) && meant(name, known) != "" {
			wrong = append(wrong, name)
		}
	}
	slices.Sort(wrong)
	for _, name := range wrong {
		r.failf("%s is no setting; rename it to %s if that was meant, or unset it", name, meant(name, known))
	}
}

// meant returns the known name that name is a slip of, or "".
func meant(name string, known []string) string {
	upper := strings.ToUpper(name)
	for _, candidate := range known {
		slips := 1
		if len(candidate) >= longName {
			slips = 2
		}
		if len(candidate) >= shortName && distance(upper, candidate) <= slips {
			return candidate
		}
	}
	return ""
}

// distance counts the letters to add, drop, change or swap with a neighbour to get from a to b.
func distance(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
