package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/internal/baseline"
)

type baselineOptions struct {
	analysisOptions
	file   string
	write  bool
	accept bool
}

func newBaseline(g *globals, run func(context.Context, *baselineOptions) error) *cobra.Command {
	opts := &baselineOptions{analysisOptions: analysisOptions{globals: g}}
	cmd := &cobra.Command{
		Use:   "baseline [packages]",
		Short: "Keep the list of known findings, which check does not report",
		Long: "baseline compares the list of known findings with what is found. It prints the entries that\n" +
			"are stale, with a minus, and exits with 1 when there are any; -w drops them. Findings that the\n" +
			"list does not know are added on --accept only, or when the file does not exist.",
		Example: "  asyncport baseline -w\n  asyncport baseline -w --accept ./legacy/...",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns = args
			opts.configure(cmd)
			return run(cmd.Context(), opts)
		},
	}
	opts.flags(cmd)
	cmd.Flags().StringVar(&opts.file, "file", "", "the list; by default what asyncport.yaml names, or "+baseline.Name+" beside go.mod")
	cmd.Flags().BoolVarP(&opts.write, "write", "w", false, "write the list")
	cmd.Flags().BoolVar(&opts.accept, "accept", false, "take in what the list does not know")
	return cmd
}

func runBaseline(ctx context.Context, opts *baselineOptions) error {
	f, err := opts.find(ctx)
	if err != nil {
		return err
	}
	name := opts.in(opts.file)
	if opts.file == "" {
		name = opts.baselineFile()
	}
	if name == "" {
		name = filepath.Join(f.dir, baseline.Name)
	}
	data, err := os.ReadFile(name)
	created := errors.Is(err, fs.ErrNotExist)
	if err != nil && !created {
		return fmt.Errorf("cannot read the baseline: %w", err)
	}
	// Writing resolves a merge conflict: it keeps what is found of both sides.
	parse := baseline.Parse
	if opts.write {
		parse = baseline.ParseConflict
	}
	old, err := parse(opts.shown(name), data)
	if err != nil {
		return err
	}
	m := old.Match(f.findings, baseline.Identify(f.findings, f.read), opts.sees(f))
	kept := slices.Concat(m.Known, m.Unseen)
	var added []baseline.Entry
	if opts.accept || created {
		added = m.NewEntries
		kept = slices.Concat(kept, added)
	}
	for _, e := range m.Stale {
		fmt.Fprintf(opts.stdout, "-%s\n", e)
	}
	for _, e := range added {
		fmt.Fprintf(opts.stdout, "+%s\n", e)
	}
	opts.note("%s: %d known, %d stale, %d new", opts.shown(name), len(m.Known), len(m.Stale), len(m.New))
	text := baseline.Of(kept).Format()
	switch {
	case !opts.write && len(m.Stale)+len(added) > 0:
		return errFindings
	case !opts.write || string(text) == string(data):
		return nil
	}
	if err := replaceFile(name, text); err != nil {
		return fmt.Errorf("cannot write the baseline: %w", err)
	}
	if created {
		opts.note("%s written; so that branches merge, add to .gitattributes: %s merge=union", opts.shown(name), filepath.Base(name))
	}
	return nil
}

// baselineFile returns the file that the configuration names, "" if none.
func (g *globals) baselineFile() string {
	if g.config.Baseline == "" {
		return ""
	}
	return g.config.Path(g.config.Baseline)
}

// shown names a file relative to the directory that the user works in, where
// that is shorter.
func (g *globals) shown(name string) string {
	work, err := filepath.Abs(g.in("."))
	if err != nil {
		return name
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(work, abs); err == nil && len(rel) < len(name) {
		return filepath.ToSlash(rel)
	}
	return name
}

// read returns the source of a file of the module as findings name it.
func (f *found) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(name)))
}

// sees says of which entries a run would have shown that they still hold. One
// of a package that was not looked at may be of one that does not exist any
// more: only a run over the whole module tells.
func (opts *analysisOptions) sees(f *found) func(baseline.Entry) bool {
	looked := make(map[string]bool)
	for _, p := range f.packages {
		looked[p] = true
	}
	rules := opts.rules
	if len(rules) == 0 {
		rules = ruleNames()
	}
	known := ruleNames()
	return func(e baseline.Entry) bool {
		ran := slices.Contains(rules, e.Rule) || !slices.Contains(known, e.Rule)
		return ran && opts.tests && (looked[e.Package] || opts.whole(f))
	}
}

// whole reports whether the patterns stand for all packages of the module.
func (opts *analysisOptions) whole(f *found) bool {
	if len(opts.patterns) > 1 || len(opts.patterns) == 1 && opts.patterns[0] != "./..." {
		return false
	}
	work, err := filepath.Abs(opts.in("."))
	if err != nil {
		return false
	}
	if work, err = filepath.EvalSymlinks(work); err != nil {
		return false
	}
	root, err := filepath.EvalSymlinks(f.dir)
	return err == nil && work == root
}

// replaceFile writes a file so that an interruption leaves the old or the new
// one.
func replaceFile(name string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // fails once it is renamed
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(mode), tmp.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}
