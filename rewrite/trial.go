package rewrite

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Tests is what the tests said that a run of the rewriter ran.
type Tests struct {
	Packages []string // directories of the packages, relative to the module root
	Before   []string // what failed before the port: nothing follows from it
	Unsteady []string // what failed after the port and then did not
}

// trial runs tests on the module with some files replaced, none of them
// written.
type trial struct {
	root    string
	tags    string
	env     []string
	timeout time.Duration
}

// outcome names the tests that failed, as "directory Test/sub"; of a package
// that failed as a whole, or that does not build, the directory alone.
type outcome map[string]bool

// run runs the tests of the packages in dirs whose names match a regular
// expression, all if it is empty.
func (t *trial) run(ctx context.Context, files []FileChange, dirs []string, match string) (outcome, error) {
	temp, err := os.MkdirTemp("", "asyncport-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	overlay, err := t.overlay(temp, files)
	if err != nil {
		return nil, err
	}
	args := []string{"test", "-json", "-count=1", "-vet=off", "-overlay=" + overlay}
	if t.timeout > 0 {
		args = append(args, "-timeout="+t.timeout.String())
	}
	if t.tags != "" {
		args = append(args, "-tags="+t.tags)
	}
	if match != "" {
		args = append(args, "-run="+match)
	}
	for _, dir := range dirs {
		args = append(args, "./"+dir)
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = t.root, t.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var exit *exec.ExitError
	failed, events := readOutcome(&stdout)
	switch {
	case err != nil && !errors.As(err, &exit):
		return nil, fmt.Errorf("cannot run the go command: %w", err)
	case err != nil && events == 0:
		return nil, fmt.Errorf("go test: %s", strings.TrimSpace(stderr.String()))
	}
	return t.byDir(failed, dirs), nil
}

// overlay writes the files below temp, and what tells the go command where
// they stand.
func (t *trial) overlay(temp string, files []FileChange) (string, error) {
	replace := map[string]string{}
	for i, f := range files {
		name := filepath.Join(temp, fmt.Sprintf("%d%s", i, path.Ext(f.Path)))
		if err := os.WriteFile(name, f.New, 0o600); err != nil {
			return "", err
		}
		replace[filepath.Join(t.root, filepath.FromSlash(f.Path))] = name
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(temp, "overlay.json")
	return name, os.WriteFile(name, data, 0o600)
}

// failure is a test that failed; Test is empty for its whole package.
type failure struct{ pkg, test string }

// readOutcome reads what go test -json prints: what failed, and how many events
// there were.
func readOutcome(r *bytes.Buffer) (failed []failure, events int) {
	inside := map[string]bool{}
	var whole []string
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		var ev struct{ Action, Package, Test string }
		if json.Unmarshal(line, &ev) == nil && ev.Package != "" {
			events++
			switch {
			case ev.Action != "fail":
			case ev.Test != "":
				inside[ev.Package] = true
				failed = append(failed, failure{ev.Package, ev.Test})
			default:
				whole = append(whole, ev.Package)
			}
		}
		if err != nil {
			break
		}
	}
	for _, pkg := range whole {
		if !inside[pkg] {
			failed = append(failed, failure{pkg: pkg})
		}
	}
	return failed, events
}

// byDir names what failed by the directories that were asked for.
func (t *trial) byDir(failed []failure, dirs []string) outcome {
	out := outcome{}
	for _, f := range failed {
		best := ""
		for _, dir := range dirs {
			if (f.pkg == dir || strings.HasSuffix(f.pkg, "/"+dir)) && len(dir) > len(best) {
				best = dir
			}
		}
		if best == "" {
			best = "."
		}
		out[strings.TrimSpace(best+" "+f.test)] = true
	}
	return out
}

// beyond returns what failed in o and not before, sorted.
func (o outcome) beyond(before outcome) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if !before[name] {
			list = append(list, name)
		}
	}
	return list
}

// narrow returns the packages of failed tests, and a regular expression for the
// tests; it is empty where a package failed as a whole.
func narrow(failed []string) (dirs []string, match string) {
	var names []string
	whole := false
	for _, f := range failed {
		dir, test, ok := strings.Cut(f, " ")
		dirs = append(dirs, dir)
		if test, _, _ = strings.Cut(test, "/"); ok {
			names = append(names, regexp.QuoteMeta(test))
		}
		whole = whole || !ok
	}
	slices.Sort(names)
	slices.Sort(dirs)
	if !whole {
		match = "^(" + strings.Join(slices.Compact(names), "|") + ")$"
	}
	return slices.Compact(dirs), match
}
