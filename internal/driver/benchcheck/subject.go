package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// A subject is a module that is analysed.
type subject struct {
	name, module, version string
	leaf                  string // a file of a package that nothing imports
	dir                   string
	buildCache            string
}

var subjects = []subject{
	{name: "etcd", module: "go.etcd.io/etcd/server/v3", version: "v3.7.3", leaf: "etcdmain/gateway.go"},
	{name: "prometheus", module: "github.com/prometheus/prometheus", version: "v0.315.0", leaf: "cmd/promtool/tsdb.go"},
}

// settings are the variables under which the subjects load: parts of larger
// repositories name each other by paths that are not there.
func settings() []string { return []string{"GOFLAGS=-mod=mod", "GOWORK=off"} }

// prepare makes a copy of the module that loads by itself, and compiles what it
// imports into an empty build cache: the user's own may hold what go vet found out
// about some of the dependencies before.
func (s *subject) prepare(dir string) error {
	src, err := download(dir, s.module+"@"+s.version)
	if err != nil {
		return err
	}
	s.dir = filepath.Join(dir, s.name)
	if err := os.CopyFS(s.dir, os.DirFS(src)); err != nil {
		return err
	}
	if err := s.dropReplacements(); err != nil {
		return err
	}
	s.buildCache = filepath.Join(dir, s.name+"-build")
	fmt.Fprintf(os.Stderr, "benchcheck: %s: compiling what it imports\n", s.name)
	env := append(settings(), "GOCACHE="+s.buildCache)
	return command(s.dir, env, "go", "list", "-export", "-deps", "-test", "-f", "{{.Name}}", "./...")
}

// download returns the directory of a module in the module cache.
func download(dir, module string) (string, error) {
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.Output()
	var info struct{ Dir, Error string }
	if jerr := json.Unmarshal(out, &info); jerr != nil || info.Error != "" {
		return "", fmt.Errorf("downloading %s: %v %s", module, err, info.Error)
	}
	return info.Dir, err
}

// dropReplacements takes the replacements by directories out of go.mod.
func (s *subject) dropReplacements() error {
	_ = os.Remove(filepath.Join(s.dir, "go.work"))
	cmd := exec.Command("go", "mod", "edit", "-json")
	cmd.Dir = s.dir
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	var mod struct {
		Replace []struct {
			Old, New struct{ Path, Version string }
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		return err
	}
	for _, r := range mod.Replace {
		if r.New.Version == "" {
			if err := command(s.dir, settings(), "go", "mod", "edit", "-dropreplace="+r.Old.Path); err != nil {
				return err
			}
		}
	}
	return nil
}

// edit changes the body of a function that it adds to the leaf.
func (s *subject) edit(i int) error {
	name := filepath.Join(s.dir, s.leaf)
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name+".orig", data, 0o666); err != nil {
		return err
	}
	data = fmt.Appendf(data, "\nfunc benchcheck() { println(%d) }\n", i)
	return os.WriteFile(name, data, 0o666)
}

func (s *subject) restore() error {
	name := filepath.Join(s.dir, s.leaf)
	return os.Rename(name+".orig", name)
}
