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
}

// answered is what a run says, before comments are minded.
type answered struct {
	path, dir string
	packages  []string
	findings  []checker.Finding
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
		if same, _ := s.settings[i].same(now); !same {
			return nil, false
		}
	}
	for i := range s.dirs {
		if !s.dirs[i].same(now) {
			return nil, false
		}
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
			continue
		}
		if data == nil || filepath.Ext(f.name) != ".go" || header(f.name, data) != f.header {
			return nil, false
		}
		touched[f.name] = data
	}
	return touched, true
}

// sourceFiles returns the files of packages that may change, and files that
// must be there.
func (r *run) sourceFiles() (files, present []string) {
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
		w := watched{name: name}
		w.stamp(info, r.started)
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

// watchDirs describes the directories in which a new file would matter.
func (r *run) watchDirs(tree []watchedDir, files []string) ([]watchedDir, bool) {
	seen := make(map[string]bool)
	for _, d := range tree {
		seen[d.name] = true
	}
	for _, f := range files {
		dir := filepath.Dir(f)
		if seen[dir] {
			continue
		}
		seen[dir] = true
		d, ok := watchDir(dir, r.started)
		if !ok || d.time == 0 {
			return nil, false // it may have changed since the go command looked
		}
		tree = append(tree, d)
	}
	return tree, true
}
