package suppress

import (
	"go/token"
	"regexp"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/suggestedfix"
)

// remove returns the fix that takes the analyzer's name out of a comment that has
// nothing to ignore, and with the last name the comment.
//
// It is offered only to a driver that called [Keep]. Others do not know whether the
// comment is used with or without tests, in another build, or by the settings of the
// module.
func remove(pass *analysis.Pass, ig *ignore) []analysis.SuggestedFix {
	src, ok := suggestedfix.Read(pass, ig.Pos)
	if !keep.Load() || !ok {
		return nil
	}
	if len(ig.Rules) > 1 {
		pos, end, ok := nameIn(src.Text(ig.Pos, ig.End), pass.Analyzer.Name)
		if !ok {
			return nil
		}
		return suggestedfix.New(pass, "Remove the rule from the comment",
			analysis.TextEdit{Pos: ig.Pos + token.Pos(pos), End: ig.Pos + token.Pos(end)})
	}
	pos, end, alone := src.Line(ig.Pos, ig.End)
	if !alone {
		pos, end = src.Before(ig.Pos), ig.End
	}
	return suggestedfix.New(pass, "Remove the comment", analysis.TextEdit{Pos: pos, End: end})
}

// rules matches the head of an ignore with its list of rules.
var (
	rules = regexp.MustCompile(`^//asyncport:ignore[ \t]+((?:[^ \t,]+,[ \t]*)*[^ \t,]+)`)
	word  = regexp.MustCompile(`[^ \t,]+`)
)

// nameIn returns the bounds of a name in the list of rules of a comment, with the
// comma behind it, or before it where it is the last.
func nameIn(comment, name string) (pos, end int, ok bool) {
	at := rules.FindStringSubmatchIndex(comment)
	if at == nil {
		return 0, 0, false
	}
	from, to := at[2], at[3]
	words := word.FindAllStringIndex(comment[from:to], -1)
	i := slices.IndexFunc(words, func(w []int) bool { return comment[from+w[0]:from+w[1]] == name })
	switch {
	case i < 0 || len(words) < 2:
		return 0, 0, false
	case i < len(words)-1:
		return from + words[i][0], from + words[i+1][0], true
	}
	return from + words[i-1][1], from + words[i][1], true
}
