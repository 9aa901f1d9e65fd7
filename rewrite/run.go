package rewrite

import (
	"context"
	"go/ast"
	"slices"
	"sort"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/analyzers/lockheld"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/rules"
	"github.com/asyncport/asyncport/rewrite/runtime"
	"github.com/asyncport/asyncport/rewrite/site"
)

// Rules returns all rules: first those that a port applies, in the order in which
// they are offered sites, then those that are applied on request only.
func Rules() []*rule.Rule { return append(rules.All(), rules.OnRequest()...) }

// IsRequested reports whether a rule is applied only where someone names it, alone
// and with the serial policy.
func IsRequested(name string) bool {
	return slices.ContainsFunc(rules.OnRequest(), func(r *rule.Rule) bool { return r.Name == name })
}

// Run ports a module: it loads it, finds the sites, plans, edits, verifies the
// result in memory, and with opts.Write writes it. Without opts.Write nothing is
// written. Errors about the input are *load.LoadError, those about the state of
// the files *ConflictError; in both cases nothing was written.
func Run(ctx context.Context, opts Options) (*Result, error) {
	if opts.writes() {
		done, err := begin(ctx, opts)
		if err != nil {
			return nil, err
		}
		defer done()
	}
	loading := load.Options{Dir: opts.Dir, Tags: opts.Tags, Env: opts.Env, Tests: true}
	mod, err := load.Load(ctx, loading)
	if err != nil {
		return nil, err
	}
	e, err := newEngine(ctx, opts, mod)
	if err != nil {
		return nil, err
	}
	e.again = load.NewRechecker(mod, loading)
	if err := e.settle(); err != nil {
		return nil, err
	}
	if opts.Ask != nil {
		if err := e.choose(); err != nil {
			return nil, err
		}
	}
	if opts.Test {
		if err := e.test(); err != nil {
			return nil, err
		}
	}
	result := e.result()
	if len(result.Files) > 0 {
		err = e.store(result)
	}
	return result, err
}

// store writes the result, if that was asked for.
func (e *engine) store(result *Result) error {
	if e.opts.Commit {
		return e.commit(result)
	}
	if !e.opts.Write {
		return nil
	}
	if !e.opts.AllowDirty {
		if err := checkClean(e.ctx, e.mod.Dir, result.Files); err != nil {
			return err
		}
	}
	return write(e.mod.Dir, result.Files, e.sources())
}

// engine is one run.
type engine struct {
	ctx      context.Context
	opts     Options
	mod      *load.Module
	prog     *program.Program
	survey   *color.Survey
	analysis *checker.Analysis
	rules    []*rule.Rule
	spots    []*rule.Spot
	vetoes   map[veto]string // what a verification took back: why
	last     *attempt
	again    *load.Rechecker // checks results
	verified *load.Module
	dropped  []Drop
	codes    map[ast.Node]string    // why a spot is forbidden, if not since it does not compile
	counted  map[*program.Func]bool // see countedAllocs
	home     string                 // import path of the runtime
	require  *requirement           // nil for an embedded runtime
	kept     []Kept                 // see Result.Kept
	beside   []string               // see Result.Beside
	tests    *Tests                 // see Result.Tests
}

func newEngine(ctx context.Context, opts Options, mod *load.Module) (*engine, error) {
	withoutRuntime(mod)
	selected, err := selectPackages(ctx, opts, mod)
	if err != nil {
		return nil, err
	}
	analysis, err := checker.Run(mod, analyzers.Suite())
	if err != nil {
		return nil, err
	}
	prog, err := program.New(mod)
	if err != nil {
		return nil, err
	}
	prog.Selected = selected
	prog.Frozen = color.FrozenFiles(prog)
	e := &engine{
		ctx: ctx, opts: opts, mod: mod, prog: prog, analysis: analysis, survey: color.NewSurvey(prog),
		rules:  pickRules(opts),
		vetoes: map[veto]string{},
		codes:  map[ast.Node]string{},
	}
	e.home = runtime.Path(mod.Path)
	if e.require, err = locateRuntime(ctx, opts, mod); err != nil {
		return nil, err
	}
	if e.require != nil {
		e.home = runtime.Source
	}
	if opts.API == "break" {
		if e.survey.Closed, e.kept, e.beside, err = closed(ctx, opts, mod); err != nil {
			return nil, err
		}
		e.survey.UsedBy = map[string]string{}
		for _, k := range e.kept {
			e.survey.UsedBy[k.Package] = k.By
		}
	}
	e.counted = countedAllocs(prog, e.survey)
	outside := newOutside(prog, facts{analysis})
	e.survey.Outsider = outside.table.Outsider
	e.spots = scan(prog, facts{analysis}, outside)
	return e, nil
}

// facts gives the rules the results of the analyzers.
type facts struct{ *checker.Analysis }

func (f facts) Yields(p *packages.Package) *yieldpoint.Result {
	r, _ := f.Result(p, yieldpoint.Analyzer).(*yieldpoint.Result)
	return r
}

func (f facts) Locks(p *packages.Package) *lockheld.Result {
	r, _ := f.Result(p, lockheld.Analyzer).(*lockheld.Result)
	return r
}

// withoutRuntime takes an embedded runtime and its companions out of the packages
// to be ported.
func withoutRuntime(mod *load.Module) {
	var own []*packages.Package
	for _, p := range mod.Packages {
		if !runtime.Owns(mod.Path, p.PkgPath) && !runtime.Owns(mod.Path, p.ForTest) {
			own = append(own, p)
		}
	}
	mod.Packages = own
}

// pickRules returns the rules that the options ask for.
func pickRules(opts Options) []*rule.Rule {
	all := rules.All()
	if opts.Level == "lift" {
		all = rules.Lift()
	}
	if len(opts.Rules) == 0 {
		return all
	}
	var picked []*rule.Rule
	for _, r := range append(all, rules.OnRequest()...) {
		for _, name := range opts.Rules {
			if r.Name == name {
				picked = append(picked, r)
			}
		}
	}
	return picked
}

// result puts together what the run found, did and left.
func (e *engine) result() *Result {
	r := &Result{
		Module:   e.mod.Path,
		Files:    e.last.files,
		Sites:    e.sites(),
		Findings: e.analysis.Findings,
		NotSeen:  e.mod.NotSeen,
		Dropped:  e.dropped,
		API:      apiChanges(e.mod, e.verified),
		Kept:     e.kept,
		Beside:   e.beside,
		Tests:    e.tests,
		Unset:    e.last.unset,

		Suppressed: e.analysis.Suppressed,
		Inventory:  e.inventory(),
		Removable:  e.removables(),
		Stalls:     e.stalls(),
		Sources:    e.sources(),
	}
	seen := map[string]bool{}
	for _, p := range e.mod.Packages {
		if !seen[p.PkgPath] && e.prog.IsSelected(p.PkgPath) {
			seen[p.PkgPath] = true
			r.Packages = append(r.Packages, p.PkgPath)
		}
	}
	sort.Strings(r.Packages)
	return r
}

// sites returns every site with how it ended.
func (e *engine) sites() []site.Site {
	var list []site.Site
	for _, s := range e.spots {
		if e.prog.IsSelected(s.Package) {
			list = append(list, e.last.status(s))
		}
	}
	list = append(list, e.last.entries...)
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if a.Package != b.Package {
			return a.Package < b.Package
		}
		if a.Pos.Filename != b.Pos.Filename {
			return a.Pos.Filename < b.Pos.Filename
		}
		return a.Pos.Offset < b.Pos.Offset
	})
	return list
}
