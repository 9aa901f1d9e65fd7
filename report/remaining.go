package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/report/plan"
)

// Remaining says in a few sentences what is left to do before the packages of
// the report may run under the serial policy. It says nothing of time.
func (r *Report) Remaining() string {
	text := r.remaining()
	if paths := r.unasked(); len(paths) > 0 {
		text += " Imported and not looked at: " + strings.Join(paths, ", ") + "."
	}
	if n := r.unseen(); n > 0 {
		text += fmt.Sprintf(" Not counted: %s not analysed, or not fully; asyncport report lists them.", count(n, "file"))
	}
	return text
}

func (r *Report) remaining() string {
	left := plan.Remain(r.Milestones)
	if left.Milestones > 0 {
		return fmt.Sprintf("Before Serial: %s in %s.%s", count(left.Milestones, "milestone"), count(left.Packages, "package"), work(left))
	}
	is := func(ok func(*Package) bool) bool {
		return slices.ContainsFunc(r.Packages, func(p Package) bool { return ok(&p) })
	}
	switch {
	case len(r.unasked()) > 0:
		return "Before Serial: nothing in these packages."
	case is(func(p *Package) bool { return p.Verdict == Ready }):
		return "Before Serial: nothing. Run with AIO_POLICY=serial, or select it in main: aio.SetDefaultPolicy(aio.Serial)."
	case is(func(p *Package) bool { return p.Why == whySerial }):
		return "Nothing is left, and the serial policy is selected."
	}
	return "Nothing is left, and nothing to flip: no package uses the runtime."
}

// unasked returns the packages that were not looked at and that one imports which is to run
// under the serial policy.
func (r *Report) unasked() []string {
	var list []string
	for _, p := range r.Packages {
		if p.left() || p.Verdict == Ready || p.Why == whySerial {
			list = append(list, p.unasked...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// RemovableText says how many mutexes protect nothing under the serial policy; ""
// when there are none. They ask for nothing: they may stay.
func (r *Report) RemovableText() string {
	n := 0
	for _, p := range r.Packages {
		n += len(p.Removable)
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "Under Serial 1 mutex protects nothing; asyncport report names it."
	}
	return fmt.Sprintf("Under Serial %d mutexes protect nothing; asyncport report names them.", n)
}

// work says what the sites and findings ask for.
func work(left plan.Remaining) string {
	var b strings.Builder
	switch {
	case left.Sites == 0:
	case left.Manual == 0:
		fmt.Fprintf(&b, " asyncport port rewrites %s that need it.", all(left.Sites, "site"))
	case left.Automatic == 0:
		fmt.Fprintf(&b, " By hand: %s that need a rewrite.", all(left.Sites, "site"))
	default:
		fmt.Fprintf(&b, " %s need a rewrite: %d automatic, %d by hand.", count(left.Sites, "site"), left.Automatic, left.Manual)
	}
	if left.Findings > 0 {
		fmt.Fprintf(&b, " %s to mend, or to suppress with a reason.", count(left.Findings, "finding"))
	}
	if left.Stalls > 0 {
		fmt.Fprintf(&b, " %s at which a serial loop may stand still; asyncport report says why.", count(left.Stalls, "place"))
	}
	return b.String()
}

// unseen counts the files that were not analysed, or not fully.
func (r *Report) unseen() int {
	files := make(map[string]bool)
	for _, u := range r.NotSeen {
		files[u.File] = true
	}
	for _, p := range r.Packages {
		for _, u := range p.NotSeen {
			files[u.File] = true
		}
	}
	return len(files)
}
