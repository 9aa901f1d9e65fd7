package main

import (
	"cmp"
	"slices"

	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite"
)

// here is the configuration in which a port is planned: the first that flags ask
// for, else that of the go command.
func (m *matrix) here() config.Build {
	if builds := m.builds(nil); len(builds) > 0 {
		return builds[0]
	}
	return config.Build{}
}

// join lets a run of the rewriter, in one build configuration, know the packages and
// sources that others have, and f what the rewriter did not look at. It returns those
// packages.
func join(res *rewrite.Result, f *found) (elsewhere []string) {
	for _, pkg := range f.packages {
		if !slices.Contains(res.Packages, pkg) {
			elsewhere = append(elsewhere, pkg)
		}
	}
	res.Packages = append(res.Packages, elsewhere...)
	slices.Sort(res.Packages)
	for file, data := range f.side().Sources {
		if _, ok := res.Sources[file]; !ok {
			res.Sources[file] = data
		}
	}
	f.notSeen = bothUnseen(res.NotSeen, f.notSeen)
	return elsewhere
}

// bothUnseen lists what neither the rewriter nor the analyzers looked at, and what
// one of them did not.
func bothUnseen(ported, found []load.Unseen) []load.Unseen {
	has := func(list []load.Unseen, file string) bool {
		return slices.ContainsFunc(list, func(u load.Unseen) bool { return u.File == file })
	}
	all := slices.Clone(found)
	for i, u := range all {
		if !has(ported, u.File) {
			all[i].Why = "its findings are not counted: " + u.Why
		}
	}
	for _, u := range ported {
		if !has(found, u.File) {
			u.Why = "read in another build configuration; its findings are counted, its sites are not"
			all = append(all, u)
		}
	}
	slices.SortStableFunc(all, func(a, b load.Unseen) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Why, b.Why))
	})
	return all
}
