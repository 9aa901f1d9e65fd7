package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

// TestReasonsPage keeps docs/reasons.md the same as what the rules and the
// engine say of their reasons. That each code has a scenario is tested by
// rewrite/rewritetest.
func TestReasonsPage(t *testing.T) {
	page := filepath.FromSlash("../../docs/reasons.md")
	want := reasonsPage()
	if *update {
		if err := os.WriteFile(page, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(page); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/reasons.md is not current (%v); run make generate", err)
	}
}

// TestReasonsAreComplete wants a sentence for why and one for what to do.
func TestReasonsAreComplete(t *testing.T) {
	for _, r := range allReasons() {
		for what, text := range map[string]string{"Text": r.Text, "Next": r.Next} {
			if !strings.HasSuffix(text, ".") {
				t.Errorf("reason %s of %s: %s %q is no sentence", r.Code, r.rule, what, text)
			}
		}
		if strings.ToLower(r.Code) != r.Code || strings.ContainsAny(r.Code, " _") {
			t.Errorf("reason %s of %s: a code is lower case, with dashes", r.Code, r.rule)
		}
	}
}

// ruleReason is a reason with who gives it.
type ruleReason struct {
	rule string // empty for the engine
	site.Reason
}

// allReasons returns the reasons of the engine and of all rules, by code.
func allReasons() []ruleReason {
	var list []ruleReason
	for _, r := range rewrite.Reasons() {
		list = append(list, ruleReason{"", r})
	}
	for _, r := range rewrite.Rules() {
		for _, reason := range r.Reasons {
			list = append(list, ruleReason{r.Name, reason})
		}
	}
	slices.SortFunc(list, func(a, b ruleReason) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.rule, b.rule))
	})
	return list
}

func reasonsPage() []byte {
	out := bytes.NewBufferString(`# Why a site is left alone

Made from the tables of the rules and of the rewriter; do not edit. Every site that a port does not rewrite has one of
these codes. Rules give the codes that name them; those without a rule come from the rewriter itself. Each has a scenario
in ` + "`testdata/scenarios`" + ` that shows it, or a test elsewhere where a scenario cannot.

| reason | rule | why | what to do |
|---|---|---|---|
`)
	for _, r := range allReasons() {
		by := "-"
		if r.rule != "" {
			by = fmt.Sprintf("[%s](rules/%s.md)", r.rule, r.rule)
		}
		fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", r.Code, by, r.Text, r.Next)
	}
	return out.Bytes()
}
