package rewrite

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/asyncport/asyncport/rewrite/runtime"
)

// checkClean refuses a work tree with changes that are not committed: nobody
// could tell them from those of the port.
func checkClean(ctx context.Context, root string, changes []FileChange) error {
	out, err := exec.CommandContext(ctx, "git", "-C", root, "status", "--porcelain", "--untracked-files=no", "--", ".").Output()
	if err != nil {
		return nil // no git, or not a work tree: nothing to lose that git knew of
	}
	files := untracked(ctx, root, changes)
	for line := range strings.Lines(string(out)) {
		if len(line) > 3 {
			files = append(files, strings.TrimSpace(line[3:]))
		}
	}
	if len(files) == 0 {
		return nil
	}
	return &ConflictError{Message: "the work tree has changes that are not committed; commit them, or use --allow-dirty", Files: files}
}

// untracked returns the files to be changed that git does not know: it could
// not give them back.
func untracked(ctx context.Context, root string, changes []FileChange) []string {
	out, err := exec.CommandContext(ctx, "git", "-C", root, "ls-files", "-z", "--", ".").Output()
	if err != nil {
		return nil
	}
	known := map[string]bool{}
	for name := range strings.SplitSeq(string(out), "\x00") {
		known[name] = true
	}
	var files []string
	for _, f := range changes {
		if f.Old != nil && !known[f.Path] {
			files = append(files, f.Path)
		}
	}
	return files
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
// journal says what is to be done before it is done, so that the successor of an
// interrupted run can undo or finish it.
func write(root string, files []FileChange, read map[string][]byte) error {
	if err := checkTargets(root, files, read); err != nil {
		return err
	}
	j := journal{Staging: true, Renames: renames(files)}
	err := j.save(root)
	if err == nil {
		err = j.stage(root, files)
	}
	if err == nil {
		// Once more, now that writing took its time.
		err = checkTargets(root, files, read)
	}
	if err == nil {
		j.Staging = false // from here on the run goes forward
		err = j.save(root)
	}
	if err != nil {
		if undo := recoverRun(root); undo != nil {
			return errors.Join(err, undo)
		}
		return err
	}
	return recoverRun(root)
}

// checkTargets refuses files that changed since they were read, that must not
// be written, or that are in the way.
func checkTargets(root string, files []FileChange, read map[string][]byte) error {
	var changed, readOnly, links []string
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
		case info.Mode()&fs.ModeSymlink != 0:
			links = append(links, f.Path)
		case err != nil || !info.Mode().IsRegular() || !bytes.Equal(data, want):
			changed = append(changed, f.Path)
		case info.Mode().Perm()&0o200 == 0:
			readOnly = append(readOnly, f.Path)
		}
	}
	if links != nil {
		return &ConflictError{Message: "files are symbolic links; replace each by the file it leads to, then run asyncport again", Files: links}
	}
	if readOnly != nil {
		return &ConflictError{Message: "files are read-only; make them writable, then run asyncport again", Files: readOnly}
	}
	if changed != nil {
		return &ConflictError{Message: "files changed since they were read; run asyncport again", Files: changed}
	}
	return nil
}

// presentRuntime returns the files of the runtime's directory in the module, and
// of the packages below it.
func presentRuntime(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	home := os.DirFS(filepath.Join(root, filepath.FromSlash(runtime.Dir)))
	err := fs.WalkDir(home, ".", func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == "." {
			return fs.SkipAll
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") && name != "LICENSE" {
			return err
		}
		data, err := fs.ReadFile(home, name)
		files[runtime.Dir+"/"+name] = data
		return err
	})
	return files, err
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
