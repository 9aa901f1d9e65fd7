package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestFactsMatchTraces runs a program whose goroutines all get stuck, and looks
// for each function in the dump of their stacks: "facts" must know it under just that
// name, and what it waits in, or that it calls what nobody knows.
func TestFactsMatchTraces(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/traces.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range archive.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	kinds := factsOf(t, dir)
	seen := make(map[string]bool)
	for _, g := range tracesOf(t, dir) {
		want, ok := reasonKind(g.reason)
		for _, fn := range g.funcs {
			seen[fn] = true
			switch have, known := kinds[fn]; {
			case !ok:
				t.Errorf("%s waits in %q, which is no kind", fn, g.reason)
			case !known:
				t.Errorf("%s waits in %q, and has no row", fn, g.reason)
			case !slices.Contains(have, want) && !slices.Contains(have, "dyn?"):
				t.Errorf("%s waits in %q, facts know %v", fn, g.reason, have)
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("the traces hold %d functions; the program does not do what it is for", len(seen))
	}
	// And the other way: the program runs into all that it has, save what the
	// compiler drops, and main ends the program.
	for fn := range kinds {
		if !seen[fn] && fn != "main.main" && !strings.Contains(fn, ".dead") {
			t.Errorf("%s has a row and is in no trace", fn)
		}
	}
}

func factsOf(t *testing.T, dir string) map[string][]string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := execute(t.Context(), []string{"-C", dir, "facts", "--json", "./..."}, &stdout, &stderr); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, &stderr)
	}
	kinds := make(map[string][]string)
	for dec := json.NewDecoder(&stdout); dec.More(); {
		var row struct {
			Func  string
			Kinds []string
		}
		if err := dec.Decode(&row); err != nil {
			t.Fatal(err)
		}
		kinds[row.Func] = row.Kinds
	}
	return kinds
}

// trace is what a goroutine waits for, and the functions of the program on its
// stack.
type trace struct {
	reason string
	funcs  []string
}

var (
	traceHead = regexp.MustCompile(`^goroutine \d+ \[([^],]+)`)
	traceFunc = regexp.MustCompile(`^((?:main|example\.com/traces/[^.]*)\..*)\(.*\)$`)
	// The compiler makes these functions; they have no row of their own.
	madeFunc = regexp.MustCompile(`-range\d+|\.gowrap\d+|\.deferwrap\d+|-fm$`)
)

func tracesOf(t *testing.T, dir string) []trace {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "run", "-gcflags=all=-l", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var traces []trace
	for _, stack := range strings.Split(string(out), "\n\n") {
		head, rest, _ := strings.Cut(stack, "\n")
		m := traceHead.FindStringSubmatch(head)
		if m == nil || m[1] == "running" {
			continue
		}
		g := trace{reason: m[1]}
		for line := range strings.Lines(rest) {
			if f := traceFunc.FindStringSubmatch(strings.TrimSpace(line)); f != nil && !madeFunc.MatchString(f[1]) {
				g.funcs = append(g.funcs, f[1])
			}
		}
		traces = append(traces, g)
	}
	return traces
}

func reasonKind(reason string) (string, bool) {
	for prefix, kind := range map[string]string{
		"chan ": "chan", "select": "select", "sleep": "sleep", "IO wait": "net",
		"sync.Mutex.": "lock", "sync.RWMutex.": "lock", "sync.WaitGroup.": "wait", "sync.Cond.": "wait",
	} {
		if strings.HasPrefix(reason, prefix) {
			return kind, true
		}
	}
	return "", false
}
