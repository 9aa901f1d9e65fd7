package main

import (
	"cmp"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"
)

// packagePatterns offers patterns for the packages below dir that begin with
// prefix. It looks at the directories only: asking the go command would take
// longer than typing the name.
func packagePatterns(dir, prefix string) ([]string, cobra.ShellCompDirective) {
	const directive = cobra.ShellCompDirectiveNoFileComp
	i := strings.LastIndex(prefix, ",") + 1
	given, prefix := prefix[:i], prefix[i:]
	if prefix != "" && !strings.HasPrefix("./", prefix) && !strings.HasPrefix(prefix, "./") {
		return nil, directive
	}
	root := os.DirFS(cmp.Or(dir, "."))
	var offer []string
	// An error leaves out what cannot be read: there is nobody to tell.
	_ = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}
		pattern := "./" + name
		switch {
		case name == ".":
			pattern = "."
		case skipped(root, name) || !onTheWay(pattern, prefix):
			return fs.SkipDir
		}
		if strings.HasPrefix(pattern, prefix) && hasGo(root, name) {
			offer = append(offer, given+pattern)
		}
		if below := pattern + "/..."; strings.HasPrefix(below, prefix) && hasDirs(root, name) {
			offer = append(offer, given+below)
		}
		return nil
	})
	return offer, directive
}

// skipped reports whether "..." stops at a directory: one that the go command
// does not look into, or another module.
func skipped(root fs.FS, name string) bool {
	base := path.Base(name)
	_, err := fs.Stat(root, path.Join(name, "go.mod"))
	return err == nil || base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")
}

// onTheWay reports whether a package at or below the directory may begin with
// the prefix.
func onTheWay(pattern, prefix string) bool {
	return strings.HasPrefix(prefix, pattern+"/") || strings.HasPrefix(pattern, prefix)
}

func hasGo(root fs.FS, dir string) bool {
	files, _ := fs.Glob(root, path.Join(dir, "*.go"))
	return len(files) > 0
}

func hasDirs(root fs.FS, dir string) bool {
	entries, err := fs.ReadDir(root, dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if e.IsDir() && !skipped(root, path.Join(dir, e.Name())) {
			return true
		}
	}
	return false
}
