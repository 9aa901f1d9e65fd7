package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/asyncport/asyncport/internal/corpus"
)

// lineSuffix ends the name of the log that holds what run.sh printed of a module.
const lineSuffix = ".line"

// join puts together what earlier runs left in the logs, in the list's order. All
// modules of the list must be there: a part of them would look like the whole.
func join(_ context.Context, opts options) (bool, error) {
	f, err := os.Open(opts.list)
	if err != nil {
		return false, err
	}
	defer f.Close()
	list, err := corpus.ReadList(f)
	if err != nil {
		return false, fmt.Errorf("%s: %w", opts.list, err)
	}
	modules, err := collect(list, os.Stdout, opts.logs)
	if err != nil {
		return false, err
	}
	return finish(opts, modules)
}

// collect reads the modules of a list from the logs, and prints what is known of them.
func collect(list []corpus.Module, w io.Writer, logs string) ([]*module, error) {
	var modules []*module
	var missing []string
	for _, entry := range list {
		line, err := os.ReadFile(base(logs, entry.Path) + lineSuffix)
		if errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, entry.Path)
			continue
		}
		if err != nil {
			return nil, err
		}
		cols := strings.Split(string(line), "\t")
		if len(cols) < 8 {
			return nil, fmt.Errorf("%s: %s%s is damaged: port it again with -m", entry.Path, base(logs, entry.Path), lineSuffix)
		}
		m, err := readModule(logs, cols)
		if err != nil {
			return nil, err
		}
		modules = append(modules, m)
		m.print(w)
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("not ported yet, run with -m for them: %s", strings.Join(missing, " "))
	}
	return modules, nil
}
