package directive

import (
	"go/ast"
	"go/token"
	"strings"
)

// Parse returns the directives of a file that was parsed with comments, in
// the order of the source, those with errors included.
func Parse(fset *token.FileSet, f *ast.File) []Directive {
	var list []Directive
	var x *index // of files with directives only: most have none
	for _, group := range f.Comments {
		for _, c := range group.List {
			d, ok := parse(c)
			if !ok {
				d, ok = almost(c)
			}
			if !ok {
				continue
			}
			if x == nil {
				x = newIndex(fset, f)
			}
			x.place(&d, group)
			list = append(list, d)
		}
	}
	return list
}

// Any reports whether a file may have directives. Most have none, so that nothing has
// to be looked at to know that there are no assumptions.
func Any(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, prefix) {
				return true
			}
		}
	}
	return false
}

// almost finds directives that have a space where none may be. A contract
// that nobody checks is worse than none, so they are errors. Prose that merely
// begins with the word is left alone: only what would be sound counts. An ignore
// ends in prose and cannot be told from it, but its finding still shows.
func almost(c *ast.Comment) (Directive, bool) {
	text, ok := strings.CutPrefix(c.Text, "//")
	if !ok {
		return Directive{}, false
	}
	text = strings.TrimLeft(text, " \t")
	rest, ok := strings.CutPrefix(text, prefix[len("//"):])
	if !ok {
		return Directive{}, false
	}
	d, ok := parse(&ast.Comment{Slash: c.Slash, Text: prefix + rest})
	if !ok || d.Err != "" || d.Verb == Ignore {
		return Directive{}, false
	}
	d.End = c.End()
	d.Err = withoutSpace(d.Verb)
	return d, true
}

// place says where a directive stands.
type place int

const (
	nowhere place = iota
	inFunc        // the doc comment of a function
	inField       // that of a field, an interface's method or a package variable, or the end of its line
)

// misplaced says what is wrong with the place of a directive that is not an
// ignore; "" if nothing is.
func misplaced(d *Directive, at place) string {
	name := prefix + string(d.Verb)
	if d.Verb == Assume {
		name += " " + d.Args[0]
	}
	switch {
	case d.Verb == Nonblocking && at != inFunc:
		return name + " belongs in the doc comment of a function"
	case d.Assumes(AssumeGuardedBy) && at != inField:
		return name + " belongs to a field or a package variable: above it, or at the end of its line"
	case at == nowhere:
		return name + " belongs in the doc comment of a function, a method of an interface, or a field or variable of function type"
	}
	return ""
}

// place fills in the lines of an ignore and checks the place of the others.
func (x *index) place(d *Directive, group *ast.CommentGroup) {
	if d.Err != "" {
		return
	}
	if d.Verb != Ignore {
		d.Err = misplaced(d, x.places[group])
		return
	}
	line := x.line(d.Pos)
	if x.code[line] {
		d.From, d.To = line, line
		return
	}
	next := x.line(group.End()-1) + 1
	if !x.code[next] {
		d.Err = prefix + "ignore speaks for nothing; put it at the end of a line or right above one"
		return
	}
	d.From, d.To = next, max(next, x.header[next])
}
