package command_test

import (
	"runtime"
	"strings"
	"testing"

	"campfire/internal/command"

	"github.com/spf13/cobra"
)

func TestTheVersionIsTold(t *testing.T) {
	says, err := runOf(command.Version("v1.2.3"))
	if err != nil || !strings.HasPrefix(says, "campfire v1.2.3\n") || !strings.Contains(says, runtime.Version()) {
		t.Errorf("it says %q, %v", says, err)
	}
}

func TestShellsCompleteCommands(t *testing.T) {
	root := &cobra.Command{Use: "campfire"}
	root.AddCommand(command.Completion(root), &cobra.Command{Use: "frobnicate", Run: func(*cobra.Command, []string) {}})
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if says, err := runOf(root, "completion", shell); err != nil || !strings.Contains(says, "campfire") || len(says) < 1000 {
			t.Errorf("%s: %.100q, %v", shell, says, err)
		}
	}
	for _, wrong := range [][]string{{"completion"}, {"completion", "cmd.exe"}, {"completion", "bash", "zsh"}} {
		if says, err := runOf(root, wrong...); err == nil {
			t.Errorf("%v works: %s", wrong, says)
		}
	}
	if says, err := runOf(root, "__complete", "fro"); err != nil || !strings.HasPrefix(says, "frobnicate") {
		t.Errorf("the beginning of a command becomes %q, %v", says, err)
	}
}
