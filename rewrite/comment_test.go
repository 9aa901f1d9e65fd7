package rewrite

import "testing"

func TestMissingComments(t *testing.T) {
	const old = "// Package p.\npackage p\n\nfunc f() { // one\n\t// two\n\tg() // three\n\t// two\n}\n"
	tests := []struct{ name, src, want string }{
		{"unchanged", old, ""},
		{"moved", "// two\n\n// Package p.\npackage p\n\n// three\n\nfunc f() { // one\n\tg()\n\t// two\n}\n", ""},
		{"one of two alike is gone", "// Package p.\npackage p\n\nfunc f() { // one\n\tg() // three\n\t// two\n}\n", "// two"},
		{"changed", "// Package p.\npackage p\n\nfunc f() { // One\n\t// two\n\tg() // three\n\t// two\n}\n", "// one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := missingComments([]byte(old), []byte(tt.src))
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}
