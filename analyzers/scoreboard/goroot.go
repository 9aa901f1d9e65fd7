package scoreboard

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// GOROOT returns the directory of the installed Go release, whose programs and
// labels are measured against.
func GOROOT(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}
