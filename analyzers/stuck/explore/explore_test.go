package explore

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// std imports each package of the standard library once.
var std = struct {
	sync.Mutex
	types.Importer
}{Importer: importer.ForCompiler(token.NewFileSet(), "source", nil)}

// report explores a package whose source is given by file name.
func report(t *testing.T, files map[string]string, b Budget) (Report, *token.FileSet) {
	t.Helper()
	fset := token.NewFileSet()
	var list []*ast.File
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := parser.ParseFile(fset, name, files[name], parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, f)
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
		Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
	}
	std.Lock()
	conf := types.Config{Importer: std.Importer}
	pkg, err := conf.Check("p", fset, list, info)
	std.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	return Package(&analysis.Pass{Fset: fset, Files: list, Pkg: pkg, TypesInfo: info}, b), fset
}

// stuckIn explores the body of one function and returns where somebody is stuck:
// the kind of the operation that was blocked first and its line in the body.
func stuckIn(t *testing.T, body string) string {
	t.Helper()
	const head = "package p; import (\"sync\"; \"time\"); var _ sync.Mutex; var _ = time.Second; func f(n int, ok bool) {\n"
	r, fset := report(t, map[string]string{"p.go": head + body + "\n}"}, DefaultBudget)
	var s []string
	for _, f := range r.Findings {
		s = append(s, fmt.Sprintf("%s %d", f.Kind, fset.Position(f.Pos).Line-1))
	}
	return strings.Join(s, ", ")
}

// Expected values follow from the language specification and the documentation of
// package sync.
func TestMachine(t *testing.T) {
	for _, c := range []struct{ name, want, body string }{
		{"send without receiver", "send 2", "ch := make(chan int)\ngo func() { ch <- 1 }()"},
		{"send with a receiver", "", "ch := make(chan int)\ngo func() { ch <- 1 }()\n<-ch"},
		{"room for all", "", "ch := make(chan int, 2)\ngo func() { ch <- 1; ch <- 2 }()"},
		{"room for all but one", "send 3", "ch := make(chan int, 2)\ngo func() { ch <- 1; ch <- 2\nch <- 3 }()"},
		{"receive from a closed channel", "", "ch := make(chan int)\nclose(ch)\ngo func() { <-ch; <-ch }()"},
		{"close keeps what is in the buffer", "receive 5", "ch, never := make(chan int, 1), make(chan int)\nch <- 1\nclose(ch)\ngo func() { if v, ok := <-ch; ok && v == 1 { if _, ok := <-ch; !ok {\n<-never } } }()"},
		{"close wakes all", "", "ch := make(chan int)\ngo func() { <-ch }()\ngo func() { <-ch }()\nclose(ch)"},
		{"first in, first out", "receive 5", "ch, never := make(chan int, 2), make(chan int)\nch <- 1\nch <- 2\ngo func() { if <-ch == 1 && <-ch == 2 {\n<-never } }()"},
		{"nil channel", "receive 2", "var ch chan int\ngo func() { <-ch }()"},
		{"range over an open channel", "receive 2", "ch := make(chan int)\ngo func() { for range ch { } }()\nch <- 1"},
		{"range over a closed channel", "", "ch := make(chan int)\ngo func() { for range ch { } }()\nch <- 1\nclose(ch)"},
		{"select with default", "", "ch := make(chan int)\ngo func() { select { case ch <- 1: default: } }()"},
		{"select without partner", "select 2", "a, b := make(chan int), make(chan int)\ngo func() { select { case <-a: case b <- 1: } }()"},
		{"select with one partner", "", "a, b := make(chan int), make(chan int)\ngo func() { select { case <-a: case b <- 1: } }()\n<-b"},
		{"select whose other case is chosen", "send 2", "a, b := make(chan int), make(chan int)\ngo func() { a <- 1 }()\ngo func() { close(b) }()\nselect { case <-a: case <-b: }"},
		{"readers together", "", "var mu sync.RWMutex\ngo func() { mu.RLock(); mu.RLock(); mu.RUnlock(); mu.RUnlock() }()"},
		{"a writer goes before the second read lock", "lock 4", "var mu sync.RWMutex\ngo func() { mu.RLock()\nmu.RLock(); mu.RUnlock(); mu.RUnlock() }()\ngo func() { mu.Lock(); mu.Unlock() }()"},
		{"lock that is not released", "lock 2", "var mu sync.Mutex\ngo func() { mu.Lock(); mu.Unlock() }()\nmu.Lock()"},
		{"two orders", "lock 2", "var a, b sync.Mutex\ngo func() { a.Lock(); b.Lock(); b.Unlock(); a.Unlock() }(); go func() { b.Lock(); a.Lock(); a.Unlock(); b.Unlock() }()"},
		{"one order", "", "var a, b sync.Mutex\ngo func() { a.Lock(); b.Lock(); b.Unlock(); a.Unlock() }()\ngo func() { a.Lock(); b.Lock(); b.Unlock(); a.Unlock() }()"},
		{"more Add than Done", "Wait 4", "var wg sync.WaitGroup\nwg.Add(2)\ngo wg.Done()\nwg.Wait()"},
		{"as many Done as Add", "", "var wg sync.WaitGroup\nwg.Add(2)\ngo wg.Done()\ngo wg.Done()\nwg.Wait()"},
		{"Go ends by itself", "", "var wg sync.WaitGroup\nwg.Go(func() {})\nwg.Wait()"},
		{"Go of who cannot be followed", "", "var wg sync.WaitGroup\nwg.Go(func() { for i := 0; i < n*n; i++ { } })\nwg.Wait()"},
		{"signal before Wait", "Wait 4", "var mu sync.Mutex\nc := sync.NewCond(&mu)\ngo c.Signal()\nmu.Lock(); c.Wait()"},
		{"one signal for two", "Wait 4", "var mu sync.Mutex\nc := sync.NewCond(&mu)\nfor range 2 { go func() { mu.Lock()\nc.Wait(); mu.Unlock() }() }\ntime.Sleep(time.Second); mu.Lock(); c.Signal(); mu.Unlock()"},
		{"a broadcast for two", "", "var mu sync.Mutex\nc := sync.NewCond(&mu)\nfor range 2 { go func() { mu.Lock()\nc.Wait(); mu.Unlock() }() }\ntime.Sleep(time.Second); mu.Lock(); c.Broadcast(); mu.Unlock()"},
		{"Once within itself", "Do 3", "var o sync.Once\ngo func() { o.Do(func() {\no.Do(func() {}) }) }()"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := stuckIn(t, c.body); got != c.want {
				t.Errorf("stuck in %q, want %q\n%s", got, c.want, c.body)
			}
		})
	}
}

