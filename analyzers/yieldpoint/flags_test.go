package yieldpoint

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

func TestCatalogFlag(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my.txt")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set := func(name string) error { return Analyzer.Flags.Set("catalog", name) }

	write("# mine\nexample.com/flag/test.Fetch net\n")
	if err := set(file); err != nil {
		t.Fatal(err)
	}
	if e, ok := catalog.LookupName("example.com/flag/test.Fetch"); !ok || e.Kinds != catalog.SetOf(catalog.Net) {
		t.Errorf("after the flag: %v, %v", e, ok)
	}

	write("# mine\nexample.com/flag/test.Fetch nett\n")
	if err := set(file); err == nil || !strings.Contains(err.Error(), "my.txt:2: unknown kind") {
		t.Errorf("bad line: %v", err)
	}
	if err := set(file + "x"); err == nil || !strings.Contains(err.Error(), "my.txtx") {
		t.Errorf("missing file: %v", err)
	}
}
