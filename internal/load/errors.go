package load

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// LoadError says that the module could not be loaded because of what the user
// gave: a directory, a pattern, a broken package.
type LoadError struct {
	// Message says what is wrong and what to do.
	Message string
	// Problems are the places, each "file:line:col: message" with the file
	// relative to the working directory; the first few of Total.
	Problems []string
	Total    int
	// All are the errors behind Problems when packages do not compile, with
	// absolute positions.
	All []packages.Error
	// Err is the cause, if there is one.
	Err error
}

// shown is how many problems a LoadError carries: enough to start on, few enough
// to read.
const shown = 5

// Error returns the message, the cause and the problems, one per line.
func (e *LoadError) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	for _, p := range e.Problems {
		fmt.Fprintf(&b, "\n\t%s", p)
	}
	if more := e.Total - len(e.Problems); more > 0 {
		fmt.Fprintf(&b, "\n\tand %d more", more)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *LoadError) Unwrap() error { return e.Err }

// goCommandError turns what the go command printed into one error.
func goCommandError(stderr string) error {
	text := strings.TrimSpace(stderr)
	// go/packages wraps the output as "err: exit status 1: stderr: ...".
	if _, after, ok := strings.Cut(text, "stderr: "); ok {
		text = after
	}
	e := &LoadError{Message: "the go command failed"}
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "go: ")
		if line == "" {
			continue
		}
		e.Total++
		if len(e.Problems) < shown {
			e.Problems = append(e.Problems, line)
		}
	}
	return e
}

// compileError returns a *LoadError when a package in the graph does not
// compile, nil otherwise.
func compileError(dir string, initial []*packages.Package) error {
	var broken, problems []string
	var all []packages.Error
	packages.Visit(initial, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			broken = append(broken, p.PkgPath)
			problems = append(problems, problem(dir, err))
			all = append(all, err)
		}
	})
	if len(problems) == 0 {
		return nil
	}
	if e := patternError(dir, initial); e != nil {
		return e
	}
	// A package and its test variant report the same.
	slices.Sort(broken)
	broken = slices.Compact(broken)
	problems = unique(problems)
	e := &LoadError{
		Message:  "package " + broken[0] + " does not compile; fix it first",
		Problems: problems[:min(shown, len(problems))],
		Total:    len(problems),
		All:      all,
	}
	if len(broken) > 1 {
		e.Message = fmt.Sprintf("%d packages do not compile (%s, ...); fix them first", len(broken), broken[0])
	}
	return e
}

// patternError returns the error of a pattern that leads to no package, nil if
// each does: the go command then makes up a package of the pattern's name.
func patternError(dir string, initial []*packages.Package) error {
	e := &LoadError{Message: "cannot find the packages"}
	for _, p := range initial {
		if p.Name != "" || len(p.GoFiles) > 0 || len(p.OtherFiles) > 0 || len(p.IgnoredFiles) > 0 {
			continue
		}
		for _, err := range p.Errors {
			if err.Kind == packages.ListError {
				e.Problems = append(e.Problems, problem(dir, err))
				e.All = append(e.All, err)
			}
		}
	}
	if e.Problems == nil {
		return nil
	}
	e.Problems = unique(e.Problems)
	e.Total = len(e.Problems)
	e.Problems = e.Problems[:min(shown, e.Total)]
	return e
}

func problem(dir string, err packages.Error) string {
	var lines []string
	for line := range strings.Lines(err.Msg) {
		// The go command heads compiler output by the package.
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "# ") {
			lines = append(lines, line)
		}
	}
	msg := strings.Join(lines, "\n\t")
	msg = strings.ReplaceAll(msg, dir+string(filepath.Separator), "")
	if err.Pos == "" || err.Pos == "-" {
		return msg
	}
	return relTo(dir, err.Pos) + ": " + msg
}

// unique drops repeated strings and keeps the order of the rest.
func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		dup := seen[s]
		seen[s] = true
		return dup
	})
}

// relTo returns name relative to dir when it lies below it, with slashes.
func relTo(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil && filepath.IsAbs(name) && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return name
}
