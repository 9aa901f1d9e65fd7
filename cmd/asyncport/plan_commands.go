package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/asyncport/asyncport/report/plan"
)

// repeat keeps the flags that commands of the plan need, too.
func (opts *planOptions) repeat(flags *pflag.FlagSet) {
	flags.Visit(func(f *pflag.Flag) {
		text := []string{"--" + f.Name + "=" + f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			text = nil
			for _, v := range list.GetSlice() {
				text = append(text, "--"+f.Name+"="+v)
			}
		}
		switch f.Name {
		case "next", "json":
		case "goos", "goarch", "tags", "baseline":
			opts.asked = append(opts.asked, text...)
		case "dir":
			opts.place = text
		default:
			opts.given = append(opts.given, text...)
		}
	})
}

// commands are those that do a milestone, or show what a person has to do.
func (p *planned) commands(m *plan.Milestone) []string {
	var list []string
	if m.Automatic > 0 {
		list = append(list, p.opts.port()+" --only "+strings.Join(m.Packages, ",")+" ./...")
	}
	for _, b := range m.Blockers {
		if b.Sites > 0 || b.Stalls > 0 {
			list = append(list, command([]string{"asyncport report"}, p.opts.place, p.opts.given, p.opts.asked, []string{b.Package}))
		}
		if b.Findings > 0 {
			list = append(list, command([]string{"asyncport check"}, p.opts.place, p.opts.asked, []string{b.Package}))
		}
	}
	return list
}

func command(parts ...[]string) string { return strings.Join(slices.Concat(parts...), " ") }

// port is the command that ports what the plan speaks of: for the first of the build
// configurations that were asked for.
func (opts *planOptions) port() string {
	here := opts.matrix.here()
	var env, tags []string
	if here.GOOS != "" {
		env = append(env, "GOOS="+here.GOOS)
	}
	if here.GOARCH != "" {
		env = append(env, "GOARCH="+here.GOARCH)
	}
	if len(here.Tags) > 0 {
		tags = []string{"--tags=" + strings.Join(here.Tags, ",")}
	}
	return command(env, []string{"asyncport port -w"}, opts.place, opts.given, tags)
}
