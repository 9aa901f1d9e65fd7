package main

import (
	"fmt"
	"go/doc/comment"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/nearest"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

// newHelp describes commands and rules. A name that is both, as completion is,
// gets both descriptions.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command | rule]",
		Short: "Describe a command, an analyzer or a rewrite rule",
		Long: "help prints what a command takes, or the page of a rule: what it finds or rewrites, why that is\n" +
			"safe, and why it leaves a site alone.\n\n" + "Analyzers:\n\n" + ruleList(analyzerRules()) +
			"\nRewrite rules:\n\n" + ruleList(rewriteRules()),
		Example: "  asyncport help check\n  asyncport help lockheld\n  asyncport help config check",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return helpTopics(cmd.Root(), args), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error { return help(cmd.Root(), args) },
	}
}

func help(root *cobra.Command, args []string) error {
	w := root.OutOrStdout()
	cmd, rest, err := root.Find(args)
	isCommand := err == nil && len(rest) == 0
	if isCommand {
		if err := cmd.Help(); err != nil {
			return err
		}
	}
	if len(args) == 1 {
		if page, ok := rulePage(args[0]); ok {
			if isCommand {
				fmt.Fprintf(w, "\n%s is a rule, too:\n\n", args[0])
			}
			page.print(w)
			return nil
		}
	}
	if isCommand {
		return nil
	}
	var known []string
	for _, topic := range helpTopics(root, nil) {
		name, _, _ := strings.Cut(topic, "\t")
		known = append(known, name)
	}
	name := strings.Join(args, " ")
	return fmt.Errorf("no command or rule is called %q%s (asyncport help help lists the rules)", name, nearest.Hint(name, known))
}

// helpTopics returns what help may be asked for after args, with descriptions.
func helpTopics(root *cobra.Command, args []string) []string {
	cmd, rest, err := root.Find(args)
	if err != nil || len(rest) > 0 {
		return nil
	}
	var list []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			list = append(list, cobra.CompletionWithDesc(sub.Name(), sub.Short))
		}
	}
	if cmd == root {
		list = slices.Concat(list, analyzerRules(), rewriteRules())
	}
	return list
}

// rulePageText is what a rule says of itself.
type rulePageText struct {
	name, kind, doc string
	reasons         []site.Reason
}

// rulePage returns the page of an analyzer or a rewrite rule.
func rulePage(name string) (rulePageText, bool) {
	for _, a := range analyzers.Suite() {
		if a.Name == name {
			return rulePageText{a.Name, "Analyzer", a.Doc, nil}, true
		}
	}
	for _, r := range rewrite.Rules() {
		if r.Name == name {
			return rulePageText{r.Name, "Rewrite rule", r.Doc, r.Reasons}, true
		}
	}
	return rulePageText{}, false
}

func (p rulePageText) print(w io.Writer) {
	var parser comment.Parser
	printer := comment.Printer{TextWidth: 90}
	fmt.Fprintf(w, "%s %s\n\n%s", p.kind, p.name, printer.Text(parser.Parse(p.doc)))
	if len(p.reasons) > 0 {
		fmt.Fprint(w, "\nWhy it leaves a site alone:\n")
	}
	for _, r := range p.reasons {
		fmt.Fprintf(w, "\n    %s\n        %s\n        %s\n", r.Code, r.Text, r.Next)
	}
}

// ruleList returns rules with their titles as an indented table.
func ruleList(rules []string) string {
	var b strings.Builder
	for _, rule := range rules {
		name, title, _ := strings.Cut(rule, "\t")
		fmt.Fprintf(&b, "    %-14s %s\n", name, title)
	}
	return b.String()
}
