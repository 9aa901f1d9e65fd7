package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/report/plan"
)

type planOptions struct {
	*globals
	surveyFlags
	next     bool
	json     bool
	patterns []string
	// Flags that other commands need, too, to do and find what the plan says: where to
	// work, those of port, and those of check.
	place, given, asked []string
}

func newPlan(g *globals, run func(context.Context, *planOptions) error) *cobra.Command {
	opts := &planOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "plan [packages]",
		Short: "Say in which order to port the packages, and what is left before the serial policy",
		Long: "plan puts the packages that are left into milestones: what a package imports comes before it,\n" +
			"and packages that import each other, as they can by their tests, go together. It ends with what\n" +
			"remains before the serial policy may be selected. Nothing is written.",
		Example: "  asyncport plan ./...\n  asyncport plan --next ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(opts.only) > 0 {
				return errors.New("plan has no use for --only; name the packages as arguments")
			}
			opts.patterns = args
			opts.settle(opts.globals, cmd)
			opts.repeat(cmd.Flags())
			return run(cmd.Context(), opts)
		},
	}
	opts.register(cmd)
	cmd.Flags().Lookup("only").Hidden = true
	cmd.Flags().BoolVar(&opts.next, "next", false, "print the milestone to do now, with its command")
	cmd.Flags().BoolVar(&opts.json, "json", false, "print an object")
	return cmd
}

func runPlan(ctx context.Context, opts *planOptions) error {
	rep, err := opts.survey(ctx, opts.globals, opts.patterns)
	if err != nil {
		return err
	}
	p := &planned{opts: opts, rep: rep}
	switch {
	case opts.json:
		return p.json()
	case opts.next:
		p.next()
	default:
		p.all()
	}
	return nil
}

// planned is a plan about to be printed.
type planned struct {
	opts *planOptions
	rep  *report.Report
}

// planJSON is what plan --json prints.
type planJSON struct {
	Schema     string           `json:"schema"`
	Version    int              `json:"version"`
	Module     string           `json:"module"`
	Milestones []plan.Milestone `json:"milestones"`
	Remaining  plan.Remaining   `json:"remaining"`
	Statement  string           `json:"statement"`
	// Next are the commands for the first milestone.
	Next []string `json:"next"`
}

func (p *planned) json() error {
	out := planJSON{"asyncport-plan", 1, p.rep.Module, p.rep.Milestones, plan.Remain(p.rep.Milestones), p.rep.Remaining(), []string{}}
	if len(out.Milestones) == 0 {
		out.Milestones = []plan.Milestone{}
	} else {
		out.Next = p.commands(&out.Milestones[0])
		if p.opts.next {
			out.Milestones = out.Milestones[:1]
		}
	}
	enc := json.NewEncoder(p.opts.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (p *planned) all() {
	for i := range p.rep.Milestones {
		p.milestone(&p.rep.Milestones[i])
	}
	fmt.Fprintln(p.opts.stdout, p.rep.Remaining())
	if text := p.rep.RemovableText(); text != "" {
		fmt.Fprintln(p.opts.stdout, text)
	}
}

func (p *planned) next() {
	if len(p.rep.Milestones) == 0 {
		fmt.Fprintln(p.opts.stdout, p.rep.Remaining())
		return
	}
	m := &p.rep.Milestones[0]
	p.milestone(m)
	for _, c := range p.commands(m) {
		fmt.Fprintln(p.opts.stdout, c)
	}
}

// milestone prints one, and an empty line after it.
func (p *planned) milestone(m *plan.Milestone) {
	w := p.opts.stdout
	fmt.Fprintf(w, "%d. %s\n   ", m.Number, strings.Join(m.Packages, " and "))
	if m.Sites > 0 {
		fmt.Fprintf(w, "%s, %d %% automatic; ", count(m.Sites, "site"), m.Share())
	}
	fmt.Fprintln(w, count(m.Lines, "line"))
	if len(m.After) > 0 {
		fmt.Fprintf(w, "   after: %s\n", strings.Trim(fmt.Sprint(m.After), "[]"))
	}
	for _, b := range m.Blockers {
		fmt.Fprintf(w, "   blocked: %s\n", p.blocker(b))
	}
	switch {
	case slices.Equal(m.Flips, m.Packages):
		fmt.Fprintln(w, "   then ready for Serial")
	case len(m.Flips) > 0:
		fmt.Fprintf(w, "   then ready for Serial: %s\n", strings.Join(m.Flips, ", "))
	}
	fmt.Fprintln(w)
}

// blocker says what a person has to do, with the reasons for refusals.
func (p *planned) blocker(b plan.Blocker) string {
	var parts []string
	if b.Sites > 0 {
		text := count(b.Sites, "site") + " refused"
		i := slices.IndexFunc(p.rep.Packages, func(x report.Package) bool { return x.Path == b.Package })
		if i >= 0 && len(p.rep.Packages[i].Reasons) > 0 {
			n := make(map[string]int)
			for _, r := range p.rep.Packages[i].Reasons {
				n[r.Code] += r.Sites
			}
			text += " (" + counts(n) + ")"
		}
		parts = append(parts, text)
	}
	if b.Findings > 0 {
		parts = append(parts, count(b.Findings, "finding")+" open")
	}
	if b.Stalls > 0 {
		parts = append(parts, "a serial loop may stand still at "+count(b.Stalls, "place"))
	}
	return b.Package + ": " + strings.Join(parts, ", ")
}
