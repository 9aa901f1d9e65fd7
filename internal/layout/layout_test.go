package layout_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/layout"
)

func TestRepository(t *testing.T) {
	root := os.DirFS("../..")
	if _, err := os.Stat("../../go.mod"); err != nil {
		t.Fatal(err)
	}
	bad, err := layout.Violations(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range bad {
		t.Error(v)
	}
}

func TestViolationsAreFound(t *testing.T) {
	file := func(imp string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("package p\n\nimport _ \"" + imp + "\"\n")}
	}
	const module = layout.Module
	root := fstest.MapFS{
		"aio/good.go":              file("sync"),
		"aio/aiotest/good.go":      file(module + "/aio"),
		"aio/bad.go":               file("golang.org/x/sync/errgroup"),
		"plugin/x/good.go":         file(module + "/analyzers"),
		"plugin/x/good2.go":        file("example.com/driver"),
		"plugin/x/good_test.go":    file(module + "/plugin/x"),
		"plugin/x/bad.go":          file(module + "/report"),
		"aio/bench/good.go":        file("golang.org/x/sync/errgroup"),
		"aio/bench/good2.go":       file(module + "/aio"),
		"aio/bench/bad.go":         file(module + "/internal/load"),
		"aio/bad2.go":              file(module + "/internal/load"),
		"analyzers/a/good.go":      file(module + "/internal/load"),
		"analyzers/a/bad_test.go":  file(module + "/rewrite/site"),
		"cmd/asyncport/good.go":    file(module + "/report"),
		"internal/load/bad.go":     file(module + "/analyzers"),
		"internal/load/good.go":    file("golang.org/x/tools/go/packages"),
		"report/good.go":           file(module + "/rewrite"),
		"report/testdata/other.go": file(module + "/cmd"),
		"rewrite/bad.go":           file(module + "/aio"),
		"util/bad.go":              file("fmt"),
	}
	got, err := layout.Violations(root)
	if err != nil {
		t.Fatal(err)
	}
	const direction = "; the direction is cmd -> report -> rewrite -> analyzers -> internal"
	want := []string{
		"aio/bad.go: aio imports golang.org/x/sync/errgroup; it may import the standard library only",
		"aio/bad2.go: aio imports " + module + "/internal/load; it may import the standard library only",
		"aio/bench/bad.go: aio imports " + module + "/internal/load; it may import the standard library only",
		"analyzers/a/bad_test.go: analyzers imports " + module + "/rewrite/site" + direction,
		"internal/load/bad.go: internal imports " + module + "/analyzers" + direction,
		"plugin/x/bad.go: plugin imports " + module + "/report" + direction,
		"rewrite/bad.go: rewrite imports " + module + "/aio; nothing but tests of ported code may import the runtime",
		"util/bad.go: util is not a directory that the layout knows",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
}
