package rewrite

import (
	"errors"
	"fmt"
	"path/filepath"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// maxAttempts bounds the search for a set of rewrites that compiles. Each
// failed attempt takes back at least one rewrite.
const maxAttempts = 30

// settle plans, edits and type-checks until the result compiles. What breaks
// it is taken back; when that goes on for too long, everything is.
func (e *engine) settle() error {
	for i := range maxAttempts {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		if i == maxAttempts-1 {
			e.veto("no set of rewrites was found that compiles", func(*rule.Spot) bool { return true })
		}
		a, err := e.attempt()
		var bad *editError
		switch {
		case errors.As(err, &bad):
			if !e.vetoFile(bad.file, bad.err.Error()) {
				return fmt.Errorf("cannot edit %s: %w", bad.file.Rel, bad.err)
			}
			continue
		case err != nil:
			return err
		}
		if lost, why := e.lostComments(a); lost != nil {
			if !e.vetoFile(lost, why) {
				return fmt.Errorf("cannot edit %s: %s", lost.Rel, why)
			}
			continue
		}
		broken, err := e.verify(a)
		if err != nil {
			return err
		}
		if broken == nil {
			e.last = a
			return nil
		}
		if !e.takeBack(a, broken) {
			return fmt.Errorf("the result does not compile and no rewrite can be blamed: %s: %s", broken[0].Pos, broken[0].Msg)
		}
	}
	return errors.New("even without a rewrite the result does not compile")
}

// verify type-checks the result in memory. It returns the errors of packages
// that do not compile.
func (e *engine) verify(a *attempt) ([]packages.Error, error) {
	if len(a.files) == 0 {
		e.verified = e.mod
		return nil, nil
	}
	overlay := map[string][]byte{}
	for _, f := range a.files {
		overlay[filepath.Join(e.mod.Dir, filepath.FromSlash(f.Path))] = f.New
	}
	mod, err := load.Load(e.ctx, load.Options{
		Dir: e.mod.Dir, Tags: e.opts.Tags, Env: e.opts.Env, Tests: true, Overlay: overlay,
	})
	var broken *load.LoadError
	if errors.As(err, &broken) && len(broken.All) > 0 {
		return broken.All, nil
	}
	if err != nil {
		return nil, fmt.Errorf("verify the result: %w", err)
	}
	e.verified = mod
	return nil, nil
}
