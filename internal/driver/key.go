package driver

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	gohash "hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A hash identifies contents.
type hash [sha256.Size]byte

func (h hash) String() string { return hex.EncodeToString(h[:]) }

func sum(h gohash.Hash) hash {
	var out hash
	h.Sum(out[:0])
	return out
}

func hashOf(parts ...string) hash {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return sum(h)
}

// format is part of every key; change it with the meaning of what is stored.
const format = "asyncport driver 3"

// base returns what is common to the keys of all packages in one role: this
// program, the analyzers with their settings, the toolchain.
func (r *run) base(role role) string {
	env := r.place.Env
	return strings.Join([]string{format, r.tool, string(r.opts.Config), describe(r.suite.of(role)), strings.Join(r.suite.asks(role), ","), runtime.Version(),
		env.GOVERSION, env.GOOS, env.GOARCH, env.CGO_ENABLED, env.GOEXPERIMENT,
		fmt.Sprint(r.place.Module.Standard())}, "\x00")
}

// keyOf identifies all that the result of n depends on but the facts of its
// dependencies, whose results are there already. Files that may change are
// read and kept for the parser, so that key and result speak of the same.
func (r *run) keyOf(n *node) (hash, error) {
	h := sha256.New()
	line := func(args ...any) { fmt.Fprintln(h, args...) }
	line(r.bases[n.role])
	line(n.role, n.imported, n.id, n.pkgPath, n.name, n.forTest)
	if m := n.module; m != nil {
		line("module", m.Path, m.Version, m.GoVersion, m.Main)
	}
	fixed := r.immutable(n)
	line("fixed", fixed)
	if fixed && !n.std {
		// A replacement goes by the name of what it replaces.
		rel, _ := filepath.Rel(r.place.Env.GOMODCACHE, n.dir)
		line("in", filepath.ToSlash(rel))
	}
	for _, list := range [][]string{n.files, n.goFiles, n.other, n.ignored} {
		line(len(list))
		for _, name := range list {
			line(r.keyName(name))
		}
	}
	if !fixed {
		if err := r.hashContents(h, n); err != nil {
			return hash{}, err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(n.imports)) {
		dep := n.imports[path]
		line("import", path, dep.id, dep.apiHash())
	}
	return sum(h), nil
}

func (n *node) apiHash() hash {
	if n.id == "unsafe" {
		return hash{}
	}
	return n.result.Load().api
}

// hashContents adds what the files of n hold.
func (r *run) hashContents(h io.Writer, n *node) error {
	n.content = make(map[string][]byte, len(n.files))
	for _, name := range n.files {
		data, err := r.read(name)
		if err != nil {
			return err
		}
		n.content[name] = data
		fmt.Fprintf(h, "%x\n", sha256.Sum256(data))
	}
	for _, name := range slices.Concat(n.other, n.ignored) {
		data, err := r.read(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%x\n", sha256.Sum256(data))
	}
	return nil
}

// read returns the contents of a file and remembers what they were.
func (r *run) read(name string) ([]byte, error) {
	data, ok := r.touched[name]
	if !ok {
		var err error
		if data, err = os.ReadFile(name); err != nil {
			return nil, &fallback{err.Error()}
		}
	}
	r.mu.Lock()
	r.sums[name] = sum256(data)
	r.mu.Unlock()
	return data, nil
}

// keyName is how keys and reports call a file: the same wherever the module
// lies. Output of cgo, in the go command's cache, is known by its contents.
func (r *run) keyName(name string) string {
	if r.cgoOutput(name) {
		return "cgo"
	}
	return r.names.RelPath(name)
}

func (r *run) cgoOutput(name string) bool {
	return filepath.Ext(name) == "" || strings.Contains(name, string(filepath.Separator)+"go-build")
}

// immutable reports whether the files of n can be known by their names: those
// of released Go and of the module cache.
func (r *run) immutable(n *node) bool {
	if slices.ContainsFunc(n.files, r.cgoOutput) {
		return false
	}
	env := r.place.Env
	if n.std {
		return n.module == nil && strings.HasPrefix(env.GOVERSION, "go1") && below(env.GOROOT, n.dir)
	}
	return n.module != nil && !n.module.Main && env.GOMODCACHE != "" && below(env.GOMODCACHE, n.dir) &&
		strings.Contains(n.dir, "@")
}

// typesKey identifies the export data of n, which has absolute file names.
func (r *run) typesKey(n *node) hash { return hashOf("types", n.key.String(), n.dir) }
