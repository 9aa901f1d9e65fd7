package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/report"
)

// historyFlags say where earlier counts are, and as what this run is added.
type historyFlags struct {
	file, revision string

	data []byte // of the file
	old  report.History
}

func (f *historyFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "history", "", "show the counts of earlier revisions that this `file` has")
	cmd.Flags().StringVar(&f.revision, "revision", "", "add this run to the history under this `name`, or replace what the name stands for there")
}

// read reads the history before anything takes time.
func (f *historyFlags) read(g *globals) error {
	if f.file == "" {
		if f.revision != "" {
			return errors.New("--revision is a line of --history; name the file, too")
		}
		return nil
	}
	if f.revision != "" {
		if err := report.CheckRevision(f.revision); err != nil {
			return fmt.Errorf("--revision: %w", err)
		}
	}
	data, err := os.ReadFile(g.in(f.file))
	if errors.Is(err, fs.ErrNotExist) {
		if f.revision == "" {
			return fmt.Errorf("no history %s; --revision NAME makes one", f.file)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot read the history: %w", err)
	}
	f.data = data
	f.old, err = report.ParseHistory(f.file, data)
	return err
}

// show gives the report what is older than this run.
func (f *historyFlags) show(rep *report.Report) {
	rep.History = f.old
	if f.revision != "" {
		rep.History = f.old.Before(f.revision)
	}
}

// add writes this run down, if it has a name.
func (f *historyFlags) add(g *globals, rep *report.Report) error {
	if f.revision == "" {
		return nil
	}
	data, err := f.old.With(report.HistoryEntry{Revision: f.revision, Counts: rep.Counts}).Format()
	if err != nil || bytes.Equal(data, f.data) {
		return err
	}
	if err := replaceFile(g.in(f.file), data); err != nil {
		return fmt.Errorf("cannot write the history: %w", err)
	}
	if f.data == nil {
		g.note("%s written; so that branches merge, add to .gitattributes: %s merge=union", f.file, f.file)
	}
	return nil
}
