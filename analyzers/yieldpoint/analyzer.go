package yieldpoint

import (
	_ "embed"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
)

//go:embed doc.go
var doc string

// Analyzer computes for every function whether it may yield, on what, and why.
// Its result is a [*Result], its fact a [*Fact] per package.
var Analyzer = &analysis.Analyzer{
	Name:       "yieldpoint",
	Doc:        ruledoc.Must(doc, "yieldpoint"),
	URL:        "https://github.com/asyncport/asyncport/blob/main/docs/rules/yieldpoint.md",
	Run:        suppress.Run(run),
	FactTypes:  []analysis.Fact{new(Fact)},
	ResultType: reflect.TypeFor[*Result](),
}

func run(pass *analysis.Pass) (any, error) {
	s := newState(pass)
	// The catalog speaks for the standard library, and the runtime's own
	// channels are not its users' business.
	if !catalog.SpeaksFor(pass) && !isRuntime(pass.Pkg.Path()) {
		s.collect()
		s.markFree()
		s.collectEscaping()
		s.collectGiven()
		s.solve()
		s.summarizeAll()
		pass.ExportPackageFact(s.exported())
		s.reportInnocent()
		s.reportContracts()
	}
	return s.result(), nil
}

// exported returns the fact of this package.
func (s *state) exported() *Fact {
	f := new(Fact)
	for _, n := range s.nodes {
		if sum := n.summary; !sum.empty() && n.hasName() {
			f.Funcs = append(f.Funcs, NamedSummary{n.name, *sum})
		}
	}
	f.Assumed = s.assumed
	for _, list := range [][]NamedSummary{f.Funcs, f.Assumed} {
		slices.SortFunc(list, func(a, b NamedSummary) int { return strings.Compare(a.Name, b.Name) })
	}
	return f
}

// hasName reports whether the node can be told from others by its name: a
// function called "_", and what is in it, cannot.
func (n *node) hasName() bool {
	for n.outer != nil {
		n = n.outer
	}
	return n.fn == nil || n.fn.Name() != "_"
}

func (s *state) result() *Result {
	// Of a package that others only import nobody asks for more than the fact, so all
	// else is computed on demand. That fills caches of s, and the analyzers that build on
	// this result run at the same time.
	var mu sync.Mutex
	r := &Result{
		literals: make(map[*ast.FuncLit]*Summary),
		effects: sync.OnceValue(func() map[ast.Node]Effect {
			mu.Lock()
			defer mu.Unlock()
			return s.effectsOfAll()
		}),
		summaries: func(fn *types.Func) *Summary {
			mu.Lock()
			defer mu.Unlock()
			return s.summaryOf(fn)
		},
		undecided: func(fn *types.Func) bool {
			mu.Lock()
			defer mu.Unlock()
			return s.undecided(fn)
		},
		ByName: func(name string) *Summary {
			mu.Lock()
			defer mu.Unlock()
			return s.byName(name)
		},
	}
	for _, n := range s.nodes {
		if n.lit != nil {
			r.literals[n.lit] = n.summary
		}
	}
	r.ops = sync.OnceValue(func() []Op {
		effects := r.effects()
		mu.Lock()
		defer mu.Unlock()
		return s.allOps(effects)
	})
	return r
}

func (s *state) summaryOf(fn *types.Func) *Summary {
	if n := s.byFunc[fn.Origin()]; n != nil {
		return n.summary
	}
	var out outcome
	c := s.function(fn)
	for _, t := range c.targets {
		if t.summary != nil {
			return t.summary
		}
		s.runTarget(&out, t, site{})
	}
	sum := &Summary{Yields: out.witnesses(), Spawns: out.spawns}
	for _, t := range c.targets {
		if t.entry != nil {
			sum.Params = append(slices.Clone(t.entry.Calls), positive(t.entry.Param)...)
			slices.Sort(sum.Params)
		}
	}
	if sum.empty() {
		return nil
	}
	return sum
}

func positive(list []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(i int) bool { return i == catalog.Receiver })
}
