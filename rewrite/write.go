package rewrite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// journalName is the file in the module root that says which renames belong to
// an unfinished run.
const journalName = ".asyncport-journal"

// journal lists the renames of one run, temporary file to target, relative to
// the module root.
type journal struct {
	Renames [][2]string
}

// finishInterrupted does what an interrupted run left to do.
func finishInterrupted(ctx context.Context, opts Options) error {
	root, err := load.Root(ctx, load.Options{Dir: opts.Dir, Env: opts.Env})
	if err != nil {
		return err
	}
	return recoverRun(root)
}

// checkClean refuses a work tree with changes that are not committed: nobody
// could tell them from those of the port.
func checkClean(ctx context.Context, root string) error {
	out, err := exec.CommandContext(ctx, "git", "-C", root, "status", "--porcelain", "--untracked-files=no", "--", ".").Output()
	if err != nil {
		return nil // no git, or not a work tree: nothing to lose that git knew of
	}
	if len(bytes.TrimSpace(out)) == 0 {
		return nil
	}
	var files []string
	for line := range strings.Lines(string(out)) {
		if len(line) > 3 {
			files = append(files, strings.TrimSpace(line[3:]))
		}
	}
	return &ConflictError{Message: "the work tree has changes that are not committed; commit them, or use --allow-dirty", Files: files}
}

// sources returns what the engine read, by path relative to the module root.
func (e *engine) sources() map[string][]byte {
	m := map[string][]byte{}
	for _, f := range e.prog.Files {
		m[f.Rel] = f.Src
	}
	return m
}

// write replaces the changed files: all of them, or after an error none. The
// new contents are first written beside the old ones; then a journal makes the
// renames a unit that an interrupted run's successor finishes.
func write(root string, files []FileChange, read map[string][]byte) (err error) {
	if err := checkTargets(root, files, read); err != nil {
		return err
	}
	var j journal
	var made []string
	defer func() {
		if err != nil {
			for _, name := range made {
				_ = os.Remove(name)
			}
		}
	}()
	for _, f := range files {
		target := filepath.Join(root, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return fmt.Errorf("make room for %s: %w", f.Path, err)
		}
		temp, err := stage(target, f.New)
		if err != nil {
			return fmt.Errorf("write %s: %w", f.Path, err)
		}
		made = append(made, temp)
		rel, _ := filepath.Rel(root, temp)
		j.Renames = append(j.Renames, [2]string{filepath.ToSlash(rel), f.Path})
	}
	// Once more, now that writing took its time.
	if err := checkTargets(root, files, read); err != nil {
		return err
	}
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	temp, err := stage(filepath.Join(root, journalName), data)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	made = append(made, temp)
	if err := os.Rename(temp, filepath.Join(root, journalName)); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	made = nil // from here on the run goes forward
	return recoverRun(root)
}

// stage writes data to a new file beside target, with target's mode.
func stage(target string, data []byte) (string, error) {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".asyncport-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// checkTargets refuses files that changed since they were read, that must not
// be written, or that are in the way.
func checkTargets(root string, files []FileChange, read map[string][]byte) error {
	var changed, readOnly []string
	for _, f := range files {
		target := filepath.Join(root, filepath.FromSlash(f.Path))
		info, err := os.Lstat(target)
		if errors.Is(err, fs.ErrNotExist) && f.Old == nil {
			continue
		}
		if err != nil {
			changed = append(changed, f.Path)
			continue
		}
		data, err := os.ReadFile(target)
		want := f.Old
		if src, ok := read[f.Path]; ok {
			want = src
		}
		switch {
		case err != nil || !info.Mode().IsRegular() || !bytes.Equal(data, want):
			changed = append(changed, f.Path)
		case info.Mode().Perm()&0o200 == 0:
			readOnly = append(readOnly, f.Path)
		}
	}
	if readOnly != nil {
		return &ConflictError{Message: "files are read-only; make them writable, then port again", Files: readOnly}
	}
	if changed != nil {
		return &ConflictError{Message: "files changed while they were being ported; port again", Files: changed}
	}
	return nil
}

// recoverRun does the renames that a journal still lists.
func recoverRun(root string) error {
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
		err := os.Rename(filepath.Join(root, from), filepath.Join(root, to))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("replace %s: %w; run asyncport port -w again to finish", r[1], err)
		}
	}
	return os.Remove(name)
}

// presentRuntime returns the files of the runtime's directory in the module.
func presentRuntime(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(runtime.Dir)))
	if errors.Is(err, fs.ErrNotExist) {
		return files, nil
	}
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if entry.IsDir() || !strings.HasSuffix(entry.Name(), ".go") {
			continue
		}
		name := runtime.Dir + "/" + entry.Name()
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	return files, nil
}

func sameRoot(dir, root string) bool {
	if dir == "" {
		dir = "."
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	return abs == root
}
