package driver

import (
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/asyncport/asyncport/internal/load"
)

// moduleFiles returns the go.mod and go.work files that choose the versions of
// modules beside those of the packages at hand: of the workspace all modules,
// and what they replace by directories. What cannot be read the go command
// complains of.
func moduleFiles(env load.GoEnv) []string {
	files := []string{env.GOMOD}
	var replaced []*modfile.Replace
	if env.GOWORK != "" && env.GOWORK != "off" {
		files = append(files, env.GOWORK, env.GOWORK+".sum")
		if data, err := os.ReadFile(env.GOWORK); err == nil {
			if work, err := modfile.ParseWork(env.GOWORK, data, nil); err == nil {
				for _, use := range work.Use {
					files = append(files, filepath.Join(from(env.GOWORK, use.Path), "go.mod"))
				}
				replaced = work.Replace
			}
		}
	}
	add := func(file string, list []*modfile.Replace) {
		for _, r := range list {
			if r.New.Version == "" {
				files = append(files, filepath.Join(from(file, r.New.Path), "go.mod"))
			}
		}
	}
	add(env.GOWORK, replaced)
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && filepath.Base(name) == "go.mod" {
			if file, err := modfile.Parse(name, data, nil); err == nil {
				add(name, file.Replace)
			}
		}
	}
	return files
}

// from returns a path that stands in a file.
func from(file, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}
