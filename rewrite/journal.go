package rewrite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/asyncport/asyncport/internal/load"
)

// journalName is the file in the module root that says what belongs to an
// unfinished run. Its successor is written beside it and renamed.
const (
	journalName = ".asyncport-journal"
	journalTemp = ".asyncport-journal.new"
)

// journal lists the renames of one run, temporary file to target, relative to
// the module root. While the run is staging, the temporary files may be missing
// or incomplete.
type journal struct {
	Staging bool `json:",omitempty"`
	Renames [][2]string
}

// begin takes the module for one run that writes, and first does what an
// interrupted run left to do. The returned function gives the module back.
func begin(ctx context.Context, opts Options) (func(), error) {
	root, err := load.Root(ctx, load.Options{Dir: opts.Dir, Env: opts.Env})
	if err != nil {
		return nil, err
	}
	unlock, err := lockRoot(root)
	if err != nil {
		return nil, err
	}
	if err := recoverRun(root); err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}

// renames gives every file a temporary one beside it, where a rename never
// crosses file systems.
func renames(files []FileChange) [][2]string {
	list := make([][2]string, len(files))
	for i, f := range files {
		dir, base := path.Split(f.Path)
		list[i] = [2]string{dir + ".asyncport-" + base, f.Path}
	}
	return list
}

// save replaces the journal.
func (j journal) save(root string) error {
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	temp := filepath.Join(root, journalTemp)
	if err = create(temp, data, 0o644); err == nil {
		err = os.Rename(temp, filepath.Join(root, journalName))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the journal: %w", err), remove(temp))
	}
	return nil
}

// stage writes the temporary files, each with its target's mode.
func (j journal) stage(root string, files []FileChange) error {
	for i, f := range files {
		target := filepath.Join(root, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return fmt.Errorf("make room for %s: %w", f.Path, err)
		}
		mode := fs.FileMode(0o644)
		if info, err := os.Stat(target); err == nil {
			mode = info.Mode().Perm()
		}
		if err := create(filepath.Join(root, filepath.FromSlash(j.Renames[i][0])), f.New, mode); err != nil {
			return fmt.Errorf("write %s: %w", f.Path, err)
		}
	}
	return nil
}

// create writes data to a new file and waits until it is stored.
func create(name string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// recoverRun undoes what a run staged that did not come to its renames, and
// finishes one that did.
func recoverRun(root string) error {
	if err := remove(filepath.Join(root, journalTemp)); err != nil {
		return fmt.Errorf("clean up after an interrupted run: %w", err)
	}
	name := filepath.Join(root, journalName)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the journal of an interrupted run: %w", err)
	}
	var j journal
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("%s is damaged; remove it and check the work tree: %w", journalName, err)
	}
	for _, r := range j.Renames {
		from, to := filepath.FromSlash(r[0]), filepath.FromSlash(r[1])
		if !filepath.IsLocal(from) || !filepath.IsLocal(to) {
			return fmt.Errorf("%s names a file outside the module; remove it and check the work tree", journalName)
		}
		from, to = filepath.Join(root, from), filepath.Join(root, to)
		if j.Staging {
			if err := remove(from); err != nil {
				return fmt.Errorf("clean up after an interrupted run: %w", err)
			}
			continue
		}
		// What is not there any more was renamed before the interruption.
		if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("replace %s: %w; run the command again to finish", r[1], err)
		}
	}
	return os.Remove(name)
}

// remove removes a file that may be missing.
func remove(name string) error {
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
