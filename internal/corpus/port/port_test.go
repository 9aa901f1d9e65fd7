package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/corpus"
)

const before = `package p

import "time"

// wait waits.
func wait(d time.Duration) { // long
	time.Sleep(d)
}

func twice() int {
	n := 1
	wait(time.Second)
	return n
}
`

const after = `package p

import (
	"time"

	"example.com/p/internal/aio"
)

// wait waits.
func wait(co aio.Context, d time.Duration) { // long
	aio.Sleep(co, d)
}

func twice(co aio.Context) int {
	n := 1
	wait(co, time.Second)
	return n
}
`

func attributed(t *testing.T, old, ported string, sites ...site) inspection {
	t.Helper()
	var found inspection
	if err := found.attribute([]file{{"p.go", []byte(old), []byte(ported)}}, sites); err != nil {
		t.Fatal(err)
	}
	return found
}

var sleep = site{File: "p.go", Line: 7, Column: 2, Construct: "sleep", Status: rewritten}

func TestAttribute(t *testing.T) {
	found := attributed(t, before, after, sleep)
	if found.Changed != 5 { // import, two signatures, the sleep, the call
		t.Errorf("%d changed lines, want 5", found.Changed)
	}
	if len(found.Outside) > 0 {
		t.Errorf("outside: %q, want nothing", found.Outside)
	}
	if found = attributed(t, before, after); !slices.Equal(found.Outside, []string{"p.go:7: time.Sleep(d)"}) {
		t.Errorf("without a site, outside: %q, want the sleep", found.Outside)
	}
	constrained := strings.Replace(after, "package p\n", "//go:build go1.18\n\npackage p\n", 1)
	if found = attributed(t, before, constrained, sleep); len(found.Outside) > 0 {
		t.Errorf("with a build line, outside: %q, want nothing", found.Outside)
	}
	other := strings.Replace(after, "n := 1\n", "n := 1 + 0\n", 1)
	if found = attributed(t, before, other, sleep); !slices.Equal(found.Outside, []string{"p.go:11: n := 1"}) {
		t.Errorf("outside: %q, want the line that changed for no reason", found.Outside)
	}
}

// A line that stayed is no change because one way to read a diff gives it up.
func TestReadings(t *testing.T) {
	old := "package p\n\nfunc (p *Policy) Start(ctx context.Context) Controller {\n\tig := newInterval(p.options...)\n\treturn newController(ctx, ig)\n}\n"
	ported := "package p\n\nfunc (p *Policy) Start(ctx context.Context) Controller {\n\tco, leave := aio.Enter(ctx)\n\tdefer leave()\n\treturn p.StartCo(co)\n}\n\n" +
		"// StartCo is Start for a caller that has a task.\nfunc (p *Policy) StartCo(co aio.Context) Controller {\n\tig := newInterval(p.options...)\n\treturn newController(co, ig)\n}\n"
	if found := attributed(t, old, ported, site{File: "p.go", Line: 3, Column: 1, Construct: "entry", Status: rewritten}); len(found.Outside) > 0 {
		t.Errorf("outside: %q, want nothing", found.Outside)
	}
}

// A blank line goes with the statement in front of it, and with nothing else.
func TestBlankLines(t *testing.T) {
	old := "package p\n\nfunc f() {\n\tgo func() {\n\t\tdefer wg.Done()\n\n\t\twork()\n\n\t\twork()\n\t}()\n}\n"
	ported := strings.Replace(old, "\t\tdefer wg.Done()\n\n", "", 1)
	if found := attributed(t, old, ported); len(found.Outside) > 0 {
		t.Errorf("outside: %q, want nothing", found.Outside)
	}
	if found := attributed(t, old, strings.Replace(ported, "work()\n\n", "work()\n", 1)); !slices.Equal(found.Outside, []string{"p.go:8: "}) {
		t.Errorf("outside: %q, want the blank line between two statements that stay", found.Outside)
	}
}

// The task takes the place of the variable for the context that a function enters with.
func TestEmptyContext(t *testing.T) {
	old := "package p\n\nfunc main() {\n\tctx := context.Background()\n\tprintln()\n\twait(ctx)\n}\n\nfunc wait(ctx context.Context) {}\n"
	ported := "package p\n\nfunc main() {\n\tco, leave := aio.Enter(context.Background())\n\tdefer leave()\n\tprintln()\n\twait(co)\n}\n\nfunc wait(co aio.Context) {}\n"
	entry := site{File: "p.go", Line: 3, Column: 1, Construct: "entry", Status: rewritten}
	if found := attributed(t, old, ported, entry); len(found.Outside) > 0 {
		t.Errorf("outside: %q, want nothing", found.Outside)
	}
	plain := strings.Replace(strings.Replace(ported, "\tco, leave := aio.Enter(context.Background())\n\tdefer leave()\n", "", 1), "wait(co)", "wait(nil)", 1)
	if found := attributed(t, old, plain); !slices.Equal(found.Outside, []string{"p.go:4: ctx := context.Background()"}) {
		t.Errorf("outside: %q, want the variable of a function that does not enter", found.Outside)
	}
}

