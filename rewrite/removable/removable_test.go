package removable_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/runtime"
	"github.com/asyncport/asyncport/rewrite/site"
)

const head = `package main

import (
	"context"
	"sync"

	"example.com/m/internal/aio"
)

type T struct {
	mu   sync.Mutex
	n    int
	next *T
}

`

// TestObstacles asks for the removal of T.mu in ported programs, each with one
// place that speaks against it, or with none.
func TestObstacles(t *testing.T) {
	tests := []struct{ name, code, main, reason string }{
		{"none", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`, `t.add()`, ""},
		{"a loop beside that of the process", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }
func other(t *T) { _ = aio.NewLoop().Run(context.Background(), func(co aio.Context) error { t.add(); return nil }) }`,
			`go other(t); t.add()`, "removable-loops"},
		{"a Run with a policy", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`,
			`t.add(); _ = aio.Run(co, func(co aio.Context) error { t.add(); return nil }, aio.WithPolicy(aio.Serial))`, "removable-loops"},
		{"another policy somewhere", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }
func choose(p aio.Policy) { aio.SetDefaultPolicy(p) }`, `t.add()`, "removable-policy"},
		{"a goroutine", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`, `go t.add()`, "removable-off-loop"},
		{"a goroutine's literal", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`, `go func() { t.add() }()`, "removable-off-loop"},
		{"a goroutine that enters the loop", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`,
			`go func() { _, leave := aio.Enter(context.Background()); defer leave(); t.add() }()`, ""},
		{"a goroutine before it enters the loop", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`,
			`go func() { t.add(); _, leave := aio.Enter(context.Background()); defer leave() }()`, "removable-off-loop"},
		{"a goroutine that leaves the loop", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`,
			`go func() { _, leave := aio.Enter(context.Background()); leave(); t.add() }()`, "removable-off-loop"},
		{"a goroutine that takes the task along", `func (t *T) add(co aio.Context) { t.mu.Lock(); t.n++; t.mu.Unlock() }`,
			`go func() { t.add(co) }()`, "removable-off-loop"},
		{"a function value that is given the task off the loop", `func (t *T) add(co aio.Context) { t.mu.Lock(); t.n++; t.mu.Unlock() }`,
			`f := t.add; go func() { f(co) }()`, "removable-off-loop"},
		{"a call beside the loop", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`, `aio.Call(co, func() { t.add() })`, "removable-off-loop"},
		{"a method handed to Call", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`, `aio.Call(co, t.add)`, "removable-off-loop"},
		{"two calls away from Call", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }
func (t *T) twice() { t.add(); t.add() }`, `aio.Call(co, func() { t.twice() })`, "removable-off-loop"},
		{"an interface beside the loop", `type adder interface{ add() }
func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`, `var a adder = t; aio.Call(co, func() { a.add() })`, "removable-off-loop"},
		{"a task's body", `func (t *T) add() { t.mu.Lock(); t.n++; t.mu.Unlock() }`, `aio.Spawn(co, func(co aio.Context) { t.add() })`, ""},
		{"before main", `func (t *T) add() bool { t.mu.Lock(); t.n++; t.mu.Unlock(); return true }
var early = (&T{}).add()`, `t.add()`, "removable-off-loop"},
		{"a finalizer", `func (t *T) String() string { t.mu.Lock(); defer t.mu.Unlock(); return "" }`, `_ = t.String()`, "removable-off-loop"},
		{"hand over hand", `func (t *T) add(co aio.Context) {
	t.mu.Lock()
	t.next.mu.Lock()
	t.mu.Unlock()
	aio.Yield(co)
	t.next.mu.Unlock()
}`, `t.add(co)`, "removable-section"},
		{"another one is unlocked", `func (t *T) add() { t.mu.Lock(); t = t.next; t.mu.Unlock() }`, `t.add()`, "removable-section"},
		{"a path without Unlock", `func (t *T) add() {
	t.mu.Lock()
	if t.n++; t.n > 3 {
		return
	}
	t.mu.Unlock()
}`, `t.add()`, "removable-section"},
		{"Unlock first", `func (t *T) add() { t.mu.Unlock(); t.n++; t.mu.Lock() }`, `t.add()`, "removable-section"},
		{"a deferred literal", `func (t *T) add() { t.mu.Lock(); defer func() { t.mu.Unlock() }() }`, `t.add()`, "removable-section"},
		{"a mark", `func (t *T) add(co aio.Context) { t.mu.Lock(); aio.Yield(co); t.mu.Unlock() }`, `t.add(co)`, "removable-yield"},
		{"a mark on one path only", `func (t *T) add(co aio.Context) {
	t.mu.Lock()
	for range 3 {
		if t.n > 1 {
			t.more(co)
		}
	}
	t.mu.Unlock()
}
func (t *T) more(co aio.Context) { t.n-- }`, `t.add(co)`, "removable-yield"},
		{"a deferred mark", `func (t *T) add(co aio.Context) { t.mu.Lock(); defer t.mu.Unlock(); defer aio.Yield(co) }`, `t.add(co)`, "removable-yield"},
		{"a mark behind Unlock", `func (t *T) add(co aio.Context) { t.mu.Lock(); t.n++; t.mu.Unlock(); aio.Yield(co) }`, `t.add(co)`, ""},
		{"a callee that enters", `func (t *T) add() { t.mu.Lock(); t.enter(); t.mu.Unlock() }
func (t *T) enter() { co, leave := aio.Enter(context.Background()); defer leave(); aio.Yield(co) }`, `t.add()`, "removable-yield"},
		{"a wait without a mark", `func (t *T) add(c chan int) { t.mu.Lock(); t.n = <-c; t.mu.Unlock() }`, `c := make(chan int, 1); c <- 1; t.add(c)`, "removable-yield"},
		{"a literal that holds the task", `func (t *T) add(f func()) { t.mu.Lock(); f(); t.mu.Unlock() }`, `t.add(func() { aio.Yield(co) })`, "removable-yield"},
	}
	dir := t.TempDir()
	tree := fstest.MapFS{"go.mod": {Data: []byte("module example.com/m\n\ngo 1.25\n")}}
	files, err := runtime.Files("1.25")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		tree[name] = &fstest.MapFile{Data: data}
	}
	for i, test := range tests {
		main := "\n\nfunc main() {\n\taio.SetDefaultPolicy(aio.Serial)\n\tco, leave := aio.Enter(context.Background())\n\tdefer leave()\n\tt := &T{next: &T{}}\n\t_ = co\n\t" + test.main + "\n}\n"
		tree[command(i)+"/main.go"] = &fstest.MapFile{Data: []byte(head + test.code + main)}
	}
	if err := os.CopyFS(dir, tree); err != nil {
		t.Fatal(err)
	}
	res, err := rewrite.Run(t.Context(), rewrite.Options{
		Dir: dir, Rules: []string{"removable"}, Policy: "serial", Env: append(os.Environ(), "GOWORK=off"),
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			seen := 0
			for _, s := range res.Sites {
				if !strings.HasPrefix(s.Pos.Filename, command(i)+"/") || s.Construct != site.Lock {
					continue
				}
				seen++
				got := s.Reason
				if s.Status == site.Rewritten {
					got = ""
				}
				if got != test.reason {
					t.Errorf("reason %q (%s), want %q", got, s.Detail, test.reason)
				}
			}
			if seen == 0 {
				t.Error("no lock was seen")
			}
		})
	}
	for _, d := range res.Dropped {
		t.Errorf("taken back: %s: %s", d.Package, d.Why)
	}
}

func command(i int) string { return "cmd" + string(rune('a'+i/26)) + string(rune('a'+i%26)) }
