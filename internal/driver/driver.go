package driver

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

// Options say what to analyse.
type Options struct {
	// Load says where and with which files.
	Load load.Options
	// Patterns choose packages; "./..." when there are none.
	Patterns []string
	// Config is whatever else the analyzers' answers depend on.
	Config []byte
	// CacheDir is where results are kept; empty for nowhere.
	CacheDir string
	// Facts asks for the facts about the module's packages, too.
	Facts bool
	// Note, if set, is told in a sentence what the user should know but need
	// not act on.
	Note func(string)
	// Shuffle, if not 0, is the seed of another order in which packages and
	// files are looked at; for tests that it does not matter.
	Shuffle uint64
	// Progress, if set, is told how many packages of how many are done.
	Progress func(done, total int)
}

// Result is what the analyzers said of the module's packages.
type Result struct {
	// Path and Dir are those of the main module, Dir absolute.
	Path, Dir string
	// Packages are the IDs of the packages looked at, sorted; see
	// [load.Module.Packages].
	Packages []string
	// Findings are sorted by position, each once.
	Findings []checker.Finding
	// Suppressed are those that comments speak for; see [checker.Analysis].
	Suppressed []checker.Suppressed
	// NotSeen is as in [load.Module].
	NotSeen []load.Unseen
	// Unseen are the functions that analyzers left out, sorted.
	Unseen []checker.Unseen
	// Facts are there if they were asked for, in the order of Packages.
	Facts []PackageFacts
	Stats Stats
}

// PackageFacts are the facts about one package, those about its objects left
// out. The facts must not be changed.
type PackageFacts struct {
	Path, Name string
	Facts      []analysis.Fact
}

// Check runs the analyzers on the packages of the main module that match. It
// returns what [checker.Run] over [load.Load] finds.
func Check(ctx context.Context, opts Options, as []*analysis.Analyzer) (*Result, error) {
	if len(opts.Patterns) == 0 {
		opts.Patterns = []string{"./..."}
	}
	s, err := newSuite(as)
	if err != nil {
		return nil, err
	}
	res, err := check(ctx, &opts, s)
	if f, ok := errors.AsType[*fallback](err); ok {
		return slow(ctx, &opts, as, f)
	}
	return res, err
}

func check(ctx context.Context, opts *Options, s *suite) (*Result, error) {
	if !listable(opts.Load, opts.Patterns) {
		return nil, &fallback{"the go command is asked through go/packages"}
	}
	work, err := load.WorkDir(opts.Load.Dir)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	clock := clock{last: started}
	c := openCache(opts.CacheDir, opts.Note)
	key, ok := shortcut(opts, s, work)
	if ok {
		a, old := recall(c, key, started, opts.Facts)
		clock.lap("compare with the last run")
		if a != nil {
			return a.result(Stats{Unchanged: true, Phases: clock.laps}), nil
		}
		if old != nil {
			res, err := again(ctx, opts, s, c, key, old, &clock)
			if err != errLost {
				return res, err
			}
		}
	}
	place, err := load.Find(ctx, opts.Load)
	if err != nil {
		return nil, err
	}
	tree, treeOK := watchTrees(ctx, rootsOf(place, opts.Patterns), started)
	pkgs, err := listPackages(ctx, place, opts.Load, opts.Patterns)
	if err != nil {
		return nil, err
	}
	shuffle(pkgs, opts.Shuffle)
	g, err := newGraph(pkgs, place.Module)
	if err != nil {
		return nil, err
	}
	clock.lap("list packages")
	r, err := newRun(ctx, opts, place, s, g, c)
	if err != nil {
		return nil, err
	}
	r.started = started
	a, err := r.analyse(&clock)
	if err != nil {
		return nil, err
	}
	if files, good := settings(place, g, started); ok && treeOK && good {
		r.remember(key, a, tree, files, nil)
	}
	c.trim(started)
	clock.lap("remember")
	return r.result(a, &clock)
}

