package driver

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A watched file is the same as long as its identity is; if that is not, or too
// recent to mean anything, its contents decide.
type watched struct {
	name    string
	missing bool
	id      identity // zero if it is not to be trusted
	sum     hash
	header  hash // of a Go file; see header
	renewed bool // id is new, and trusted
}

// watch describes a file as it is now. Contents of big files are not read: size
// and times must do.
func watch(name string, now time.Time) watched {
	w := watched{name: name}
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		w.missing = true
		return w
	}
	if info.Size() > maxWatched {
		w.id = identityOf(info)
		return w
	}
	w.id = identify(info, now)
	if data, err := os.ReadFile(name); err == nil {
		w.sum = sha256.Sum256(data)
	}
	return w
}

// maxWatched is the size of files that are read to see whether they changed:
// the go command itself is bigger, what people write is not.
const maxWatched = 8 << 20

// same reports whether the file is as it was. If it is not, it returns the new
// contents, nil when there are none.
func (w *watched) same(now time.Time) (bool, []byte) {
	info, err := os.Stat(w.name)
	if err != nil || info.IsDir() {
		return w.missing, nil
	}
	if w.missing {
		return false, nil
	}
	if w.id.is(info) {
		return true, nil
	}
	if info.Size() > maxWatched {
		return false, nil
	}
	data, err := os.ReadFile(w.name)
	if err != nil {
		return false, nil
	}
	if sha256.Sum256(data) != w.sum {
		return false, data
	}
	w.id = identify(info, now)
	w.renewed = w.id != identity{}
	return true, nil
}

// A watchedDir is the same as long as the names in it that the go command looks
// at are.
type watchedDir struct {
	name  string
	id    identity // zero if it is not to be trusted
	names hash

	renewed bool // id is new, and trusted
}

func watchDir(name string, now time.Time) (watchedDir, bool) {
	w := watchedDir{name: name}
	info, err := os.Stat(name)
	if err != nil {
		return w, false
	}
	w.id = identify(info, now)
	w.names, err = namesIn(name)
	return w, err == nil
}

func (w *watchedDir) same(now time.Time) bool {
	info, err := os.Stat(w.name)
	if err != nil {
		return false
	}
	if w.id.is(info) {
		return true
	}
	next, ok := watchDir(w.name, now)
	if !ok || next.names != w.names {
		return false
	}
	w.id = next.id
	w.renewed = w.id != identity{}
	return true
}

// sourceSuffixes end the names of the files that go build looks at.
var sourceSuffixes = []string{".go", ".mod", ".work", ".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F",
	".for", ".f90", ".s", ".S", ".sx", ".swig", ".swigcxx", ".syso"}

func namesIn(dir string) (hash, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return hash{}, err
	}
	var names []string
	for _, e := range entries {
		switch {
		case e.IsDir():
			names = append(names, e.Name()+"/")
		case slices.Contains(sourceSuffixes, filepath.Ext(e.Name())):
			names = append(names, e.Name())
		}
	}
	return hashOf(names...), nil
}
