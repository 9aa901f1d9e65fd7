package main

import (
	"context"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/internal/driver"
	"github.com/asyncport/asyncport/internal/load"
)

// drive runs analyzers over the packages that opts chooses and keeps the
// results for the next time. On a terminal it says how far it is. The facts
// about the packages are there only if they are asked for.
func (opts *analysisOptions) drive(ctx context.Context, o load.Options, as []*analysis.Analyzer, facts bool) (*driver.Result, error) {
	dir, err := driver.CacheDir()
	if err != nil || opts.noCache {
		dir = "" // no home directory, no cache
	}
	bar := newProgress(opts.stderr)
	res, err := driver.Check(ctx, driver.Options{
		Load:     o,
		Patterns: opts.patterns,
		Config:   opts.catalogs,
		CacheDir: dir,
		Facts:    facts,
		Note:     func(text string) { bar.clear(); opts.note("%s", text) },
		Progress: bar.update,
	}, as)
	bar.stop()
	if err == nil && opts.verbose {
		opts.tell(res.Stats, dir)
	}
	return res, err
}

// tell says where results came from and what took how long.
func (opts *analysisOptions) tell(s driver.Stats, dir string) {
	switch {
	case dir == "":
		opts.note("cache: off")
	default:
		opts.note("cache: %s", dir)
	}
	switch {
	case s.Unchanged:
		opts.note("nothing has changed since the last run")
	case s.Fallback != "":
		opts.note("everything was loaded, with no use of the cache: %s", s.Fallback)
	default:
		opts.note("%s analysed, %d taken from the cache, %d not changed since the last run",
			count(s.Analyzed, "package"), s.Cached, s.Known)
	}
	for _, slow := range s.Slow {
		opts.note("%s took %s for package %s", slow.Analyzer, slow.Took.Round(100*time.Millisecond), slow.Package)
	}
	var parts []string
	for _, p := range s.Phases {
		parts = append(parts, p.Name+" "+p.Took.Round(time.Millisecond).String())
	}
	opts.note("%s", strings.Join(parts, ", "))
}
