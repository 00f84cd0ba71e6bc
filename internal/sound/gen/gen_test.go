package main

import (
	"os"
	"testing"
)

func TestTheInterfaceHasTheCatalogue(t *testing.T) {
	written, err := os.ReadFile("../../../" + catalogueFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != catalogueSource() {
		t.Errorf("%s is not what internal/sound says; run make sounds", catalogueFile)
	}
}
