package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/blockingcall"
	"github.com/asyncport/asyncport/analyzers/explicit"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/internal/nearest"
)

// once takes out what blockingcall says of a place at which explicit says it,
// too.
func once(list []checker.Finding) []checker.Finding {
	type place struct {
		file         string
		line, column int
	}
	at := func(f checker.Finding) place { return place{f.Pos.Filename, f.Pos.Line, f.Pos.Column} }
	said := make(map[place]bool)
	for _, f := range list {
		if f.Rule == explicit.Analyzer.Name {
			said[at(f)] = true
		}
	}
	return slices.DeleteFunc(list, func(f checker.Finding) bool {
		return f.Rule == blockingcall.Analyzer.Name && said[at(f)]
	})
}

// checkExplicit wants every pattern of the key explicit to mean something: one
// with a typing error would protect nothing. Only a look at the whole module
// tells.
func (opts *checkOptions) checkExplicit(f *found) error {
	if !opts.whole(f) {
		return nil
	}
	p := opts.config.Explicit.Unmatched(f.path, f.packages)
	if p == "" {
		return nil
	}
	known := slices.Clone(f.packages)
	if strings.HasPrefix(p, "./") {
		for i, pkg := range known {
			known[i] = "./" + strings.TrimPrefix(strings.TrimPrefix(pkg, f.path), "/")
		}
	}
	return fmt.Errorf("%s: explicit: %s matches no package%s", config.Name, p, nearest.Hint(strings.TrimSuffix(p, "/..."), known))
}
