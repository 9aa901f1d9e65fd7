package progen

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var (
	first = flag.Uint64("first", 30, "first seed; these and the next are of two variants")
	count = flag.Int("seeds", 20, "number of seeds")
	batch = flag.Int("batch", 40, "programs in one module")
	races = flag.Bool("detect-races", false, "use the race detector")
	files = flag.String("files", filepath.Join("testdata", "fixed"), "directory with programs to be compared")
	keep  = flag.String("keep", "", "directory for failing programs")
)

// TestSeeds compares generated programs before and after a port.
func TestSeeds(t *testing.T) {
	t.Parallel()
	for start := 0; start < *count; start += *batch {
		var list []Program
		for i := start; i < min(*count, start+*batch); i++ {
			list = append(list, program(t, *first+uint64(i)))
		}
		failures, err := Check(t.Context(), t.TempDir(), list, *races)
		if err != nil {
			t.Errorf("seeds from %d: %v", *first+uint64(start), err)
		}
		for _, f := range failures {
			t.Errorf("%s: %s", f.Program.Name, f.Why)
			if *keep != "" {
				save(t, f)
			}
		}
	}
}

func save(t *testing.T, f Failure) {
	t.Helper()
	for suffix, text := range map[string]string{"go": f.Program.Source, "ported.go": f.Ported, "txt": f.Why} {
		if err := os.WriteFile(fmt.Sprintf("%s/%s.%s", *keep, f.Program.Name, suffix), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func program(t *testing.T, seed uint64) Program {
	t.Helper()
	src, err := Generate(seed)
	if err != nil {
		t.Fatal(err)
	}
	return Program{fmt.Sprintf("p%d", seed), src, VariantOf(seed)}
}

// TestGenerate shows that a seed stands for one program.
func TestGenerate(t *testing.T) {
	for seed := range uint64(20) {
		if a, b := program(t, seed), program(t, seed); a != b {
			t.Errorf("seed %d: two programs", seed)
		}
		if a, b := program(t, seed), program(t, seed+1); a.Source == b.Source {
			t.Errorf("seeds %d and %d: the same program", seed, seed+1)
		}
	}
}

// TestPrint shows a program.
func TestPrint(t *testing.T) { t.Logf("\n%s", program(t, *first).Source) }

// TestReduce makes a failing program smaller.
func TestReduce(t *testing.T) {
	if *keep == "" {
		t.Skip("-keep says where to put what is left")
	}
	failures, err := Check(t.Context(), t.TempDir(), []Program{program(t, *first)}, *races)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		small, err := Reduce(t.Context(), t.TempDir(), f)
		if err != nil {
			t.Error(err)
		}
		small.Program.Name = f.Program.Name + "_small"
		save(t, small)
	}
}

// TestFiles compares programs in files: what defects were reduced to.
func TestFiles(t *testing.T) {
	t.Parallel()
	for _, f := range checkFiles(t, *files) {
		t.Errorf("%s: %s", f.Program.Name, f.Why)
		if *keep != "" {
			save(t, f)
		}
	}
}

// TestKnownGaps counts the programs whose port is known to do something else.
func TestKnownGaps(t *testing.T) {
	t.Parallel()
	failed := map[string]bool{}
	for _, f := range checkFiles(t, filepath.Join("testdata", "gaps")) {
		failed[f.Program.Name] = true
		t.Logf("Known gap: %s", f.Program.Name)
	}
	for _, name := range sources(t, filepath.Join("testdata", "gaps")) {
		if !failed[programName(name)] {
			t.Errorf("%s is no gap any more: move it to testdata/fixed", name)
		}
	}
}

func checkFiles(t *testing.T, dir string) []Failure {
	t.Helper()
	var list []Program
	for _, name := range sources(t, dir) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Program{programName(name), string(data), variants[0]})
	}
	failures, err := Check(t.Context(), t.TempDir(), list, *races)
	if err != nil {
		t.Fatal(err)
	}
	return failures
}

func sources(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no programs in %s: %v", dir, err)
	}
	return names
}

func programName(path string) string {
	return strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), ".go"), ".", "_")
}
