// Package revision puts the files of a git revision into a directory of their
// own, next to the work tree that stays as it is.
package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Tree is a revision's files.
type Tree struct {
	// Dir stands for the directory that the caller named. It does not exist
	// when the revision has no such directory.
	Dir string
	// Root is the temporary directory with the whole repository.
	Root string
}

// Checkout writes the files of a revision of the repository around dir into a
// temporary directory. "REV..." is the last common ancestor of REV and HEAD.
//
// It goes by an index of its own, so neither the index nor the list of work trees of the
// repository changes, and, unlike an archive, it has the files that attributes keep
// out of exports. Submodules are left out.
func Checkout(ctx context.Context, dir, rev string) (*Tree, error) {
	prefix, err := git(ctx, dir, nil, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, fmt.Errorf("cannot read revision %s: %w", rev, err)
	}
	top, err := git(ctx, dir, nil, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("cannot read revision %s: %w", rev, err)
	}
	commit, err := resolve(ctx, dir, rev)
	if err != nil {
		return nil, err
	}
	root, err := os.MkdirTemp("", "asyncport-base-")
	if err != nil {
		return nil, err
	}
	t := &Tree{Root: root, Dir: filepath.Join(root, "tree", filepath.FromSlash(prefix))}
	if err := t.fill(ctx, top, commit); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot write the files of revision %s: %w", rev, err), t.Remove())
	}
	return t, nil
}

// Remove removes the files.
func (t *Tree) Remove() error { return os.RemoveAll(t.Root) }

func (t *Tree) fill(ctx context.Context, top, commit string) error {
	env := append(os.Environ(), "GIT_INDEX_FILE="+filepath.Join(t.Root, "index"))
	if _, err := git(ctx, top, env, "read-tree", commit); err != nil {
		return err
	}
	to := filepath.Join(t.Root, "tree")
	if err := os.Mkdir(to, 0o777); err != nil {
		return err
	}
	_, err := git(ctx, top, env, "checkout-index", "--all", "--quiet", "--prefix="+filepath.ToSlash(to)+"/")
	return err
}

// resolve returns the hash of the commit that rev names.
func resolve(ctx context.Context, dir, rev string) (string, error) {
	name, fork := strings.CutSuffix(rev, "...")
	if name == "" {
		return "", errors.New("no revision to compare with; name a branch, tag or commit")
	}
	commit, err := git(ctx, dir, nil, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return "", fmt.Errorf("no revision %q here; if it is on a server, git fetch brings it (a shallow clone needs --unshallow)", name)
	}
	if !fork {
		return commit, nil
	}
	if commit, err = git(ctx, dir, nil, "merge-base", commit, "HEAD"); err != nil {
		return "", fmt.Errorf("%s and HEAD have no common ancestor here; a shallow clone needs git fetch --unshallow", name)
	}
	return commit, nil
}

// git runs git in dir and returns what it prints.
func git(ctx context.Context, dir string, env []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir, cmd.Env = dir, env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if text := strings.TrimSpace(errs.String()); text != "" {
			return "", fmt.Errorf("git %s: %s", args[0], text)
		}
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}
