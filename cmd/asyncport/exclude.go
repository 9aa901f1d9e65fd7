package main

import (
	"cmp"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/internal/load"
)

// exclude takes out what is found in files that match, and lists those files
// as not seen.
func (f *found) exclude(globs config.Globs) {
	if len(globs) == 0 {
		return
	}
	f.findings = slices.DeleteFunc(f.findings, func(x checker.Finding) bool { return globs.Match(x.Pos.Filename) })
	f.suppressed = slices.DeleteFunc(f.suppressed, func(x checker.Suppressed) bool { return globs.Match(x.Pos.Filename) })
	f.notSeen = slices.DeleteFunc(f.notSeen, func(u load.Unseen) bool { return globs.Match(u.File) })
	f.notSeen = append(f.notSeen, f.excluded(globs)...)
	slices.SortStableFunc(f.notSeen, func(a, b load.Unseen) int { return cmp.Compare(a.File, b.File) })
}

// excluded lists the files of the packages looked at that match.
func (f *found) excluded(globs config.Globs) []load.Unseen {
	var list []load.Unseen
	for _, pkg := range slices.Compact(slices.Sorted(slices.Values(f.packages))) {
		rel, ok := strings.CutPrefix(pkg+"/", f.path+"/")
		if !ok {
			continue // an external test package stands beside the one it tests
		}
		files, err := fs.ReadDir(os.DirFS(f.dir), cmp.Or(strings.TrimSuffix(rel, "/"), "."))
		if err != nil {
			continue
		}
		for _, file := range files {
			name := path.Join(rel, file.Name())
			if filepath.Ext(name) == ".go" && globs.Match(name) {
				list = append(list, load.Unseen{Package: pkg, File: name, Why: "excluded by " + config.Name + "; its findings are not reported"})
			}
		}
	}
	return list
}
