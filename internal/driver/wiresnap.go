package driver

import (
	"encoding/json"
	"path/filepath"
	"slices"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

func (w *writer) watched(f watched) {
	w.string(f.name)
	w.bool(f.missing)
	w.identity(f.id)
	w.hash(f.sum)
	w.hash(f.header)
}

func (r *reader) watched() watched {
	return watched{name: r.string(), missing: r.bool(), id: r.identity(), sum: r.hash(), header: r.hash()}
}

func (w *writer) identity(id identity) {
	for _, n := range []int64{id.size, id.modified, id.inode, id.status} {
		w.int64(n)
	}
}

func (r *reader) identity() identity {
	return identity{size: r.int64(), modified: r.int64(), inode: r.int64(), status: r.int64()}
}

func (w *writer) bool(b bool) {
	n := 0
	if b {
		n = 1
	}
	w.int(n)
}

func (r *reader) bool() bool { return r.int() != 0 }

func list[T any](r *reader, one func() T) []T {
	var out []T
	for range r.count() {
		out = append(out, one())
	}
	return out
}

func encodeSnapshot(s *snapshot) []byte {
	var w writer
	for _, files := range [][]watched{s.settings, s.files} {
		w.int(len(files))
		for _, f := range files {
			w.watched(f)
		}
	}
	w.strings(s.present)
	w.int(len(s.dirs))
	for _, d := range s.dirs {
		w.string(d.name)
		w.identity(d.id)
		w.hash(d.names)
	}
	w.hash(s.packages)
	a := s.answer
	w.string(a.path)
	w.string(a.dir)
	w.strings(a.packages)
	w.int(len(a.findings))
	for _, f := range a.findings {
		w.finding(f)
	}
	w.unseen(a.unseen)
	w.int(len(a.notSeen))
	for _, u := range a.notSeen {
		w.strings([]string{u.Package, u.File, u.Why})
	}
	return w.buf
}

func decodeSnapshot(data []byte) (*snapshot, error) {
	r := &reader{buf: data}
	s := &snapshot{answer: new(answered)}
	s.settings = list(r, r.watched)
	s.files = list(r, r.watched)
	s.present = r.strings()
	s.dirs = list(r, func() watchedDir { return watchedDir{name: r.string(), id: r.identity(), names: r.hash()} })
	s.packages = r.hash()
	a := s.answer
	a.path, a.dir, a.packages = r.string(), r.string(), r.strings()
	a.findings = list(r, func() checker.Finding { return r.finding() })
	a.unseen = r.unseen()
	a.notSeen = list(r, func() load.Unseen {
		f := r.strings()
		if len(f) != 3 {
			r.err = errShort
			return load.Unseen{}
		}
		return load.Unseen{Package: f[0], File: f[1], Why: f[2]}
	})
	return s, r.err
}

// encodePackages writes the graph with its results. Strings that recur are
// written once: import paths are most of it.
func encodePackages(g *graph, place *load.Place) []byte {
	t := &table{index: make(map[string]int)}
	var w writer
	meta, _ := json.Marshal(place)
	w.string(string(meta))
	modules, moduleIndex := modulesOf(g)
	meta, _ = json.Marshal(modules)
	w.string(string(meta))
	w.int(len(g.nodes))
	for _, n := range g.nodes {
		t.string(&w, n.id)
		t.string(&w, n.pkgPath)
		t.string(&w, n.name)
		t.string(&w, n.dir)
		t.string(&w, n.forTest)
		w.bool(n.std)
		w.bool(n.root)
		w.bool(n.fakeC)
		w.bool(n.imported)
		w.int(int(n.role))
		w.int(moduleIndex[n.module])
		for _, names := range [][]string{n.goFiles, n.files, n.ignored, n.other, n.embeds} {
			w.int(len(names))
			for _, name := range names {
				t.string(&w, shorten(n.dir, name))
			}
		}
		w.int(len(n.imports))
		for _, path := range sortedImports(n) {
			t.string(&w, path)
			w.int(n.imports[path].position)
		}
		w.hash(n.key)
		t.result(&w, n.result.Load())
	}
	var out writer
	out.strings(t.list)
	return append(out.buf, w.buf...)
}

func decodePackages(data []byte) (*graph, *load.Place, error) {
	r := &reader{buf: data}
	t := &table{list: r.strings()}
	place := new(load.Place)
	if err := json.Unmarshal(r.bytes(), place); err != nil {
		return nil, nil, err
	}
	modules, err := decodeModules(r.bytes())
	if err != nil {
		return nil, nil, err
	}
	g := &graph{byID: make(map[string]*node)}
	for range r.count() {
		n := &node{position: len(g.nodes), imports: make(map[string]*node)}
		n.id, n.pkgPath, n.name, n.dir, n.forTest = t.take(r), t.take(r), t.take(r), t.take(r), t.take(r)
		n.std, n.root, n.fakeC, n.imported = r.bool(), r.bool(), r.bool(), r.bool()
		n.role = role(r.int())
		m := r.int()
		if m < 0 || m >= len(modules) {
			return nil, nil, errShort
		}
		n.module = modules[m]
		for _, names := range []*[]string{&n.goFiles, &n.files, &n.ignored, &n.other, &n.embeds} {
			for range r.count() {
				*names = append(*names, lengthen(n.dir, t.take(r)))
			}
		}
		for range r.count() {
			path, at := t.take(r), r.int()
			if at < 0 || at >= len(g.nodes) {
				return nil, nil, errShort
			}
			n.imports[path] = g.nodes[at]
			n.deps = append(n.deps, g.nodes[at])
		}
		slices.SortFunc(n.deps, func(a, b *node) int { return compareStrings(a.id, b.id) })
		n.deps = slices.Compact(n.deps)
		n.key = r.hash()
		n.saved = t.takeResult(r)
		if r.err != nil {
			return nil, nil, r.err
		}
		g.nodes = append(g.nodes, n)
		g.byID[n.id] = n
	}
	return g, place, r.err
}

// shorten drops the directory of the package from a name.
func shorten(dir, name string) string {
	if filepath.Dir(name) == dir {
		return filepath.Base(name)
	}
	return name
}

func lengthen(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}
