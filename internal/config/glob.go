package config

import (
	"fmt"
	"path"
	"strings"
)

// Globs are patterns for files below the module's root, with slashes. Each
// element is matched as by path.Match; "**" stands for any number of elements.
// A pattern that matches a directory matches all that is in it.
type Globs []string

// Match reports whether a pattern matches the file.
func (g Globs) Match(file string) bool {
	for _, pattern := range g {
		if match(strings.Split(strings.TrimSuffix(pattern, "/"), "/"), strings.Split(file, "/")) {
			return true
		}
	}
	return false
}

func match(pattern, file []string) bool {
	for i, p := range pattern {
		if p == "**" {
			for skip := 0; i+skip < len(file); skip++ {
				if match(pattern[i+1:], file[i+skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(file) {
			return false
		}
		if ok, err := path.Match(p, file[i]); !ok || err != nil {
			return false
		}
	}
	return true // at the end of the file's name, or of a directory above it
}

func checkGlob(pattern string) error {
	switch {
	case strings.Contains(pattern, `\`):
		return fmt.Errorf("%s: write the pattern with slashes", pattern)
	case path.IsAbs(pattern) || strings.HasPrefix(pattern, "./") || strings.HasPrefix(pattern, "../"):
		return fmt.Errorf("%s: want a pattern relative to the module's root", pattern)
	}
	if _, err := path.Match(pattern, ""); err != nil {
		return fmt.Errorf("%s: %w", pattern, err)
	}
	return nil
}
