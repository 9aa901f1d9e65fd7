package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

// complete says of all commands what a shell may offer for their flags and
// arguments. It goes by the flags' names: one that several commands have means
// the same in each, but for --rule.
func complete(root *cobra.Command, g *globals) {
	for _, cmd := range root.Commands() {
		rules := rewriteRules
		if slices.Contains([]string{"baseline", "check"}, cmd.Name()) {
			rules = analyzerRules
		}
		completeFlag(cmd, "rule", commaList(rules))
		completeFlag(cmd, "format", commaList(func() []string { return report.Formats() }))
		completeFlag(cmd, "interfaces", words(config.InterfacePolicies...))
		completeFlag(cmd, "level", words("lift", "mark"))
		completeFlag(cmd, "api", words("keep", "break"))
		completeFlag(cmd, "runtime", words("embed", "module"))
		completeFlag(cmd, "only", func(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
			return packagePatterns(g.dir, prefix)
		})
		for _, dir := range []string{"into", "runtime-replace"} {
			if cmd.Flags().Lookup(dir) != nil {
				must(cmd.MarkFlagDirname(dir))
			}
		}
		if strings.Contains(cmd.Use, "[packages]") && cmd.ValidArgsFunction == nil {
			cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
				if strings.Contains(cmd.Use, "FUNC") && len(args) == 0 {
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				return packagePatterns(g.dir, prefix)
			}
		}
	}
	must(root.MarkPersistentFlagDirname("dir"))
}

// completeFlag registers what is offered for a flag, if the command has it.
func completeFlag(cmd *cobra.Command, flag string, offer cobra.CompletionFunc) {
	if cmd.Flags().Lookup(flag) != nil {
		must(cmd.RegisterFlagCompletionFunc(flag, offer))
	}
}

// must panics on an error that only a mistake in the commands can cause: a flag
// that is not there, or is registered twice.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// words offers one of a few words.
func words(list ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp)
}

// commaList offers the next word of a list separated by commas, and not what is
// in it already. A word may have a description, after a tab.
func commaList(all func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
		i := strings.LastIndex(prefix, ",") + 1
		given := strings.Split(prefix[:i], ",")
		var offer []string
		for _, word := range all() {
			name, _, _ := strings.Cut(word, "\t")
			if !slices.Contains(given, name) {
				offer = append(offer, prefix[:i]+word)
			}
		}
		return offer, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// analyzerRules returns the analyzers with their titles.
func analyzerRules() []string {
	var list []string
	for _, a := range analyzers.Suite() {
		list = append(list, cobra.CompletionWithDesc(a.Name, title(a.Name, a.Doc)))
	}
	return list
}

// rewriteRules returns the rewrite rules with their titles.
func rewriteRules() []string {
	var list []string
	for _, r := range rewrite.Rules() {
		list = append(list, cobra.CompletionWithDesc(r.Name, title(r.Name, r.Doc)))
	}
	return list
}

// title returns the first line of a rule's documentation, without the name that
// it may begin with.
func title(name, doc string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(doc), "\n")
	return strings.TrimPrefix(line, name+": ")
}