// result completes the answer by the facts, if they are wanted.
func (r *run) result(a *answered, clock *clock) (*Result, error) {
	res := a.result(r.stats(clock))
	if !r.opts.Facts {
		return res, nil
	}
	for _, id := range res.Packages {
		n := r.graph.byID[id]
		set := r.factsOf(n)
		p := PackageFacts{Path: n.pkgPath, Name: n.name}
		for _, an := range r.suite.all {
			for _, t := range an.FactTypes {
				if fact := set.pkg[reflect.TypeOf(t)]; fact != nil {
					p.Facts = append(p.Facts, fact)
				}
			}
		}
		res.Facts = append(res.Facts, p)
	}
	if r.lost.Load() {
		return nil, errLost
	}
	return res, nil
}

// again runs on the packages of the last run.
func again(ctx context.Context, opts *Options, s *suite, c *cache, key hash, old *takeover, clock *clock) (*Result, error) {
	r, err := newRun(ctx, opts, old.place, s, old.graph, c)
	if err != nil {
		return nil, err
	}
	r.started, r.touched = clock.last, old.touched
	a, err := r.analyse(clock)
	if err != nil {
		return nil, err
	}
	if len(old.touched) > 0 {
		r.remember(key, a, nil, old.snapshot.settings, old.snapshot)
	}
	clock.lap("remember")
	return r.result(a, clock)
}

func (r *run) analyse(clock *clock) (*answered, error) {
	if err := r.all(); err != nil {
		return nil, err
	}
	if r.lost.Load() {
		return nil, errLost
	}
	clock.lap("analyse")
	return r.answer()
}

func (a *answered) result(stats Stats) *Result {
	res := &Result{Path: a.path, Dir: a.dir, Packages: a.packages, NotSeen: a.notSeen, Unseen: a.unseen, Stats: stats}
	res.Findings, res.Suppressed = checker.Split(a.findings)
	return res
}

// answer collects the results of the module's packages.
func (r *run) answer() (*answered, error) {
	mod := r.place.Module
	a := &answered{path: mod.Path, dir: mod.Dir}
	var sources []load.Source
	for _, n := range r.graph.nodes {
		if n.role != own {
			continue
		}
		result := n.result.Load()
		a.packages = append(a.packages, n.id)
		a.findings = append(a.findings, result.findings...)
		a.unseen = append(a.unseen, result.unseen...)
		sources = append(sources, load.Source{PkgPath: n.pkgPath, GoFiles: n.goFiles, CompiledGoFiles: n.files,
			Ignored: n.ignored, Generated: under(n.dir, result.generated)})
	}
	if len(a.packages) == 0 {
		return nil, &fallback{"no packages of module " + mod.Path + " match"}
	}
	slices.Sort(a.packages)
	a.findings = checker.Sorted(a.findings)
	a.unseen = checker.SortUnseen(a.unseen)
	a.notSeen = load.NotSeen(mod.Dir, r.place.Work, r.opts.Patterns, sources)
	return a, nil
}

// slow answers by loading everything.
func slow(ctx context.Context, opts *Options, as []*analysis.Analyzer, why *fallback) (*Result, error) {
	clock := clock{last: time.Now()}
	mod, err := load.Load(ctx, opts.Load, opts.Patterns...)
	if err != nil {
		return nil, err
	}
	clock.lap("load")
	a, err := checker.Run(mod, as)
	if err != nil {
		return nil, err
	}
	clock.lap("analyse")
	res := &Result{Path: mod.Path, Dir: mod.Dir, Findings: a.Findings, Suppressed: a.Suppressed, Unseen: a.Unseen, NotSeen: mod.NotSeen}
	for _, p := range mod.Packages {
		res.Packages = append(res.Packages, p.ID)
		if opts.Facts {
			res.Facts = append(res.Facts, factsFrom(a, p, as))
		}
	}
	res.Stats = Stats{Phases: clock.laps, Fallback: strings.TrimSpace(why.why)}
	return res, nil
}

// factsFrom returns the facts about a loaded package.
func factsFrom(a *checker.Analysis, p *packages.Package, as []*analysis.Analyzer) PackageFacts {
	facts := PackageFacts{Path: p.PkgPath, Name: p.Name}
	for _, an := range withRequired(as) {
		for _, t := range an.FactTypes {
			fact := reflect.New(reflect.TypeOf(t).Elem()).Interface().(analysis.Fact)
			if a.Fact(p.PkgPath, fact) {
				facts.Facts = append(facts.Facts, fact)
			}
		}
	}
	return facts
}