func TestLostComments(t *testing.T) {
	if lost := lostComments(file{"p.go", []byte(before), []byte(after)}); len(lost) > 0 {
		t.Errorf("lost %q, want nothing", lost)
	}
	gone := strings.Replace(after, " // long", "", 1)
	if lost := lostComments(file{"p.go", []byte(before), []byte(gone)}); !slices.Equal(lost, []string{"p.go:6: // long"}) {
		t.Errorf("lost %q, want the comment of line 6", lost)
	}
}

// What the steps leave in the logs, and what is written of it.
func TestReport(t *testing.T) {
	logs := t.TempDir()
	put := func(name string, v any) {
		data, err := json.Marshal(v)
		if err == nil {
			err = os.WriteFile(filepath.Join(logs, name), data, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("example.com_a.first.json", outcome{Sites: []site{
		{Status: rewritten, Construct: "sleep"},
		{Status: refused, Construct: "lock", Rule: "lock", Reason: "lock-escapes", Kind: "lock"},
		{Status: refused, Construct: "sleep", Reason: "init", Kind: "sleep"},
		{Status: refused, Construct: "sleep", Reason: "init", Kind: "sleep"},
		{Status: notApplicable, Construct: "lock", Rule: "lock", Reason: "lock-short"},
	}})
	put("example.com_a.second.json", outcome{})
	put("example.com_a.found.json", inspection{Changed: 3})
	log := "module\tport\tbuild\tvet\ttests\tseconds\tport_s\ttest_s\n" +
		"example.com/a\t0\tok\tpre\tflaky\t1\t1\t1\n" +
		"example.com/b\t2\tok\tok\tFAIL\t1\t1\t1\n" +
		"TOTAL 2 modules\n"
	var out, text bytes.Buffer
	modules, err := follow(strings.NewReader(log), &out, logs)
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) != 2 || !modules[0].ok() || modules[1].ok() || allWell(modules) {
		t.Errorf("want the first of two modules to be well, the other not:\n%s", &out)
	}
	writeSites(&text, modules)
	want := `# What asyncport port makes of the sites of each module; make corpus writes it.
example.com/a: 1 rewritten, 3 refused, 1 not applicable
	init 2
	lock/lock-escapes 1
example.com/b: 0 rewritten, 0 refused, 0 not applicable

all: 1 rewritten, 3 refused, 1 not applicable; 25% of those that ask for a rewrite
	init 2
	lock/lock-escapes 1
`
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &text, want)
	}

	list := []corpus.Module{{Path: "example.com/a", Version: "v1.0.0"}, {Path: "example.com/b", Version: "v1.0.0"}}
	var again bytes.Buffer
	joined, err := collect(list, &again, logs)
	if err != nil {
		t.Fatal(err)
	}
	if again.String() != out.String() || len(joined) != 2 {
		t.Errorf("put together from the logs:\n%s\nwant what the run printed:\n%s", &again, &out)
	}
	_, err = collect(append(list, corpus.Module{Path: "example.com/c", Version: "v1.0.0"}), &again, logs)
	if err == nil || !strings.Contains(err.Error(), "example.com/c") {
		t.Errorf("a module that was not ported: got error %v, want one that names it", err)
	}
}

func TestReady(t *testing.T) {
	for _, test := range []struct {
		site site
		want bool
	}{
		{site{Status: rewritten, Construct: "sleep", Kind: "sleep"}, true},
		{site{Status: notApplicable, Construct: "sleep", Kind: "sleep"}, true},
		{site{Status: refused, Construct: "sleep", Kind: "sleep"}, false},
		{site{Status: refused, Construct: "go statement"}, true},
		{site{Status: refused, Construct: "polling loop"}, false},
		{site{Status: notApplicable, Construct: "polling loop"}, true},
	} {
		if got := (&outcome{Sites: []site{test.site}}).ready(); got != test.want {
			t.Errorf("%+v: ready is %v, want %v", test.site, got, test.want)
		}
	}
}

// TestMissingLogs wants a module whose last step failed to be no success.
func TestMissingLogs(t *testing.T) {
	logs := t.TempDir()
	for _, name := range []string{"a_b.first.json", "a_b.second.json", "a_b.found.json"} {
		m, err := readModule(logs, []string{"a/b", "0", "ok", "ok", "ok"})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		m.print(&out)
		if m.ok() || !strings.Contains(out.String(), "not looked at to the end: no "+name) {
			t.Errorf("without %s: well is %t, printed %q", name, m.ok(), out.String())
		}
		if err := os.WriteFile(filepath.Join(logs, name), []byte("{}"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if m, err := readModule(logs, []string{"a/b", "0", "ok", "ok", "ok"}); err != nil || !m.ok() {
		t.Errorf("with all logs: well is false, error %v", err)
	}
}
