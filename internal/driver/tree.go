package driver

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/asyncport/asyncport/internal/load"
)

// A tree is what a wildcard reaches, as it was before the go command looked.
type tree struct {
	dirs []watchedDir
	// sources are all Go files: an edit may bring one in whose package has no
	// other file that is built, and that is not listed for this.
	sources []string
}

// watchTrees watches the directories below roots. It reports false if it cannot
// read one.
func watchTrees(ctx context.Context, roots []string, now time.Time) (*tree, bool) {
	t := new(tree)
	for _, root := range roots {
		if !t.watch(root, now) || ctx.Err() != nil {
			return nil, false
		}
	}
	return t, true
}

func (t *tree) watch(root string, now time.Time) bool {
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() {
			if strings.HasSuffix(name, ".go") && d.Name()[0] != '.' && d.Name()[0] != '_' {
				t.sources = append(t.sources, name)
			}
			return nil
		}
		if base := d.Name(); name != root && (base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_') {
			return fs.SkipDir
		}
		w, ok := watchDir(name, now)
		if !ok {
			return fs.ErrInvalid
		}
		t.dirs = append(t.dirs, w)
		if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && name != root {
			return fs.SkipDir
		}
		return nil
	})
	return err == nil
}

// rootsOf returns the directories whose trees decide what the patterns match:
// that of the module, and what is named, which may lie in a directory that
// patterns do not enter by themselves.
func rootsOf(place *load.Place, patterns []string) []string {
	var roots []string
	for _, p := range patterns {
		if !isWildcard(p) {
			continue
		}
		roots = append(roots, place.Module.Dir)
		start, _, _ := strings.Cut(filepath.ToSlash(p), "...")
		start = filepath.FromSlash(start[:strings.LastIndex(start, "/")+1])
		switch {
		case filepath.IsAbs(p):
			roots = append(roots, filepath.Clean(start))
		case start == "" || start[0] == '.':
			roots = append(roots, filepath.Join(place.Work, start))
		}
	}
	for i, root := range roots {
		if real, err := filepath.EvalSymlinks(root); err == nil {
			roots[i] = real
		}
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// isWildcard reports whether a pattern stands for more than one directory.
func isWildcard(p string) bool {
	return strings.Contains(p, "...") || p == "all" || p == "work" || p == "tool"
}
