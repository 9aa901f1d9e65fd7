package lockheld

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"sort"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/lockheld/partners"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

//go:embed doc.go
var doc string

// Analyzer finds locks held across a wait. Its result lists every lock held
// across any yield, also those that are not worth a finding.
var Analyzer = &analysis.Analyzer{
	Name:       "lockheld",
	Doc:        ruledoc.Must(doc, "lockheld"),
	URL:        "https://github.com/asyncport/asyncport/blob/main/docs/rules/lockheld.md",
	Run:        suppress.Run(run),
	Requires:   []*analysis.Analyzer{inspect.Analyzer, yieldpoint.Analyzer, lockset.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
}

// reportAll is true if locks that are held across a wait are reported also where that seems to
// be meant.
var reportAll bool

func init() {
	Analyzer.Flags.BoolVar(&reportAll, "all", false, "report locks that are held across any wait, also where that seems to be meant")
}

// reported are the kinds of yields that a finding is made of: what waits for
// someone else, not for a file or a short critical section.
var reported = catalog.Marked

type checker struct {
	pass   *analysis.Pass
	yields *yieldpoint.Result
	locks  *lockset.Locks
	finder *hops.Finder
	conds  conds
	room   map[string]bool // sends that have room as a rule, by "file:line"
	tokens map[string]bool // receives that take a token, likewise
	// stopped are the receives, by "file:line", behind a call of Stop.
	stopped map[string]bool
	ops     map[ast.Node]yieldpoint.Op
	// writers are the locks that are taken for writing somewhere, handedOver those
	// that are released by others than who took them.
	writers    map[*types.Var]*ast.CallExpr
	handedOver map[*types.Var]bool
	waits      []wait
	sections   map[*ast.CallExpr]*section
	targets    map[*ast.IndexExpr]bool // that are assigned to
	partners   *partners.Partners
	testers    map[*token.File]bool // files that are there for tests
	order      order
	current    *ast.FuncDecl // the declaration under analysis
	result     *Result
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{
		pass:     pass,
		yields:   pass.ResultOf[yieldpoint.Analyzer].(*yieldpoint.Result),
		locks:    pass.ResultOf[lockset.Analyzer].(*lockset.Locks),
		conds:    findConds(pass),
		ops:      make(map[ast.Node]yieldpoint.Op),
		sections: make(map[*ast.CallExpr]*section),
		result:   &Result{},
	}
	if catalog.SpeaksFor(pass) {
		return c.result, nil
	}
	rooms := findRooms(pass)
	c.room = roomySends(pass, rooms, c.yields.Ops())
	c.tokens = tokenReceives(pass, rooms)
	c.stopped = stoppedReceives(pass)
	c.partners = partners.Find(pass)
	c.targets = assigned(pass)
	c.testers = testFiles(pass)
	c.writers = findWriters(pass, c.locks)
	c.handedOver = c.findHandedOver()
	c.finder = hops.NewFinder(pass, c.yields)
	for _, op := range c.yields.Ops() {
		if op.Free {
			continue
		}
		c.ops[op.Node] = op
	}
	for _, file := range pass.Files {
		c.current = nil
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				c.current = n
				c.function(n)
			case *ast.FuncLit:
				c.function(n)
			}
			return true
		})
	}
	c.reportWaits()
	c.inversions()
	across := c.result.Across
	sort.SliceStable(across, func(i, j int) bool {
		if a, b := across[i].Lock.Pos(), across[j].Lock.Pos(); a != b {
			return a < b
		}
		return across[i].Yield.Pos() < across[j].Yield.Pos()
	})
	return c.result, nil
}

func (c *checker) function(fn ast.Node) {
	c.leaves(fn)
	c.rounds(fn)
	c.noteOpen(fn)
	seen := make(map[ast.Node]bool)
	c.locks.Walk(fn, func(n ast.Node, held lockset.State) {
		if len(held) == 0 || seen[n] {
			return
		}
		c.noteSections(n, held)
		switch n := n.(type) {
		case *ast.DeferStmt:
			c.deferred(n.Call, held)
		case *ast.CallExpr:
			c.doubleLock(n, held)
			c.ordered(n, held)
			c.yield(n, held)
		case *ast.SendStmt, *ast.UnaryExpr, *ast.RangeStmt, *ast.SelectStmt:
			c.yield(n, held)
		default:
			return
		}
		seen[n] = true
	})
}

// untilDeferred returns the locks that are still held when a call deferred
// now runs: those whose own release was deferred before it.
func untilDeferred(held lockset.State) lockset.State {
	still := make(lockset.State)
	for p, lock := range held {
		if lock.Deferred {
			still[p] = lock
		}
	}
	return still
}

// yield records and reports the locks held at n, if n may yield.
func (c *checker) yield(n ast.Node, held lockset.State) {
	witnesses := c.witnesses(n)
	starts := len(witnesses) == 0 && c.starts(n)
	undecided := len(witnesses) == 0 && c.undecided(n)
	if len(witnesses) == 0 && !undecided && !starts {
		return
	}
	hard, soft := split(witnesses)
	for _, p := range held.Paths() {
		lock := held[p]
		if lock.Awaitable {
			continue
		}
		if call, ok := n.(*ast.CallExpr); ok {
			if q, _, ok := c.locks.Acquires(call); ok && p == q {
				continue
			}
		}
		for _, kinds := range []struct {
			set  catalog.Set
			hard bool
		}{{hard, true}, {soft, false}} {
			if kinds.set != 0 || (undecided || starts) && !kinds.hard {
				c.result.Across = append(c.result.Across, Across{
					Mutex: p.Last, Lock: lock.Call, Yield: n, Kinds: kinds.set, Hard: kinds.hard, Starts: starts,
				})
			}
		}
		c.report(n, p, lock, witnesses)
	}
}

// witnesses returns how n may yield.
func (c *checker) witnesses(n ast.Node) []yieldpoint.Witness {
	if op, ok := c.ops[n]; ok {
		return []yieldpoint.Witness{{
			Kind: op.Kind, Hard: op.Hard, Depth: 1,
			Hop: yieldpoint.Hop{Pos: hops.At(c.pass.Fset, n.Pos()), What: op.What},
		}}
	}
	if call, ok := n.(*ast.CallExpr); ok {
		return c.yields.Call(call).Yields
	}
	return nil
}

// undecided reports whether n calls an interface's method behind which no type of this
// package waits, nor of those that it imports; others may know one that does.
func (c *checker) undecided(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(c.pass.TypesInfo, call).(*types.Func)
	return ok && fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type()) && c.yields.Undecided(fn)
}

// starts reports whether n calls a function that starts goroutines.
func (c *checker) starts(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	callee := c.yields.Call(call).Callee
	if callee == nil {
		return false
	}
	sum := c.yields.Func(callee)
	return sum != nil && sum.Spawns
}

func split(witnesses []yieldpoint.Witness) (hard, soft catalog.Set) {
	for _, w := range witnesses {
		if w.Hard {
			hard |= catalog.SetOf(w.Kind)
		} else {
			soft |= catalog.SetOf(w.Kind)
		}
	}
	return hard, soft
}
