package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestVerdict(t *testing.T) {
	for _, green := range []bool{true, false} {
		var out strings.Builder
		d := &demo{globals: &globals{stdout: &out}}
		d.add(outcome{what: "one", ok: true})
		d.add(outcome{what: "two", ok: green})
		err := d.verdict()
		if errors.Is(err, errFindings) == green || strings.Contains(out.String(), "FAIL") == green {
			t.Errorf("green is %v: error %v, output\n%s", green, err, &out)
		}
	}
}

func TestRaceMissing(t *testing.T) {
	t.Setenv("CGO_ENABLED", "0")
	d := &demo{globals: &globals{}, dir: t.TempDir()}
	if why := d.raceMissing(t.Context()); !strings.Contains(why, "cgo") {
		t.Errorf("without cgo: %q", why)
	}
	t.Setenv("CGO_ENABLED", "1")
	t.Setenv("CC", "no-such-compiler -O2")
	if why := d.raceMissing(t.Context()); !strings.Contains(why, "no-such-compiler") {
		t.Errorf("without a compiler: %q", why)
	}
}

func TestDemoUnpack(t *testing.T) {
	parent := t.TempDir()
	opts := &demoOptions{globals: &globals{dir: parent, stderr: io.Discard}, into: "app"}
	dir, cleanup, err := opts.unpack()
	if err != nil {
		t.Fatal(err)
	}
	cleanup()
	if dir != filepath.Join(parent, "app") {
		t.Errorf("unpacked into %s", dir)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Errorf("what was asked for with --into is gone: %v", err)
	}
	opts.into = ""
	dir, cleanup, err = opts.unpack()
	if err != nil {
		t.Fatal(err)
	}
	cleanup()
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary directory is left behind: %v", err)
	}
}
