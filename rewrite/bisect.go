package rewrite

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// maxTrials bounds the runs of the tests that look for what broke them. A
// search in n functions takes about log2(n) runs for each that is found.
const maxTrials = 60

// test runs the tests of the touched packages on the input and on the result,
// and takes back the rewrites of the functions that make tests fail.
func (e *engine) test() error {
	e.tests = &Tests{Packages: e.touched()}
	if len(e.tests.Packages) == 0 {
		return nil
	}
	b := &bisection{
		engine: e,
		trial:  trial{root: e.mod.Dir, tags: e.opts.Tags, env: e.opts.Env, timeout: e.opts.TestTimeout},
	}
	var err error
	if b.before, err = b.run(e.ctx, nil, e.tests.Packages, ""); err != nil {
		return fmt.Errorf("run the tests before the port: %w", err)
	}
	e.tests.Before = b.before.beyond(nil)
	for {
		red, err := b.red(e.tests.Packages, "")
		if err != nil || red == nil {
			return err
		}
		if err := b.find(red); err != nil {
			return err
		}
	}
}

// touched returns the directories of the packages that the result changes.
func (e *engine) touched() []string {
	var dirs []string
	for _, f := range e.last.files {
		if !f.Runtime && strings.HasSuffix(f.Path, ".go") {
			dirs = append(dirs, path.Dir(f.Path))
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// bisection looks for the functions whose rewrites make tests fail.
type bisection struct {
	*engine
	trial
	before outcome
	trials int
}

// errTrials says that the search has gone on for too long.
var errTrials = errors.New("too many runs of the tests")

// red runs tests on the last attempt and returns those that fail and did not
// before.
func (b *bisection) red(dirs []string, match string) ([]string, error) {
	after, err := b.run(b.ctx, b.last.files, dirs, match)
	if err != nil {
		return nil, fmt.Errorf("run the tests after the port: %w", err)
	}
	return after.beyond(b.before), nil
}

// find takes back rewrites until the tests that failed do not. One that passes
// when it is run again is named and no longer looked at.
func (b *bisection) find(red []string) error {
	dirs, match := narrow(red)
	again, err := b.red(dirs, match)
	if err != nil {
		return err
	}
	for _, name := range red {
		if !slices.Contains(again, name) {
			b.tests.Unsteady = append(b.tests.Unsteady, name)
			b.before[name] = true
		}
	}
	for red = again; red != nil; {
		dirs, match = narrow(red)
		why := "makes tests fail: " + strings.Join(red, ", ")
		funcs := b.ported()
		if len(funcs) == 0 {
			return fmt.Errorf("nothing is rewritten and tests fail that did not before: %s", strings.Join(red, ", "))
		}
		bad, err := b.culprit(funcs, dirs, match)
		switch {
		case errors.Is(err, errTrials):
			bad, why = funcs, why+"; no single function was found to be the cause"
		case err != nil:
			return err
		}
		b.drop(bad, why)
		if err := b.settle(); err != nil {
			return err
		}
		if red, err = b.red(dirs, match); err != nil {
			return err
		}
	}
	return nil
}

// ported returns the declared functions with rewrites, in source order.
func (e *engine) ported() []*program.Func {
	var list []*program.Func
	seen := map[*program.Func]bool{}
	for _, s := range e.spots {
		if e.last.done[s.Node] == nil || s.Func == nil {
			continue
		}
		if fn := s.Func.Outermost(); !seen[fn] {
			seen[fn] = true
			list = append(list, fn)
		}
	}
	return list
}

// culprit returns the function behind which tests fail when the functions are
// ported one after the other, and do not before it: with none they do not, and
// with all they do.
func (b *bisection) culprit(funcs []*program.Func, dirs []string, match string) ([]*program.Func, error) {
	whole, vetoes, codes, dropped := b.last, b.vetoes, b.codes, b.dropped
	defer func() { b.last, b.vetoes, b.codes, b.dropped = whole, vetoes, codes, dropped }()
	good, bad := 0, len(funcs)
	for bad-good > 1 {
		if b.trials++; b.trials > maxTrials {
			return nil, errTrials
		}
		middle := (good + bad) / 2
		b.vetoes, b.codes = maps.Clone(vetoes), maps.Clone(codes)
		b.drop(funcs[middle:], "")
		if err := b.settle(); err != nil {
			return nil, err
		}
		red, err := b.red(dirs, match)
		if err != nil {
			return nil, err
		}
		if red == nil {
			good = middle
		} else {
			bad = middle
		}
	}
	return funcs[bad-1 : bad], nil
}

// drop forbids the rewrites of functions since tests fail with them.
func (e *engine) drop(funcs []*program.Func, why string) {
	drop := map[*program.Func]bool{}
	for _, fn := range funcs {
		drop[fn] = true
		e.dropped = append(e.dropped, Drop{Package: fn.File.Pkg.PkgPath, Func: fn.Name, Why: why})
	}
	for _, s := range e.spots {
		if s.Func != nil && drop[s.Func.Outermost()] {
			e.forbid(s, ReasonTests, why)
		}
	}
}

// forbid forbids all rules a spot, for a reason other than that it does not
// compile.
func (e *engine) forbid(s *rule.Spot, code, why string) {
	v := veto{nil, s.Node}
	if _, known := e.vetoes[v]; !known {
		e.vetoes[v], e.codes[s.Node] = why, code
	}
}
