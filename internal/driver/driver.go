package driver

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

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
	// Note, if set, is told in a sentence what the user should know but need
	// not act on.
	Note func(string)
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
	// Suppressed is as in [checker.Analysis].
	Suppressed []checker.Suppressed
	// NotSeen is as in [load.Module].
	NotSeen []load.Unseen
	Stats   Stats
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
	var clock clock
	clock.start()
	place, err := load.Find(ctx, opts.Load)
	if err != nil {
		return nil, err
	}
	pkgs, err := listPackages(ctx, place.Work, opts.Load, opts.Patterns)
	if err != nil {
		return nil, err
	}
	g, err := newGraph(pkgs, place.Module.Dir)
	if err != nil {
		return nil, err
	}
	clock.lap("list")
	c := openCache(opts.CacheDir, opts.Note)
	r, err := newRun(ctx, opts, place, s, g, c)
	if err != nil {
		return nil, err
	}
	if err := r.all(); err != nil {
		return nil, err
	}
	clock.lap("analyse")
	res, err := r.answer()
	if err != nil {
		return nil, err
	}
	c.trim(time.Now())
	clock.lap("finish")
	res.Stats = r.stats(&clock)
	return res, nil
}

// answer collects the results of the module's packages.
func (r *run) answer() (*Result, error) {
	mod := r.place.Module
	res := &Result{Path: mod.Path, Dir: mod.Dir}
	var sources []load.Source
	for _, n := range r.graph.nodes {
		if n.role != own {
			continue
		}
		result := n.result.Load()
		res.Packages = append(res.Packages, n.id)
		res.Findings = append(res.Findings, result.findings...)
		sources = append(sources, load.Source{PkgPath: n.pkgPath, GoFiles: n.goFiles, CompiledGoFiles: n.files,
			Ignored: n.ignored, Generated: under(n.dir, result.generated)})
	}
	if len(res.Packages) == 0 {
		return nil, &fallback{"no packages of module " + mod.Path + " match"}
	}
	slices.Sort(res.Packages)
	res.Findings, res.Suppressed = checker.Split(checker.Sorted(res.Findings))
	res.NotSeen = load.NotSeen(mod.Dir, r.place.Work, r.opts.Patterns, sources)
	return res, nil
}

// slow answers by loading everything.
func slow(ctx context.Context, opts *Options, as []*analysis.Analyzer, why *fallback) (*Result, error) {
	var clock clock
	clock.start()
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
	res := &Result{Path: mod.Path, Dir: mod.Dir, Findings: a.Findings, Suppressed: a.Suppressed, NotSeen: mod.NotSeen}
	for _, p := range mod.Packages {
		res.Packages = append(res.Packages, p.ID)
	}
	res.Stats = Stats{Phases: clock.laps, Fallback: strings.TrimSpace(why.why)}
	return res, nil
}
