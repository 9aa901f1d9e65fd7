package driver

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// settled is for how long a file must have been left alone before its time of
// change is trusted: file systems do not tell changes apart that follow closely.
const settled = 2 * time.Second

// A watched file is the same as long as size and time are; if they are not, or
// the time is too recent to mean anything, its contents decide.
type watched struct {
	name    string
	missing bool
	size    int64
	time    int64 // of change, in nanoseconds; 0 if it is not to be trusted
	sum     hash
	header  hash // of a Go file; see header
}

// watch describes a file as it is now. Contents of big files are not read: size
// and time must do.
func watch(name string, now time.Time) watched {
	w := watched{name: name}
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		w.missing = true
		return w
	}
	w.stamp(info, now)
	if info.Size() > maxWatched {
		w.time = info.ModTime().UnixNano()
		return w
	}
	if data, err := os.ReadFile(name); err == nil {
		w.sum = sha256.Sum256(data)
	}
	return w
}

// maxWatched is the size of files that are read to see whether they changed:
// the go command itself is bigger, what people write is not.
const maxWatched = 8 << 20

func (w *watched) stamp(info fs.FileInfo, now time.Time) {
	w.size, w.time = info.Size(), info.ModTime().UnixNano()
	if info.ModTime().After(now.Add(-settled)) {
		w.time = 0
	}
}

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
	if w.time != 0 && info.Size() == w.size && info.ModTime().UnixNano() == w.time {
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
	w.stamp(info, now)
	return true, nil
}

// A watchedDir is the same as long as the names in it that the go command looks
// at are.
type watchedDir struct {
	name  string
	time  int64 // 0 if it is not to be trusted
	names hash
}

func watchDir(name string, now time.Time) (watchedDir, bool) {
	w := watchedDir{name: name}
	info, err := os.Stat(name)
	if err != nil {
		return w, false
	}
	w.time = info.ModTime().UnixNano()
	if info.ModTime().After(now.Add(-settled)) {
		w.time = 0
	}
	w.names, err = namesIn(name)
	return w, err == nil
}

func (w *watchedDir) same(now time.Time) bool {
	info, err := os.Stat(w.name)
	if err != nil {
		return false
	}
	if w.time != 0 && info.ModTime().UnixNano() == w.time {
		return true
	}
	next, ok := watchDir(w.name, now)
	if !ok || next.names != w.names {
		return false
	}
	w.time = next.time
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

// watchTree watches the directories below root that a wildcard reaches.
func watchTree(root string, now time.Time) ([]watchedDir, bool) {
	var dirs []watchedDir
	ok := true
	_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			ok = false
			return fs.SkipAll
		}
		if !d.IsDir() {
			return nil
		}
		if base := d.Name(); name != root && (base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_') {
			return fs.SkipDir
		}
		w, good := watchDir(name, now)
		ok = ok && good
		dirs = append(dirs, w)
		if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && name != root {
			return fs.SkipDir
		}
		return nil
	})
	return dirs, ok
}

// hasWildcard reports whether a pattern stands for more than one directory.
func hasWildcard(patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		return strings.Contains(p, "...") || p == "all" || p == "work" || p == "tool"
	})
}
