package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// A result that could not be printed is an error, with and without findings.
func TestOutputThatFails(t *testing.T) {
	dir := t.TempDir()
	put := map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.24\n",
		"m.go":   "package m\n\nimport \"time\"\n\ntype T struct{}\n\nfunc (T) String() string { time.Sleep(1); return \"\" }\n",
	}
	for name, text := range put {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"check"}, {"explain", "T.String"}, {"report"}, {"port"}, {"check", "--help"},
	} {
		var stderr strings.Builder
		code := execute(t.Context(), append([]string{"-C", dir}, args...), full{}, &stderr)
		if code != exitError || !strings.HasSuffix(stderr.String(), "no space left\n") {
			t.Errorf("%v: exit code %d, %q", args, code, stderr.String())
		}
	}
}
