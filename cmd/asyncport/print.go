package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/checker"
)

// paths turns file names relative to the module root into names relative to
// the directory the user works in.
type paths struct{ root, work string }

func newPaths(root, dir string) paths {
	work, err := filepath.Abs(cmp.Or(dir, "."))
	if err != nil {
		work = root
	}
	if real, err := filepath.EvalSymlinks(work); err == nil {
		work = real
	}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	return paths{root, work}
}

func (p paths) show(name string) string {
	abs := filepath.Join(p.root, filepath.FromSlash(name))
	if p.root == p.work || name == "" {
		return name
	}
	if _, err := os.Stat(abs); err != nil {
		return name // a dependency's file
	}
	rel, err := filepath.Rel(p.work, abs)
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}

// printFindings prints findings as go vet does, each with its hops below.
func printFindings(w io.Writer, p paths, findings []checker.Finding) {
	for _, f := range findings {
		fmt.Fprintf(w, "%s:%d:%d: %s (%s)\n", p.show(f.Pos.Filename), f.Pos.Line, f.Pos.Column, f.Message, f.Rule)
		for _, r := range f.Related {
			if !r.Pos.IsValid() {
				fmt.Fprintf(w, "\t%s\n", r.Message)
				continue
			}
			fmt.Fprintf(w, "\t%s:%d: %s\n", p.show(r.Pos.Filename), r.Pos.Line, r.Message)
		}
	}
}

// count returns "1 file", "2 files".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// counts returns "2 a, 1 b", the most first.
func counts(n map[string]int) string {
	names := slices.SortedFunc(maps.Keys(n), func(a, b string) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%d %s", n[name], name)
	}
	return strings.Join(names, ", ")
}
