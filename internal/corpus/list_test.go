package corpus

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestReadList(t *testing.T) {
	list, err := ReadList(strings.NewReader("# module\tversion\n\nexample.com/a\tv1.0.0\t-\t7\r\nexample.com/b/v2\tv2.1.0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []Module{{"example.com/a", "v1.0.0"}, {"example.com/b/v2", "v2.1.0"}}; !slices.Equal(list, want) {
		t.Errorf("got %v, want %v", list, want)
	}
	if _, err := ReadList(strings.NewReader("example.com/a\tv1.0.0\nexample.com/b v1.0.0\n")); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
		t.Errorf("a line without a tab: %v, want an error that names line 2", err)
	}
}

// The list that the project measures on is readable and names each module once.
func TestListOfModules(t *testing.T) {
	f, err := os.Open("../../testdata/corpus/dev.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := ReadList(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, m := range list {
		if seen[m.Path] {
			t.Errorf("%s is listed twice", m.Path)
		}
		seen[m.Path] = true
	}
	if len(list) < 50 {
		t.Errorf("%d modules, want 50 or more", len(list))
	}
}
