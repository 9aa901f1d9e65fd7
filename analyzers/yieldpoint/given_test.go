package yieldpoint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Each function of the fixture that has a note "given: NAME KINDS", with a
// question mark after a soft kind and a plus before what parameters bring, is known for
// just that.
func TestGiven(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(analysistest.TestData(), "src/given/given.go"))
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for _, m := range regexp.MustCompile(`// given: (\S+) (.*)`).FindAllStringSubmatch(string(src), -1) {
		want[m[1]] = m[2]
	}
	got := make(map[string]string)
	for _, r := range analysistest.Run(quiet{}, analysistest.TestData(), yieldpoint.Analyzer, "given") {
		for _, facts := range r.Facts {
			for _, f := range facts {
				for _, s := range f.(*yieldpoint.Fact).Summaries() {
					name := s.Name[strings.LastIndex(s.Name, ")")+1:]
					name = strings.TrimPrefix(strings.TrimPrefix(name, "given"), ".")
					if _, ok := want[name]; ok {
						got[name] = strings.Join(kindList(&s.Summary), " ")
					}
				}
			}
		}
	}
	for name, kinds := range want {
		want[name] = strings.Join(sortedFields(kinds), " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func kindList(s *yieldpoint.Summary) []string {
	var list []string
	for _, w := range s.Yields {
		text := w.Kind.String()
		if !w.Hard {
			text += "?"
		}
		list = append(list, text)
	}
	for _, k := range s.Given.Kinds() {
		list = append(list, "+"+k.String())
	}
	return sortedFields(strings.Join(list, " "))
}

func sortedFields(text string) []string {
	list := strings.Fields(text)
	slices.Sort(list)
	return list
}