const broker = `package p

type broker struct{ stop chan chan bool }

func newBroker(answers bool) *broker {
	b := &broker{make(chan chan bool)}
	go func() {
		answer := <-b.stop
		if answers {
			answer <- true
		}
	}()
	return b
}

func (b *broker) Stop() {
	answer := make(chan bool)
	b.stop <- answer
	<-answer
}
`

// Who uses the broker in a test may forget to stop it, which is no defect of the
// broker; but nobody can give the answer that it forgets.
func TestTester(t *testing.T) {
	for _, c := range []struct {
		body string
		want int
	}{
		{"newBroker(true)", 0},
		{"newBroker(true).Stop()", 0},
		{"newBroker(false).Stop()", 1},
		{"go newBroker(true).Stop()", 0},
	} {
		r, _ := report(t, map[string]string{
			"p.go":      broker,
			"p_test.go": "package p\n\nfunc TestBroker() {\n\t" + c.body + "\n}",
		}, DefaultBudget)
		if len(r.Findings) != c.want {
			t.Errorf("%s: %d findings, want %d", c.body, len(r.Findings), c.want)
		}
	}
}

func TestBudget(t *testing.T) {
	files := map[string]string{"p.go": `package p

func f(a, b, c bool) {
	ch := make(chan int)
	go func() {
		if a { println() }
		if b { println() }
		if c { println() }
		ch <- 1
	}()
	<-ch
}

func g() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	<-ch
}
`}
	for _, c := range []struct {
		name, cut, skipped string
		budget             Budget
	}{
		{"enough", "", "", DefaultBudget},
		{"for a function", "p.f", "", Budget{Runs: 600, Idle: 100, Steps: 100, Package: 10_000}},
		{"for the package", "p.f", "p.g", Budget{Runs: 600, Idle: 100, Steps: 100, Package: 50}},
	} {
		r, _ := report(t, files, c.budget)
		var cut, skipped []string
		for _, fn := range r.Cut {
			cut = append(cut, fn.String())
		}
		for _, fn := range r.Skipped {
			skipped = append(skipped, fn.String())
		}
		if got := strings.Join(cut, " "); got != c.cut {
			t.Errorf("%s: cut %q, want %q", c.name, got, c.cut)
		}
		if got := strings.Join(skipped, " "); got != c.skipped {
			t.Errorf("%s: skipped %q, want %q", c.name, got, c.skipped)
		}
	}
}
