package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/internal/mend"
	"github.com/asyncport/asyncport/rewrite"
)

// mend applies the fixes of the findings and returns what is found then.
func (opts *checkOptions) mend(ctx context.Context, f *found) (*found, error) {
	res, files, err := opts.fixes(ctx, f)
	if err != nil {
		return nil, err
	}
	if len(files) > 0 {
		if err := rewrite.Replace(ctx, f.dir, files); err != nil {
			return nil, err
		}
	}
	opts.note("%s mended in %s", count(len(res.Mended), "finding"), count(len(files), "file"))
	if res.Overlapping > 0 {
		opts.note("%s left whose fix overlaps with another's; run the command again", count(res.Overlapping, "finding"))
	}
	if len(files) == 0 {
		return f, nil
	}
	// Lines have moved. What there was to say of the rest is said already.
	again, silent := *opts, *opts.globals
	silent.stderr = io.Discard
	again.globals = &silent
	return again.look(ctx)
}

// showFixes prints what the fixes would change.
func (opts *checkOptions) showFixes(ctx context.Context, f *found) error {
	res, files, err := opts.fixes(ctx, f)
	if err != nil {
		return err
	}
	if err := writeDiff(opts.stdout, files, false); err != nil {
		return err
	}
	opts.note("%s to mend in %s, nothing written", count(len(res.Mended), "finding"), count(len(files), "file"))
	if len(f.findings) > 0 {
		return errFindings
	}
	return nil
}

// fixes returns what the fixes make of the files, once it compiles.
func (opts *checkOptions) fixes(ctx context.Context, f *found) (*mend.Result, []rewrite.FileChange, error) {
	res, err := mend.Findings(f.fixable(), f.read)
	if err != nil {
		return nil, nil, err
	}
	if err := opts.verify(ctx, f, res.Files); err != nil {
		return nil, nil, err
	}
	var files []rewrite.FileChange
	for _, file := range res.Files {
		files = append(files, rewrite.FileChange{Path: file.Path, Old: file.Old, New: file.New})
	}
	return res, files, nil
}

// fixable returns the findings without the fixes of files outside of the module, which
// are named by the module that they belong to.
func (f *found) fixable() []checker.Finding {
	list := slices.Clone(f.findings)
	for i, x := range list {
		outside := func(fix checker.Fix) bool {
			name := filepath.FromSlash(fix.File)
			if !filepath.IsLocal(name) {
				return true
			}
			_, err := os.Lstat(filepath.Join(f.dir, name))
			return err != nil
		}
		if slices.ContainsFunc(x.Fixes, outside) {
			list[i].Fixes = nil
		}
	}
	return list
}

// verify type-checks the packages of the changed files as they will be. Fixes stay
// inside of functions, so others cannot tell.
func (opts *checkOptions) verify(ctx context.Context, f *found, files []mend.File) error {
	if len(files) == 0 {
		return nil
	}
	overlay := make(map[string][]byte)
	var patterns []string
	for _, file := range files {
		overlay[filepath.Join(f.dir, filepath.FromSlash(file.Path))] = file.New
		patterns = append(patterns, "./"+path.Dir(file.Path))
	}
	slices.Sort(patterns)
	patterns = slices.Compact(patterns)
	builds := opts.matrix.builds(opts.config.Builds)
	if len(builds) == 0 {
		builds = []config.Build{{}}
	}
	for _, b := range builds {
		o := opts.loadOptions(b)
		o.Dir, o.Overlay = f.dir, overlay
		if _, err := load.Load(ctx, o, patterns...); err != nil {
			if ctx.Err() != nil {
				return err
			}
			return fmt.Errorf("with its fixes the module does not compile, so nothing was written; please report this: %w", err)
		}
	}
	return nil
}

// noteFixes says how many of the findings have a fix.
func (opts *checkOptions) noteFixes(f *found) {
	n := 0
	for _, x := range f.fixable() {
		if len(x.Fixes) > 0 {
			n++
		}
	}
	if n > 0 {
		opts.note("%s with a fix; asyncport check --fix applies it, --diff shows it", count(n, "finding"))
	}
}
