package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Copy downloads the module if need be and makes a writable copy of it in dir,
// which must not exist. The copy has no vendor directory, and a complete go.mod: a
// module may come without one, or with one that lacks what its tests import.
func (m Module) Copy(ctx context.Context, dir string) error {
	src, err := m.download(ctx)
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
		return fmt.Errorf("%s: %w", m, err)
	}
	if err := writable(dir); err != nil {
		return fmt.Errorf("%s: %w", m, err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "vendor")); err != nil {
		return fmt.Errorf("%s: %w", m, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); errors.Is(err, os.ErrNotExist) {
		if err := m.run(ctx, dir, "mod", "init", m.Path); err != nil {
			return err
		}
		return m.run(ctx, dir, "mod", "tidy")
	}
	if err := m.run(ctx, dir, "list", "-test", "./..."); err != nil && strings.Contains(err.Error(), "go mod tidy") {
		return m.run(ctx, dir, "mod", "tidy")
	}
	return nil
}

// download returns the module's directory in the module cache.
func (m Module) download(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", m.String())
	cmd.Dir = os.TempDir() // a go.mod here is no business of the module's
	cmd.Env = environ()
	out, err := cmd.Output()
	var info struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &info); jsonErr != nil {
		return "", fmt.Errorf("download %s: %w", m, errors.Join(err, jsonErr))
	}
	if info.Error != "" {
		return "", fmt.Errorf("download %s: %s", m, info.Error)
	}
	return info.Dir, nil
}

// run runs the go command. Its error holds what the command printed.
func (m Module) run(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = environ()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: go %s: %w\n%s", m, strings.Join(args, " "), err, out)
	}
	return nil
}

// environ keeps the module apart from the workspace and the toolchain of the
// caller's own module.
func environ() []string {
	return append(os.Environ(), "GOWORK=off", "GOTOOLCHAIN=local", "GOFLAGS=-mod=mod")
}

// writable gives the owner the right to write everything below dir.
func writable(dir string) error {
	return filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil || info.Mode()&os.ModeSymlink != 0 {
			return err
		}
		return os.Chmod(name, info.Mode().Perm()|0o200)
	})
}
