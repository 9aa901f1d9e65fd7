package rewrite

import "testing"

func TestTooOld(t *testing.T) {
	for toolchain, want := range map[string]bool{
		"go1.21.13": true, "go1.22rc1": true, "go1.23.0": false, "go1.26.8": false, "devel": false, "": false,
	} {
		if got := tooOld(toolchain); got != want {
			t.Errorf("%q is too old: %v", toolchain, got)
		}
	}
}

// Only what is new in a file counts, and only lines of the file itself.
func TestLanguage(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"package p\n", "//go:build go1.18\n\npackage p\n", "go1.18"},
		{"//go:build linux\n\npackage p\n", "//go:build linux && go1.18\n\npackage p\n", "go1.18"},
		{"//go:build go1.20\n\npackage p\n", "//go:build go1.20\n\npackage p // x\n", ""},
		{"package p\n", "package p\n\n//go:build go1.18\n", ""},
	} {
		change := FileChange{Old: []byte(tt.old), New: []byte(tt.new)}
		if got := change.Language(); got != tt.want {
			t.Errorf("%q to %q: %q, want %q", tt.old, tt.new, got, tt.want)
		}
		change.Runtime = true
		if got := change.Language(); got != "" {
			t.Errorf("a file of the runtime: %q", got)
		}
	}
}
