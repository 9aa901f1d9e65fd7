package rewrite

import (
	"errors"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/rewrite/runtime"
)

// What stands in the runtime's directory is overwritten only if it is the runtime.
func TestCheckRuntime(t *testing.T) {
	files, err := runtime.Files("1.23")
	if err != nil {
		t.Fatal(err)
	}
	older := maps.Clone(files)
	older["internal/aio/context.go"] = []byte("package aio // as it was once")
	dropped := maps.Clone(files)
	dropped["internal/aio/gone.go"] = []byte("package aio // until the next version")
	companion := maps.Clone(files)
	companion["internal/aio/mine/mine.go"] = []byte("package mine")
	for _, tt := range []struct {
		name    string
		present map[string][]byte
		want    []string
	}{
		{"nothing", nil, nil},
		{"the same version", files, nil},
		{"another version", older, nil},
		{"another version with a file more", dropped, []string{"internal/aio/gone.go"}},
		{"a package below that is not asked for", companion, nil},
		{"a test of the user", map[string][]byte{"internal/aio/my_test.go": nil}, nil},
		{"a package of the user with our names",
			map[string][]byte{"internal/aio/doc.go": []byte("// Package aio is mine."), "internal/aio/context.go": nil},
			[]string{"internal/aio/context.go", "internal/aio/doc.go"}},
		{"a package of the user without doc.go",
			map[string][]byte{"internal/aio/context.go": nil}, []string{"internal/aio/context.go"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var conflict *ConflictError
			var got []string
			if err := checkRuntime(files, tt.present); errors.As(err, &conflict) {
				got = conflict.Files
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("files in the way (-want +got):\n%s", diff)
			}
		})
	}
}
