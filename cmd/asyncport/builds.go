package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/internal/load"
)

// loadOptions say which files to read for a build configuration.
func (opts *analysisOptions) loadOptions(b config.Build) load.Options {
	o := load.Options{Dir: opts.dir, Tags: strings.Join(b.Tags, ","), Tests: opts.tests}
	if b.GOOS != "" || b.GOARCH != "" {
		o.Env = os.Environ()
	}
	if b.GOOS != "" {
		o.Env = append(o.Env, "GOOS="+b.GOOS)
	}
	if b.GOARCH != "" {
		o.Env = append(o.Env, "GOARCH="+b.GOARCH)
	}
	return o
}

// findAll runs the analyzers in each of the build configurations, or once as
// the go command would build, and merges what they say.
func (opts *analysisOptions) findAll(ctx context.Context, builds []config.Build) (*found, error) {
	if len(builds) == 0 {
		return opts.findIn(ctx, opts.loadOptions(config.Build{}))
	}
	var runs []*found
	for _, b := range builds {
		f, err := opts.findIn(ctx, opts.loadOptions(b))
		if err != nil {
			return nil, fmt.Errorf("build %s: %w", b, err)
		}
		runs = append(runs, f)
	}
	return merge(runs), nil
}

// merge joins what runs found in different configurations. A file that one of
// them saw is seen.
func merge(runs []*found) *found {
	all := &found{path: runs[0].path, dir: runs[0].dir}
	var findings [][]checker.Finding
	var suppressed [][]checker.Suppressed
	unseen := make(map[string]int)
	for _, f := range runs {
		all.packages = append(all.packages, f.packages...)
		findings = append(findings, f.findings)
		suppressed = append(suppressed, f.suppressed)
		files := make(map[string]bool)
		for _, u := range f.notSeen {
			files[u.File] = true
		}
		for file := range files {
			unseen[file]++
		}
	}
	for _, u := range runs[0].notSeen {
		if unseen[u.File] == len(runs) {
			all.notSeen = append(all.notSeen, u)
		}
	}
	for _, f := range runs {
		all.unseen = append(all.unseen, f.unseen...)
	}
	all.unseen = checker.SortUnseen(all.unseen)
	slices.Sort(all.packages)
	all.packages = slices.Compact(all.packages)
	all.findings, all.suppressed = checker.Merge(findings, suppressed)
	return all
}
