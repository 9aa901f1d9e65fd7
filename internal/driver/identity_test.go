package driver

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestIdentity puts size and time of a file back after an edit, and puts
// another file in its place.
func TestIdentity(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a")
	at := time.Now().Add(-time.Hour)
	put := func(name, text string) os.FileInfo {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	before := put(name, "a")
	if inode, _ := inodeOf(before); inode == 0 {
		t.Skip("the system does not tell")
	}
	if id := identify(before, time.Now()); id.is(before) {
		t.Error("trusted although the file was written just now")
	}
	id := identify(before, time.Now().Add(time.Minute))
	if !id.is(before) {
		t.Error("not the same although nothing was changed")
	}
	put(name+"2", "b")
	if err := os.Rename(name+"2", name); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if id.is(after) {
		t.Error("the same although it is another file")
	}
}
