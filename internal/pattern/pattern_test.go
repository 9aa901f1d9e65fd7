package pattern_test

import (
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/pattern"
)

func TestMatch(t *testing.T) {
	const module = "example.com/m"
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{".", []string{"example.com/m"}, []string{"example.com/m/a", "example.com"}},
		{"./...", []string{"example.com/m", "example.com/m/a/b"}, []string{"example.com/mm", "example.com/n"}},
		{"./a", []string{"example.com/m/a"}, []string{"example.com/m/a/b", "example.com/m/ab", "a"}},
		{"./a/...", []string{"example.com/m/a", "example.com/m/a/b"}, []string{"example.com/m/ab"}},
		{"./a...", []string{"example.com/m/a", "example.com/m/ab", "example.com/m/a/b"}, []string{"example.com/m/b"}},
		{"example.com/m/a", []string{"example.com/m/a"}, []string{"example.com/m"}},
		{"example.com/.../store", []string{"example.com/m/store", "example.com/m/a/store"}, []string{"example.com/m/store/x"}},
	} {
		l := pattern.List{"none", c.pattern}
		for _, pkg := range c.yes {
			if !l.Match(module, pkg) {
				t.Errorf("%s does not match %s", c.pattern, pkg)
			}
		}
		for _, pkg := range c.no {
			if l.Match(module, pkg) {
				t.Errorf("%s matches %s", c.pattern, pkg)
			}
		}
	}
}

func TestUnmatched(t *testing.T) {
	l := pattern.List{"./a", "./b/..."}
	if got := l.Unmatched("m", []string{"m/a", "m/b/c"}); got != "" {
		t.Errorf("%q, want none", got)
	}
	if got := l.Unmatched("m", []string{"m/a"}); got != "./b/..." {
		t.Errorf("%q, want the second", got)
	}
}

func TestCheck(t *testing.T) {
	for _, p := range []string{".", "./...", "example.com/a/..."} {
		if err := pattern.Check(p); err != nil {
			t.Error(err)
		}
	}
	for p, want := range map[string]string{
		"": "want one pattern", "a b": "want one pattern", "a,b": "want one pattern",
		`.\a`: "with slashes", "/a": "want an import path", "../a": "want an import path",
	} {
		if err := pattern.Check(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", p, err, want)
		}
	}
}
