package rewrite

import (
	"fmt"

	"github.com/dave/dst"
	"github.com/dave/dst/decorator"
	"github.com/dave/dst/dstutil"

	"github.com/asyncport/asyncport/rewrite/language"
	"github.com/asyncport/asyncport/rewrite/program"
)

// lostComments returns a file of which a comment is missing in its new
// version, and why it counts as lost, or nil when every comment is still there.
func (e *engine) lostComments(a *attempt) (*program.File, string) {
	for _, change := range a.files {
		if change.Runtime {
			continue
		}
		missing, err := missingComments(change.Old, change.New, a.plan.Withdrawn(change.Path)...)
		if err != nil {
			return e.fileRel(change.Path), fmt.Sprintf("the result is no Go source: %v", err)
		}
		if missing != "" {
			return e.fileRel(change.Path), fmt.Sprintf("the comment %q would be lost", missing)
		}
	}
	return nil, ""
}

func (e *engine) fileRel(rel string) *program.File {
	for _, f := range e.prog.Files {
		if f.Rel == rel {
			return f
		}
	}
	return nil
}

// missingComments returns a comment that stands more often in the old source
// than in the new one and among those withdrawn, or "". Build constraints do not count: raise writes them
// anew and keeps what they say.
func missingComments(old, src []byte, withdrawn ...string) (string, error) {
	before, err := comments(old)
	if err != nil {
		return "", err
	}
	after, err := comments(src)
	if err != nil {
		return "", err
	}
	count := map[string]int{}
	for _, c := range append(after, withdrawn...) {
		count[c]++
	}
	for _, c := range before {
		if count[c]--; count[c] < 0 && !language.IsConstraint(c) {
			return c, nil
		}
	}
	return "", nil
}

// comments lists the comments of a source file as the decorations of its
// nodes, so that one that no node carries, and that a printer would drop, does
// not count as kept.
func comments(src []byte) ([]string, error) {
	f, err := decorator.Parse(src)
	if err != nil {
		return nil, err
	}
	var list []string
	dst.Inspect(f, func(n dst.Node) bool {
		if n == nil {
			return false
		}
		_, _, points := dstutil.Decorations(n)
		for _, point := range points {
			for _, text := range point.Decs {
				if text != "\n" {
					list = append(list, text)
				}
			}
		}
		return true
	})
	return list, nil
}
