package rulebook_test

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/rulebook"
)

var update = flag.Bool("update", false, "make the page's lower part anew from the tests of the runtime")

const (
	runtime = "../../aio"
	page    = "../../docs/rules-of-the-runtime.md"
)

func load(t *testing.T) ([]byte, []rulebook.Test) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := rulebook.Tests(os.DirFS(runtime))
	if err != nil {
		t.Fatal(err)
	}
	return text, tests
}

func TestPageIsCurrent(t *testing.T) {
	text, tests := load(t)
	want, err := rulebook.Page(text, tests)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(page, want, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(text, want) {
		t.Errorf("%s is not current; run go test ./internal/rulebook -update", page)
	}
}

func TestEveryRuleHasATest(t *testing.T) {
	text, tests := load(t)
	text, err := rulebook.Page(text, tests) // whether it is current is asked elsewhere
	if err != nil {
		t.Fatal(err)
	}
	listed, err := rulebook.Listed(text)
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range listed {
		if slices.Contains(listed[:i], n) {
			t.Errorf("rule %d is listed twice", n)
		}
		if !slices.ContainsFunc(tests, func(test rulebook.Test) bool { return test.Rule == n }) {
			t.Errorf("rule %d has no test", n)
		}
	}
	for _, test := range tests {
		if slices.Contains(listed, test.Rule) {
			continue
		}
		if test.Rule <= rulebook.Last {
			t.Errorf("%s: %s holds rule %d, which is not on the page", test.File, test.Name, test.Rule)
		} else {
			t.Errorf("%s: rule %d has no comment \"Given ..., then ...\" above %s or another test of it", test.File, test.Rule, test.Name)
		}
	}
}

func TestTestsAreFound(t *testing.T) {
	root := fstest.MapFS{
		"a_test.go": {Data: []byte(`package a

// Two on one line. Given a queue, when it is
// closed, then Get fails. More is not part of it.
//
// Nor this.
func TestCloseRule201() {}

// No sentence here.
func TestOtherRule007Rule202() {}

// Given x, then y.
func helperRule203() {}

func (t T) TestMethodRule204() {}
`)},
		"sub/b_test.go":          {Data: []byte("package b\n\n// Given z, then fuzz\nfunc FuzzRule202() {}\n")},
		"sub/b.go":               {Data: []byte("package b\n\nfunc TestNoTestRule205() {}\n")},
		"sub/testdata/c_test.go": {Data: []byte("package c\n\nfunc TestRule206() {}\n")},
		"other/go.mod":           {Data: []byte("module other\n")},
		"other/d_test.go":        {Data: []byte("package d\n\nfunc TestRule207() {}\n")},
	}
	got, err := rulebook.Tests(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []rulebook.Test{
		{Rule: 7, Name: "TestOtherRule007Rule202", File: "a_test.go"},
		{Rule: 201, Name: "TestCloseRule201", File: "a_test.go", Sentence: "Given a queue, when it is closed, then Get fails"},
		{Rule: 202, Name: "TestOtherRule007Rule202", File: "a_test.go"},
		{Rule: 202, Name: "FuzzRule202", File: "sub/b_test.go", Sentence: "Given z, then fuzz"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tests (-want +got):\n%s", diff)
	}
	text, err := rulebook.Page([]byte("# Rules\n\n- **7** Given.\n\n"+rulebook.Mark+"\nold\n"), got)
	if err != nil {
		t.Fatal(err)
	}
	wantPage := "# Rules\n\n- **7** Given.\n\n" + rulebook.Mark +
		"\n## Added with the tests of `aio`\n\n- **201** Given a queue, when it is closed, then Get fails\n" +
		"\n## Added with the tests of `aio/sub`\n\n- **202** Given z, then fuzz\n"
	if diff := cmp.Diff(wantPage, string(text)); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
	if _, err := rulebook.Page([]byte("# Rules\n"), got); err == nil {
		t.Error("a page without the mark is accepted")
	}
}
