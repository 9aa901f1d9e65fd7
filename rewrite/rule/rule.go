// Package rule says what a rewrite rule is: it looks at open spots, and for
// each either proposes an edit or refuses with a reason code. Rules do not
// know each other; the engine decides the order, plans where a task is needed
// and applies what stands.
package rule

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/lockheld"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/site"
)

// Rule is one rewrite rule.
type Rule struct {
	Name    string
	Doc     string // text of the rule's page; the first line is its title
	Reasons []site.Reason
	// Find looks at the pass's open spots and calls Propose or Refuse. It must
	// not change anything and must go through spots in their order.
	Find func(*Pass)
}

// Spot is a site with the syntax that the rules need.
type Spot struct {
	site.Site
	Node  ast.Node
	Func  *program.Func // nil at package level
	Kinds catalog.Set
}

// Proposal is an edit that a rule offers for one or more spots; all of them
// stand or fall together.
type Proposal struct {
	Rule  *Rule
	Spots []*Spot
	// Marks are the places at which the edited code names the task.
	Marks []ast.Node
	// Tasks are the literals that become bodies of tasks, with a task of
	// their own as parameter.
	Tasks []*ast.FuncLit
	// Starts are calls that become the body of a task: go f(x).
	Starts []*ast.CallExpr
	// Offloads are calls that run the literal they are given beside the loop,
	// unless it turns out to need a task.
	Offloads []*ast.CallExpr
	// Frames are literals that run in the task of the function around them, as
	// the function that is called runs them before it returns.
	Frames []*ast.FuncLit
	// Foreigns are literals that the edit takes out of the task around them.
	Foreigns []*ast.FuncLit
	// Released are those of Foreigns that the edited call runs itself, or has run
	// elsewhere: in either case without the loop.
	Released []*ast.FuncLit
	// Futures are variables that held a channel and hold a future now.
	Futures []*types.Var
	// Values are functions used as values where the edited code hands over a
	// function that takes a task.
	Values []*ast.Ident
	// Contexts are variables of type context.Context that the edit turns into
	// tasks' contexts, with the variable each is derived from.
	Contexts []Derived
	// IfTask is not empty if the proposal takes effect only where a task may run what
	// it marks anyway; it is the reason for leaving the spots alone elsewhere.
	IfTask string
	// Apply makes the edits. It is called after all signatures are planned.
	Apply func(*Editor)
}

// Derived says that variable Var becomes an aio.Context: Call, which the rule
// edits, derives it from the context that is Call's first argument.
type Derived struct {
	Var  *types.Var
	Call *ast.CallExpr
}

// Facts gives rules what the analyzers know about a package.
type Facts interface {
	Yields(*packages.Package) *yieldpoint.Result
	Locks(*packages.Package) *lockheld.Result
}

// Pass is one rule's look at the program.
type Pass struct {
	Rule    *Rule
	Program *program.Program
	Facts   Facts
	Level   string // "lift" or "mark"
	// Home is the import path of the runtime, Policy the one that commands are to
	// select.
	Home, Policy string
	// Survey is what the program alone says about its signatures, a *color.Survey, which
	// cannot be named here: plans are made of what rules propose.
	Survey any

	// Tasks are the calls of go statements, and those that are given a function
	// to offload, whose functions were seen to need a task: an earlier plan says
	// so.
	Tasks map[*ast.CallExpr]bool
	// Handed are calls under a lock that were seen to be handed the task, so
	// that they yield, although no static call proved it.
	Handed map[*ast.CallExpr]bool
	// Onces are the calls of a Once's Do whose functions were seen to need a
	// task.
	Onces     map[*ast.CallExpr]bool
	Spots     []*Spot
	Claimed   map[ast.Node]bool
	Excluded  func(r *Rule, n ast.Node) bool
	Proposals []*Proposal
	Refusals  map[ast.Node]Refusal // the first refusal of each spot
}

// Refusal is why a rule left a spot alone.
type Refusal struct {
	Rule         string
	Code, Detail string
	NA           bool // not applicable rather than refused
}

// Open returns the spots of the given constructs that no rule has claimed yet
// and that this rule has not been told to leave alone.
func (p *Pass) Open(constructs ...site.Construct) []*Spot {
	var open []*Spot
	for _, s := range p.Spots {
		for _, c := range constructs {
			if s.Construct == c && p.IsOpen(s.Node) {
				open = append(open, s)
			}
		}
	}
	return open
}

// IsOpen reports whether this rule may claim the spot at n.
func (p *Pass) IsOpen(n ast.Node) bool {
	return !p.Claimed[n] && !p.Excluded(p.Rule, n)
}

// Spot returns the spot at n, or nil.
func (p *Pass) Spot(n ast.Node) *Spot {
	for _, s := range p.Spots {
		if s.Node == n {
			return s
		}
	}
	return nil
}

// Propose offers an edit and claims its spots.
func (p *Pass) Propose(pr *Proposal) {
	pr.Rule = p.Rule
	for _, s := range pr.Spots {
		p.Claimed[s.Node] = true
	}
	p.Proposals = append(p.Proposals, pr)
}

// Refuse says why this rule leaves the spot at n alone. Another rule may still
// claim it; the first refusal counts if none does.
func (p *Pass) Refuse(n ast.Node, code, detail string) { p.leave(n, code, detail, false) }

// NotApplicable says that the spot at n needs no change.
func (p *Pass) NotApplicable(n ast.Node, code, detail string) { p.leave(n, code, detail, true) }

func (p *Pass) leave(n ast.Node, code, detail string, na bool) {
	if _, ok := p.Refusals[n]; !ok {
		p.Refusals[n] = Refusal{Rule: p.Rule.Name, Code: code, Detail: detail, NA: na}
	}
}

// Yields reports whether the body of a literal or the call of a goroutine
// reaches a kind of yield that is marked, through static calls, or calls a
// function that takes a task.
func (p *Pass) Yields(f *program.File, call *ast.CallExpr) bool {
	if p.Tasks[call] {
		return true
	}
	facts := p.Facts.Yields(f.Pkg)
	if facts == nil {
		return false
	}
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return facts.Lit(lit).Kinds(true).Intersects(catalog.Marked)
	}
	if local := p.Program.LocalFunc(f, call.Fun); local != nil {
		return facts.Lit(local.Lit).Kinds(true).Intersects(catalog.Marked)
	}
	if fn, ok := typeutil.Callee(f.Info(), call).(*types.Func); ok {
		return facts.Func(fn).Kinds(true).Intersects(catalog.Marked)
	}
	return false
}
