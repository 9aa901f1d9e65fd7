// Package pattern matches import paths against package patterns without the go
// command: an analyzer sees one package and may ask nobody.
package pattern

import (
	"fmt"
	"path"
	"strings"
)

// List are patterns as for the go command: import paths, or with "./" in front
// paths below the module's root, each with "..." for any text. As there, "/..."
// at the end also matches what stands before it.
type List []string

// Match reports whether a pattern matches the package of that import path in
// the module.
func (l List) Match(module, pkg string) bool {
	for _, p := range l {
		if matchOne(p, module, pkg) {
			return true
		}
	}
	return false
}

// Unmatched returns the first pattern that matches none of the packages, ""
// if there is none.
func (l List) Unmatched(module string, pkgs []string) string {
	for _, p := range l {
		found := false
		for _, pkg := range pkgs {
			found = found || matchOne(p, module, pkg)
		}
		if !found {
			return p
		}
	}
	return ""
}

func matchOne(p, module, pkg string) bool {
	if p == "." || strings.HasPrefix(p, "./") {
		p = path.Join(module, p)
	}
	if before, ok := strings.CutSuffix(p, "/..."); ok && match(before, pkg) {
		return true
	}
	return match(p, pkg)
}

// match takes "..." for any text.
func match(p, text string) bool {
	before, after, dots := strings.Cut(p, "...")
	rest, ok := strings.CutPrefix(text, before)
	if !dots || !ok {
		return p == text
	}
	for i := range len(rest) + 1 {
		if match(after, rest[i:]) {
			return true
		}
	}
	return false
}

// Check says what is wrong with a pattern, if anything.
func Check(p string) error {
	switch {
	case p == "" || strings.ContainsAny(p, " \t\n,"):
		return fmt.Errorf("%q: want one pattern for packages, ./internal/... for example", p)
	case strings.Contains(p, `\`):
		return fmt.Errorf("%s: write the pattern with slashes", p)
	case path.IsAbs(p) || p == ".." || strings.HasPrefix(p, "../"):
		return fmt.Errorf("%s: want an import path, or ./ and a path below the module's root", p)
	}
	return nil
}
