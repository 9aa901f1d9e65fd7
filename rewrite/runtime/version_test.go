package runtime

import (
	"bytes"
	"go/format"
	"go/parser"
	"go/token"
	"go/version"
	"path"
	"testing"
)

// In a module of an older Go every file of the copy asks for the runtime's own
// release, and the rest of the file is what it is elsewhere.
func TestFilesInOldModule(t *testing.T) {
	all := []string{Path("example.com/m")}
	for name := range companions() {
		all = append(all, Path("example.com/m")+"/"+name)
	}
	files, err := Files("1.23.4", all...)
	if err != nil {
		t.Fatal(err)
	}
	for _, old := range []string{"", "1.11", "1.22.5"} {
		raised, err := Files(old, all...)
		if err != nil {
			t.Fatal(err)
		}
		if len(raised) != len(files) {
			t.Errorf("%d files, want %d", len(raised), len(files))
		}
		for name, data := range raised {
			if path.Ext(name) != ".go" {
				if !bytes.Equal(data, files[name]) {
					t.Errorf("%s differs", name)
				}
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, data, parser.PackageClauseOnly)
			if err != nil {
				t.Error(err)
				continue
			}
			if version.Compare(f.GoVersion, Version) < 0 {
				t.Errorf("%s asks for %q", name, f.GoVersion)
			}
			if out, err := format.Source(data); err != nil || !bytes.Equal(out, data) {
				t.Errorf("%s needs gofmt (%v)", name, err)
			}
			if !bytes.HasSuffix(data, files[name][bytes.Index(files[name], []byte("package ")):]) {
				t.Errorf("%s is another below its package clause", name)
			}
		}
	}
}

func TestIsGeneric(t *testing.T) {
	for name, want := range map[string]bool{
		"Recv": true, "Go": true, "Future": true, "Context": false, "Sleep": false, "WaitGroup": false, "Enter": false,
	} {
		if got := IsGeneric(name); got != want {
			t.Errorf("%s is generic: %v", name, got)
		}
	}
}
