package driver

import (
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

// A snapshot is a run as the cache remembers it: what it looked at and what it
// answered, to be read first, and behind its key the packages, to be read when
// a file was edited.
type snapshot struct {
	settings []watched // see settings
	files    []watched // source that may change
	present  []string  // files that must be there, whatever they hold
	dirs     []watchedDir
	answer   *answered
	packages hash // key of the rest

	renewed bool // some identities are new and trusted now
}

// answered is what a run says, before comments are minded.
type answered struct {
	path, dir string
	packages  []string
	findings  []checker.Finding
	unseen    []checker.Unseen
	notSeen   []load.Unseen
}

// takeover is what the last run leaves to this one.
type takeover struct {
	snapshot *snapshot
	graph    *graph
	place    *load.Place
	touched  map[string][]byte // new contents of edited files
}

// unchanged compares the snapshot with the disk. It reports false if the go
// command must be asked again; otherwise touched holds the edited files.
func (s *snapshot) unchanged(now time.Time) (touched map[string][]byte, ok bool) {
	for i := range s.settings {
		f := &s.settings[i]
		if same, _ := f.same(now); !same {
			return nil, false
		}
		s.renewed = s.renewed || f.renewed
	}
	for i := range s.dirs {
		d := &s.dirs[i]
		if !d.same(now) {
			return nil, false
		}
		s.renewed = s.renewed || d.renewed
	}
	for _, name := range s.present {
		if _, err := os.Stat(name); err != nil {
			return nil, false
		}
	}
	touched = make(map[string][]byte)
	for i := range s.files {
		f := &s.files[i]
		same, data := f.same(now)
		if same {
			s.renewed = s.renewed || f.renewed
			continue
		}
		if data == nil || filepath.Ext(f.name) != ".go" || header(f.name, data) != f.header {
			return nil, false
		}
		touched[f.name] = data
	}
	return touched, true
}

// sourceFiles returns the files of packages that may change, those of t, and
// files that must be there.
func (r *run) sourceFiles(t *tree) (files, present []string) {
	if t != nil {
		files = t.sources
	}
	for _, n := range r.graph.nodes {
		if n.role == unused || r.immutable(n) {
			continue
		}
		for _, name := range slices.Concat(n.files, n.goFiles, n.other, n.ignored) {
			if !r.cgoOutput(name) {
				files = append(files, name)
			}
		}
		present = append(present, n.embeds...)
	}
	slices.Sort(files)
	slices.Sort(present)
	return slices.Compact(files), slices.Compact(present)
}

// watchSources describes the files that the run looked at as it saw them. It
// reports false if one has changed since.
func (r *run) watchSources(names []string, old *snapshot) ([]watched, bool) {
	before := make(map[string]*watched)
	if old != nil {
		for i := range old.files {
			before[old.files[i].name] = &old.files[i]
		}
	}
	var list []watched
	for _, name := range names {
		if w := before[name]; w != nil && !r.wasTouched(name) {
			list = append(list, *w)
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			return nil, false
		}
		w := watched{name: name, id: identify(info, r.started)}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, false
		}
		w.sum = sum256(data)
		if saw, ok := r.sums[name]; ok && saw != w.sum || !ok && !info.ModTime().Before(r.started) {
			return nil, false // it is not what was analysed
		}
		if filepath.Ext(name) == ".go" {
			w.header = header(name, data)
		}
		list = append(list, w)
	}
	return list, true
}

// fileNames returns the names of the files that the snapshot has.
func (s *snapshot) fileNames() []string {
	var names []string
	for i := range s.files {
		names = append(names, s.files[i].name)
	}
	return names
}

// watchDirs adds to the directories of a tree those in which a new file would
// matter: where packages are, and above them up to the root of their module,
// where another module may come to begin.
func (r *run) watchDirs(tree []watchedDir, files []string) ([]watchedDir, bool) {
	seen := make(map[string]bool)
	var dirs []watchedDir
	for _, d := range tree {
		if !seen[d.name] { // trees may overlap
			seen[d.name] = true
			dirs = append(dirs, d)
		}
	}
	roots := map[string]bool{r.place.Module.Dir: true}
	for _, n := range r.graph.nodes {
		if n.module != nil && n.module.Dir != "" {
			roots[n.module.Dir] = true
		}
	}
	looked := make(map[string]bool)
	for _, f := range files {
		for dir := filepath.Dir(f); !looked[dir]; dir = filepath.Dir(dir) {
			looked[dir] = true
			if !seen[dir] {
				d, ok := watchDir(dir, r.started)
				if !ok || d.id == (identity{}) {
					return nil, false // it may have changed since the go command looked
				}
				dirs = append(dirs, d)
			}
			if roots[dir] {
				break
			}
		}
	}
	return dirs, true
}
