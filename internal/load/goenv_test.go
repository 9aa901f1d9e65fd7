package load

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckGoVersion(t *testing.T) {
	tests := []struct {
		mod, built string
		ok         bool
	}{
		{"1.24", "go1.26.8", true},
		{"1.26.9", "go1.26.8", true}, // the language is the same
		{"1.27", "go1.26.8", false},
		{"1.27rc1", "go1.26.8 X:nodwarf5", false},
		{"", "go1.26.8", true},
		{"1.27", "devel go1.28-abcdef", true}, // nobody knows: the type checker decides
	}
	for _, tt := range tests {
		err := checkGoVersion(&Module{Path: "m", GoVersion: tt.mod}, tt.built)
		if (err == nil) != tt.ok {
			t.Errorf("module go %s, built with %s: error %v", tt.mod, tt.built, err)
		}
		if err != nil && !strings.Contains(err.Error(), "build asyncport again with the newer Go") {
			t.Errorf("error %q does not say what to do", err)
		}
	}
}

func TestRelPath(t *testing.T) {
	root := filepath.FromSlash("/home/user/m")
	m := &Module{
		Dir:     root,
		goroot:  filepath.FromSlash("/usr/lib/go"),
		modules: map[string]string{root: "example.com/m", filepath.FromSlash("/cache/dep@v1.2.0"): "example.com/dep@v1.2.0"},
	}
	for file, want := range map[string]string{
		"/home/user/m/a/a.go":        "a/a.go",
		"/usr/lib/go/src/net/net.go": "$GOROOT/src/net/net.go",
		"/cache/dep@v1.2.0/x/y.go":   "example.com/dep@v1.2.0/x/y.go",
		"/home/user/mother/a.go":     "a.go",
		"a/a.go":                     "a/a.go",
	} {
		if got := m.RelPath(filepath.FromSlash(file)); got != want {
			t.Errorf("RelPath(%s) = %s, want %s", file, got, want)
		}
	}
}
