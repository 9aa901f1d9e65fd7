package rewritetest

import (
	"fmt"
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/language"
	"github.com/asyncport/asyncport/rewrite/site"
)

// problems returns what is wrong with a case, for people to read.
func (m *module) problems(c *Case) []string {
	var list []string
	list = append(list, m.runProblems(c)...)
	list = append(list, m.fileProblems(c)...)
	for _, w := range c.Wants {
		if p := m.missed(c, w); p != "" {
			list = append(list, p)
		}
	}
	list = append(list, m.undocumented(c)...)
	for _, d := range m.result.Dropped {
		if d.Package == modulePath+"/"+c.dir() || strings.HasPrefix(d.Package, modulePath+"/"+c.dir()+"/") {
			list = append(list, fmt.Sprintf("a rewrite of %s%s was taken back: %s", d.Package, d.Func, d.Why))
		}
	}
	for _, f := range m.again.Files {
		if c.owns(f.Path) {
			list = append(list, fmt.Sprintf("a second port changes %s:\n%s", f.Path, cmp.Diff(lines(f.Old), lines(f.New))))
		}
	}
	return list
}

// owns reports whether a file of the module belongs to the case.
func (c *Case) owns(file string) bool { return strings.HasPrefix(file, c.dir()+"/") }

// runProblems compares what the program did before and after.
func (m *module) runProblems(c *Case) []string {
	before, after := m.before[c], m.after[c]
	switch {
	case before.broken != "":
		return []string{"the input does not build: " + before.broken}
	case after.broken != "":
		return []string{"the result does not build: " + after.broken}
	}
	var list []string
	in := before.outcomes[0]
	if in.Output == "" {
		list = append(list, "the input prints nothing, so that nothing can be compared")
	}
	if in.Exit != c.Exit {
		list = append(list, fmt.Sprintf("the input ends with exit code %d, want %d\n%s%s", in.Exit, c.Exit, in.Output, in.Errors))
	}
	for _, out := range after.outcomes {
		if in.Exit != out.Exit || in.Output != out.Output {
			list = append(list, fmt.Sprintf("under %s the result ends with exit code %d (before: %d)\n%s\n%s",
				out.Policy, out.Exit, in.Exit, cmp.Diff(in.Output, out.Output), out.Errors))
		}
	}
	return list
}

// fileProblems compares every file with what it has to be.
func (m *module) fileProblems(c *Case) []string {
	var list []string
	have, err := readFiles(filepath.Join(m.dir, filepath.FromSlash(c.dir())))
	if err != nil {
		return []string{err.Error()}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		input, known := c.files[name]
		if !known {
			list = append(list, "the port made a file "+name)
			continue
		}
		want, changes := c.expected[name]
		if !changes {
			want = input
		}
		if string(have[name]) != string(want) {
			list = append(list, fmt.Sprintf("%s (- want, + have):\n%s", name, cmp.Diff(lines(want), lines(have[name]))))
		}
		if lost := lostComment(input, have[name]); path.Ext(name) == ".go" && lost != "" {
			list = append(list, fmt.Sprintf("%s: the comment %q is gone", name, lost))
		}
	}
	return list
}

func lines(data []byte) []string { return strings.SplitAfter(string(data), "\n") }

// missed reports how the port missed what a case wants of it, or "".
func (m *module) missed(c *Case, w Want) string {
	var ends []string
	for _, s := range m.result.Sites {
		if !c.owns(s.Pos.Filename) {
			continue
		}
		switch w.Kind {
		case "rewritten":
			if s.Status == site.Rewritten && s.Rule == w.Arg {
				return ""
			}
		case "refused":
			if s.Reason == w.Arg {
				return m.touched(s)
			}
		}
		ends = append(ends, fmt.Sprintf("%s:%d: %s: %s %s %s", path.Base(s.Pos.Filename), s.Pos.Line, s.Text, s.Status, s.Rule, s.Reason))
	}
	if w.Kind == "bug" {
		for _, f := range m.result.Findings {
			if c.owns(f.Pos.Filename) && f.Rule == w.Arg {
				return ""
			}
			if c.owns(f.Pos.Filename) {
				ends = append(ends, fmt.Sprintf("%d: %s: %s", f.Pos.Line, f.Rule, f.Message))
			}
		}
	}
	return fmt.Sprintf("nothing was %s %s; there is\n\t%s", w.Kind, w.Arg, strings.Join(ends, "\n\t"))
}

// touched reports that a site which a rule refused and no other took was
// changed all the same, or "".
func (m *module) touched(s site.Site) string {
	if s.Status == site.Rewritten {
		return "" // another rule's doing, which the expected file shows
	}
	data, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(s.Pos.Filename)))
	if err != nil {
		return err.Error()
	}
	text := strings.TrimSuffix(s.Text, "...")
	if strings.Contains(string(data), text) {
		return ""
	}
	return fmt.Sprintf("%s:%d was refused, but its text is gone: %s", s.Pos.Filename, s.Pos.Line, s.Text)
}

// lostComment returns a comment that stands in old more often than in src, or
// "". Build constraints are not comments to readers: the expected files have them.
func lostComment(old, src []byte) string {
	count := map[string]int{}
	for _, text := range comments(src) {
		count[text]++
	}
	for _, text := range comments(old) {
		if count[text]--; count[text] < 0 && !language.IsConstraint(text) {
			return text
		}
	}
	return ""
}

func comments(src []byte) []string {
	var list []string
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", fset.Base(), len(src)), src, nil, scanner.ScanComments)
	for {
		_, tok, text := s.Scan()
		switch tok {
		case token.EOF:
			return list
		case token.COMMENT:
			list = append(list, strings.TrimSpace(text))
		}
	}
}

// undocumented returns the reason codes in the case that neither the deciding
// rule nor the engine documents.
func (m *module) undocumented(c *Case) []string {
	known := map[string]bool{"": true}
	for _, r := range rewrite.Reasons() {
		known[r.Code] = true
	}
	for _, r := range rewrite.Rules() {
		for _, reason := range r.Reasons {
			known[r.Name+"/"+reason.Code] = true
		}
	}
	var list []string
	for _, s := range m.result.Sites {
		rewritten := s.Status == site.Rewritten // then the reason is another rule's
		if c.owns(s.Pos.Filename) && !rewritten && !known[s.Reason] && !known[s.Rule+"/"+s.Reason] {
			list = append(list, fmt.Sprintf("%s: reason %s of rule %q is not documented", s.Pos, s.Reason, s.Rule))
		}
	}
	return list
}
