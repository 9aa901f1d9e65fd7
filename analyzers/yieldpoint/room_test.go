package yieldpoint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis/analysistest"
)

// Exactly the functions of the fixture with a note "want-kinds NAME KIND" wait.
func TestRoom(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(analysistest.TestData(), "src/room/room.go"))
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for _, m := range regexp.MustCompile(`// want-kinds (\S+) (\S+)`).FindAllStringSubmatch(string(src), -1) {
		want[m[1]] = m[2]
	}
	if diff := cmp.Diff(want, kindsByName(t, "room")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
