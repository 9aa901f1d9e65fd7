package aio_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The sources must work under any import path, because programs embed them.
func TestSourcesCanBeCopied(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command")
	}
	dir := t.TempDir()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"github.com/asyncport", `"unsafe"`, "go:linkname"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s contains %s", name, word)
			}
		}
		write(filepath.Join("internal", "embedded", name), string(text))
	}
	write("go.mod", "module example.com/program\n\ngo 1.23\n")
	write("main.go", `package main

import (
	"context"
	"fmt"

	aio "example.com/program/internal/embedded"
)

type loud struct{}

func (loud) String() string {
	co, leave := aio.Enter(context.Background())
	defer leave()
	return fmt.Sprint(aio.GoValue(co, func(aio.Context) int { return 7 }).Value(co))
}

func main() {
	aio.SetDefaultPolicy(aio.Serial)
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		aio.GoValue(co, func(aio.Context) int { fmt.Println(loud{}); return 0 }).Value(co)
		return nil
	})
}
`)
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil || string(out) != "7\n" {
		t.Errorf("output is %q (%v), want 7", out, err)
	}
}
