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
	var first *attempt // failed with borders of an earlier port undone
	var why []packages.Error
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
			if !e.vetoFile(bad.file, bad.err.Error()) && !e.leaveBorders() {
				return fmt.Errorf("cannot edit %s: %w", bad.file.Rel, bad.err)
			}
			continue
		case err != nil:
			return err
		}
		if lost, text := e.lostComments(a); lost != nil {
			if !e.vetoFile(lost, text) && !e.leaveBorders() {
				return fmt.Errorf("cannot edit %s: %s", lost.Rel, text)
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
		switch {
		case first == nil && a.plan.Undoes():
			// No site can be blamed for those edits: see what is without.
			first, why = a, broken
			e.survey.KeepBorders = true
			continue
		case first != nil && why != nil:
			// They are not to blame, or not alone.
			a, broken, why = first, why, nil
			e.survey.KeepBorders = false
		}
		if !e.takeBack(a, broken) && !e.leaveBorders() {
			return fmt.Errorf("the result does not compile and no rewrite can be blamed: %s: %s", broken[0].Pos, broken[0].Msg)
		}
	}
	return errors.New("even without a rewrite the result does not compile")
}

// leaveBorders leaves what an earlier port has put at its borders as it is; it
// reports whether that is new.
func (e *engine) leaveBorders() bool {
	was := e.survey.KeepBorders
	e.survey.KeepBorders = true
	return !was
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
	mod, err := e.again.Load(e.ctx, overlay)
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
