package directive

import (
	"go/ast"
	"go/token"
	"slices"
)

// prefix begins the text of every directive.
const prefix = "//asyncport:"

// Verb is the word after the colon.
type Verb string

// The verbs there are.
const (
	Ignore      Verb = "ignore"
	Assume      Verb = "assume"
	Nonblocking Verb = "nonblocking"
)

// The first word after [Assume].
const (
	AssumeNonblocking = "nonblocking"
	AssumeBlocks      = "blocks"
	AssumeGuardedBy   = "guarded-by"
)

// Directive is one comment.
type Directive struct {
	Verb Verb
	// Rules are the rules to ignore, each once, in the order of the comment.
	// Whether they exist is not checked.
	Rules []string
	// Args are the words after assume: one of AssumeNonblocking, AssumeBlocks and
	// AssumeGuardedBy; then the kinds, each a word of its own, or the mutex.
	// Whether the kinds and the mutex exist is not checked.
	Args []string
	// Reason is the text after the rules of an ignore. For other verbs it is the
	// remark after a second " //", and may be empty.
	Reason string
	// Pos and End are the bounds of the comment.
	Pos, End token.Pos
	// From and To are the first and last physical line that an ignore speaks
	// for. Both are 0 for other verbs.
	From, To int
	// Err says what is wrong with the directive and how to mend it; a directive
	// with an error has no effect. Empty when it is sound.
	Err string
}

// Covers reports whether a sound ignore speaks for the physical line.
func (d *Directive) Covers(line int) bool {
	return d.Err == "" && d.Verb == Ignore && d.From <= line && line <= d.To
}

// Assumes reports whether the directive is a sound assume of that word.
func (d *Directive) Assumes(word string) bool {
	return d.Err == "" && d.Verb == Assume && d.Args[0] == word
}

// ForFunc returns the sound directives of a function's doc comment that speak
// of the function: nonblocking, assume nonblocking and assume blocks.
func ForFunc(decl *ast.FuncDecl) []Directive {
	return sound(inFunc, decl.Doc)
}

// ForField returns the sound directives in the doc comment of a field, and in
// the comment at the end of its line: assume guarded-by for a field of a
// struct, assume nonblocking and assume blocks for a method of an interface
// and for a field of function type.
func ForField(field *ast.Field) []Directive {
	return sound(inField, field.Doc, field.Comment)
}

// ForVar returns the same as [ForField] for a variable at package level. The
// declaration that holds the specification may be nil; its doc comment counts
// when it has no parentheses.
func ForVar(decl *ast.GenDecl, spec *ast.ValueSpec) []Directive {
	if decl != nil && !decl.Lparen.IsValid() {
		return sound(inField, decl.Doc, spec.Doc, spec.Comment)
	}
	return sound(inField, spec.Doc, spec.Comment)
}

func sound(where place, groups ...*ast.CommentGroup) []Directive {
	var list []Directive
	for _, g := range groups {
		if g == nil {
			continue
		}
		for _, c := range g.List {
			d, ok := parse(c)
			if ok && d.Err == "" && d.Verb != Ignore && misplaced(&d, where) == "" {
				list = append(list, d)
			}
		}
	}
	return list
}

// Ignores reports whether the directive is a sound ignore of the rule.
func (d *Directive) Ignores(rule string) bool {
	return d.Err == "" && d.Verb == Ignore && slices.Contains(d.Rules, rule)
}

// The categories of diagnostics that come from directives. Others are up to
// the analyzers.
const (
	// CategorySuppressed is that of a finding that an ignore speaks for. The last
	// of its related information stands at the comment and gives its reason.
	CategorySuppressed = "suppressed"
	// CategoryUnused is that of an ignore without a finding.
	CategoryUnused = "unused-ignore"
)
