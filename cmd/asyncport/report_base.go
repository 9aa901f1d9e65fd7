package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/internal/revision"
	"github.com/asyncport/asyncport/report"
)

// baseFlags ask for a comparison with another revision.
type baseFlags struct {
	base   string
	failOn string
}

func (f *baseFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.base, "base", "", "say which findings are new and which are gone since this `revision`; REV... stands\n"+
		"for the last common ancestor of REV and HEAD")
	cmd.Flags().StringVar(&f.failOn, "fail-on", "introduced", "with --base, `which` findings make the exit code 1: introduced, any open one, or none")
}

// check refuses flags that do not go together. Of those of a report, only the
// ones that say where and how to write apply.
func (f *baseFlags) check(cmd *cobra.Command) error {
	if err := oneOf("--fail-on", f.failOn, "introduced", "any", "none"); err != nil {
		return err
	}
	if !cmd.Flags().Changed("base") {
		if cmd.Flags().Changed("fail-on") {
			return errors.New("--fail-on is for --base; asyncport check fails on any finding")
		}
		return nil
	}
	if f.base == "" {
		return errors.New("--base names no revision; give a branch, tag or commit")
	}
	for _, name := range []string{"rule", "only", "level", "api", "runtime", "runtime-version", "runtime-replace", "history"} {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is about the port, and --base compares findings; leave one of them out", name)
		}
	}
	return nil
}

// compare writes how the findings in the work tree differ from those of the
// base, and fails as the policy says. Both are found with the settings of the work
// tree.
func (opts *reportOptions) compare(ctx context.Context) error {
	head := opts.analysis(opts.globals, opts.dir, opts.patterns)
	now, err := head.find(ctx)
	if err != nil {
		return err
	}
	if err := head.withoutKnown(now, opts.baseline); err != nil {
		return err
	}
	tree, err := revision.Checkout(ctx, opts.in("."), opts.base)
	if err != nil {
		return err
	}
	defer tree.Remove()
	before, err := opts.sideOf(ctx, tree)
	if err != nil {
		return fmt.Errorf("revision %s: %w", opts.base, err)
	}
	after := now.side()
	after.Baseline = within(now.dir, opts.baseline)
	c := report.Compare(now.path, opts.base, before, after)
	if err := opts.writeComparison(c); err != nil {
		return err
	}
	n := c.Counts
	accepted := ""
	if n.Accepted > 0 {
		accepted = fmt.Sprintf(", %d accepted", n.Accepted)
	}
	opts.note("compared with %s: %d introduced, %d fixed, %d carried, %d suppressed%s", opts.base, n.Introduced, n.Fixed, n.Carried, n.Suppressed, accepted)
	if opts.failOn == "introduced" && n.Introduced > 0 || opts.failOn == "any" && n.Open() > 0 {
		return errFindings
	}
	return nil
}

// sideOf analyses the base. A tree that does not have the module yet, or none of
// the packages, has no findings.
func (opts *reportOptions) sideOf(ctx context.Context, tree *revision.Tree) (report.Side, error) {
	patterns, err := opts.patternsIn(tree.Dir)
	if err != nil || !inModule(tree) || len(patterns) == 0 && len(opts.patterns) > 0 {
		return report.Side{}, err
	}
	a := opts.analysis(opts.globals, tree.Dir, patterns)
	f, err := a.find(ctx)
	if err != nil {
		return report.Side{}, err
	}
	if name := opts.baselineIn(tree); name != "" {
		if _, err := a.known(f, name); err != nil {
			return report.Side{}, err
		}
	}
	return f.side(), nil
}

// baselineIn returns the baseline that the tree has in the place of ours; "" if it has
// none.
func (opts *reportOptions) baselineIn(tree *revision.Tree) string {
	if opts.baseline == "" {
		return ""
	}
	work, err := filepath.Abs(opts.in("."))
	if err != nil {
		return ""
	}
	file, err := filepath.Abs(opts.baseline)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(work, file)
	if err != nil {
		return ""
	}
	name := filepath.Join(tree.Dir, rel)
	if _, err := os.Stat(name); err != nil || !strings.HasPrefix(name, tree.Root+string(filepath.Separator)) {
		return ""
	}
	return name
}

// patternsIn returns the patterns as they are meant in another tree, without those
// of directories that it does not have.
func (opts *reportOptions) patternsIn(dir string) ([]string, error) {
	work, err := filepath.Abs(opts.in("."))
	if err != nil {
		return nil, err
	}
	var list []string
	for _, p := range opts.patterns {
		if filepath.IsAbs(p) {
			if p, err = filepath.Rel(work, p); err != nil {
				return nil, err
			}
			p = "./" + filepath.ToSlash(p)
		}
		place, _, _ := strings.Cut(p, "...")
		if !strings.HasPrefix(p, ".") || isDir(filepath.Join(dir, filepath.FromSlash(place))) {
			list = append(list, p)
		}
	}
	return list, nil
}

// inModule reports whether the tree has a module at or around its directory.
func inModule(tree *revision.Tree) bool {
	if !isDir(tree.Dir) {
		return false
	}
	for dir := tree.Dir; len(dir) > len(tree.Root); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return true
		}
	}
	return false
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// side returns what was found with the sources of the files that it names.
func (f *found) side() report.Side {
	s := report.Side{Findings: f.findings, Suppressed: f.suppressed, Accepted: f.accepted, Sources: make(map[string][]byte)}
	add := func(file string) {
		if _, ok := s.Sources[file]; ok || file == "" {
			return
		}
		if data, err := f.read(file); err == nil { // a file of another module is none of ours
			s.Sources[file] = data
		}
	}
	all := slices.Concat(f.findings, f.accepted)
	for _, x := range f.suppressed {
		all = append(all, x.Finding)
	}
	for _, x := range all {
		add(x.Pos.Filename)
		for _, hop := range x.Related {
			add(hop.Pos.Filename)
		}
	}
	return s
}

// writeComparison prints the comparison or writes it into the directory of -o.
func (opts *reportOptions) writeComparison(c *report.Comparison) error {
	if opts.out == "" {
		return c.Write(opts.stdout, opts.formats[0])
	}
	dir := opts.in(opts.out)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("write comparison: %w", err)
	}
	for _, format := range opts.formats {
		var data bytes.Buffer
		if err := c.Write(&data, format); err != nil {
			return err
		}
		if err := replaceFile(filepath.Join(dir, "comparison."+format), data.Bytes()); err != nil {
			return fmt.Errorf("write comparison: %w", err)
		}
	}
	return nil
}
