package report

import (
	"go/doc/comment"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers"
)

// sarifRules describes the analyzers, with their documentation as help.
func sarifRules() []sarifRule {
	var rules []sarifRule
	for _, a := range analyzers.Suite() {
		title, body := ruleDoc(a)
		rules = append(rules, sarifRule{
			ID:               a.Name,
			Name:             a.Name,
			ShortDescription: sarifText{title},
			FullDescription:  sarifText{title},
			Help:             sarifHelp{Text: body, Markdown: docMarkdown(body)},
			HelpURI:          a.URL,
			Configuration:    sarifConfig{severity(a.Name)},
			Properties:       sarifRuleProps{[]string{"concurrency", "go"}},
		})
	}
	return rules
}

// ruleDoc parts an analyzer's documentation, "name: title", then the rest.
func ruleDoc(a *analysis.Analyzer) (title, body string) {
	title, body, _ = strings.Cut(a.Doc, "\n")
	return strings.TrimSpace(strings.TrimPrefix(title, a.Name+":")), strings.TrimSpace(body)
}

func docMarkdown(text string) string {
	var parser comment.Parser
	var printer comment.Printer
	return string(printer.Markdown(parser.Parse(text)))
}
