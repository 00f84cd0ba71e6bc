package main

import (
	"os"
	"testing"

	"campfire/internal/sound"
	"campfire/internal/sound/score"
	"campfire/internal/sound/synth"
)

const root = "../../../"

func TestTheInterfaceHasTheCatalogue(t *testing.T) {
	written, err := os.ReadFile(root + catalogueFile)
	if err != nil {
		t.Fatal(err)
	}
	want, err := catalogueSource(root + clipFolder)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != want {
		t.Errorf("%s is not what internal/sound and the clips say; run make sounds", catalogueFile)
	}
}

// Together they may weigh 2 MB: they are in the binary.
func TestTheClipsAreFew(t *testing.T) {
	entries, err := os.ReadDir(root + clipFolder)
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if all := len(sound.All()); len(entries) != all || total > 2_000_000 {
		t.Errorf("%d clips for %d sounds, %d bytes", len(entries), all, total)
	}
}

// Listening by measure: what is kept in git is decoded as a browser would, and held against what the generator plays.
func TestEveryClipIsHeardAndIsItsScore(t *testing.T) {
	heard := map[string]profile{}
	for _, s := range sound.All() {
		clip := decode(t, clipPath(root+clipFolder, s.Name))
		piece, ok := score.Make(s.Name)
		if !ok {
			t.Fatalf("%s has no score", s.Name)
		}
		if seconds := clip.Seconds(); seconds < 0.3 || seconds > 7.5 || seconds < piece.Seconds()-0.01 {
			t.Errorf("%s lasts %.2f s, its score %.2f s", s.Name, seconds, piece.Seconds())
		}
		if peak := clip.Peak(); peak > 0.99 || peak < 0.2 {
			t.Errorf("%s peaks at %.2f", s.Name, peak)
		}
		if loudness := clip.Loudness(); loudness < synth.TargetLoudness-2 || loudness > synth.TargetLoudness+1 {
			t.Errorf("%s has a loudness of %.1f dB, want about %.1f", s.Name, loudness, synth.TargetLoudness)
		}
		p := profileOf(clip)
		if p.centroid < 150 || p.centroid > 7000 || p.silent > 0.6 {
			t.Errorf("%s has its centre at %.0f Hz and is silent for %.0f %%", s.Name, p.centroid, 100*p.silent)
		}
		if alike := likeness(clip, piece); alike < 0.8 {
			t.Errorf("%s is not what its score plays (%.2f alike); run make sounds", s.Name, alike)
		}
		heard[s.Name] = p
		t.Logf("%-14s %4.1f s  peak %.2f  loudness %5.1f dB  centre %4.0f Hz  silent %2.0f %%", s.Name, clip.Seconds(), clip.Peak(), clip.Loudness(),
			p.centroid, 100*p.silent)
	}
	for name, a := range heard {
		for other, b := range heard {
			if name < other && a.sameAs(b) {
				t.Errorf("%s and %s sound the same", name, other)
			}
		}
	}
}

func TestThePlayersAreTheSameEachTime(t *testing.T) {
	for _, name := range []string{"tada", "campfire", "ballmer", "56k"} {
		first, _ := score.Make(name)
		second, _ := score.Make(name)
		if string(wave(first)) != string(wave(second)) {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

// The judge can tell: silence, another piece and a clipped one do not pass as the right one.
func TestTheMeasureTellsPiecesApart(t *testing.T) {
	bell, _ := score.Make("bell")
	tada, _ := score.Make("tada")
	if alike := likeness(bell, bell); alike < 0.999 {
		t.Errorf("a bell is %.2f like itself", alike)
	}
	if alike := likeness(tada, bell); alike > 0.5 {
		t.Errorf("a fanfare is %.2f like a bell", alike)
	}
	if !profileOf(bell).sameAs(profileOf(bell)) || profileOf(bell).sameAs(profileOf(tada)) {
		t.Error("profiles do not tell a bell from a fanfare")
	}
	if p := profileOf(synth.Silence(1)); p.silent < 1 {
		t.Errorf("silence is silent for %.2f of its time", p.silent)
	}
}
