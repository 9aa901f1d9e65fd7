package report

import (
	"cmp"
	"fmt"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
	"github.com/asyncport/asyncport/rewrite/stall"
)

// Option says what a report goes by beside a run of the rewriter.
type Option func(*builder)

// Accepted says which findings, beside those of the run, the baseline in file knows.
// They are listed, and nothing asks to mend them.
func Accepted(file string, findings []checker.Finding) Option {
	return func(b *builder) { b.baseline, b.accepted = file, findings }
}

// Builds names the build configurations that the findings of the run are those of,
// when it is not the one that the rewriter saw, which is here, "" for that of the go
// command, and has no files of the packages elsewhere.
func Builds(names []string, here string, elsewhere []string) Option {
	return func(b *builder) { b.builds, b.here, b.elsewhere = names, here, elsewhere }
}

// New builds the report of a run. reason gives the text of a rule's reason
// code; it may return "" for a code it does not know.
func New(res *rewrite.Result, reason func(rule, code string) string, options ...Option) *Report {
	b := newBuilder(res, reason)
	for _, option := range options {
		option(b)
	}
	r := &Report{Schema: SchemaName, Version: SchemaVersion, Module: res.Module, Packages: []Package{}, sources: res.Sources,
		Baseline: b.baseline, Builds: b.builds, here: b.here}
	for _, path := range res.Packages {
		b.pkg(path)
	}
	b.inventory(res.Inventory)
	b.findings(res)
	b.removable(res.Removable)
	b.stalls(res.Stalls)
	b.sites(res.Sites)
	b.changes(res.Files)
	for _, c := range res.API {
		p := b.pkg(c.Package)
		p.API = append(p.API, APIChange{c.Change, c.Compatible})
	}
	for _, d := range res.Dropped {
		p := b.pkg(d.Package)
		p.Dropped = append(p.Dropped, Drop{d.Func, d.Why})
	}
	for _, u := range res.NotSeen {
		if p := b.pkgs[b.home(u.Package)]; p != nil {
			p.NotSeen = append(p.NotSeen, Unseen{u.File, u.Why})
		} else {
			r.NotSeen = append(r.NotSeen, Unseen{u.File, u.Why})
		}
	}
	serial := slices.ContainsFunc(res.Inventory, func(inv rewrite.Inventory) bool { return inv.Serial })
	for _, p := range b.pkgs {
		p.sort()
		p.count()
		p.judge(b.explicit[p.Path], serial)
		if slices.Contains(b.elsewhere, p.Path) {
			p.Verdict, p.Why = Blocked, whyElsewhere
		}
		r.Packages = append(r.Packages, *p)
	}
	slices.SortFunc(r.Packages, func(a, b Package) int { return cmp.Compare(a.Path, b.Path) })
	r.waits()
	r.count()
	r.milestones()
	return r
}

type builder struct {
	pkgs     map[string]*Package
	looked   map[string]bool // the packages looked at; nil is all
	explicit map[string]bool
	read     func(file string) ([]byte, error)
	module   string
	reason   func(rule, code string) string

	baseline  string
	accepted  []checker.Finding
	builds    []string
	here      string
	elsewhere []string
}

func newBuilder(res *rewrite.Result, reason func(rule, code string) string) *builder {
	b := &builder{
		pkgs: make(map[string]*Package), explicit: make(map[string]bool),
		read: reader(res.Sources), module: res.Module, reason: reason,
	}
	if len(res.Packages) > 0 {
		b.looked = make(map[string]bool)
		for _, path := range res.Packages {
			b.looked[path] = true
		}
	}
	for _, inv := range res.Inventory {
		b.pkg(inv.Path)
	}
	return b
}

// home returns the package that a path is shown under: an external test package
// goes with the one beside it.
func (b *builder) home(path string) string {
	if tested, ok := strings.CutSuffix(path, "_test"); ok && b.pkgs[path] == nil && b.pkgs[tested] != nil {
		return tested
	}
	return path
}

func (b *builder) pkg(path string) *Package {
	path = b.home(path)
	p := b.pkgs[path]
	if p == nil {
		p = &Package{Path: path}
		b.pkgs[path] = p
	}
	return p
}

func (b *builder) inventory(list []rewrite.Inventory) {
	for _, inv := range list {
		p := b.pkg(inv.Path)
		p.Command = inv.Main
		p.Imports, p.TestImports, p.unasked = inv.Imports, inv.TestImports, inv.Unasked
		p.Counts.Lines, p.Counts.TestLines = inv.Lines, inv.TestLines
		b.explicit[p.Path] = inv.Explicit
		for _, k := range catalog.Set(^uint32(0)).Kinds() {
			if n := inv.Yields[k]; n > 0 {
				p.Yields = append(p.Yields, KindCount{k.String(), n})
				p.Counts.Yields += n
			}
		}
		p.Counts.Marks = inv.Yields[catalog.Await]
		for _, h := range inv.Hidden {
			out := Hidden{Callee: yieldpoint.ShortName(h.Callee), Kind: h.Kind.String(), Calls: h.Calls, Pos: position(h.Pos), Func: h.Func}
			for _, hop := range h.Chain {
				out.Chain = append(out.Chain, Step{hop.Pos, yieldpoint.ShortName(hop.What)})
			}
			p.Hidden = append(p.Hidden, out)
			p.Counts.Hidden += h.Calls
		}
	}
}

func (b *builder) findings(res *rewrite.Result) {
	ids := identify(res, b.accepted, b.read)
	for i, f := range res.Findings {
		if b.looked == nil || b.looked[f.Package] {
			p := b.pkg(f.Package)
			p.Findings = append(p.Findings, finding(f, ids[i]))
		}
	}
	for i, s := range res.Suppressed {
		if b.looked == nil || b.looked[s.Package] {
			p := b.pkg(s.Package)
			p.Suppressed = append(p.Suppressed, Suppressed{finding(s.Finding, ids[len(res.Findings)+i]), s.Reason, position(s.Comment)})
		}
	}
	for i, f := range b.accepted {
		if b.looked == nil || b.looked[f.Package] {
			p := b.pkg(f.Package)
			p.Accepted = append(p.Accepted, finding(f, ids[len(res.Findings)+len(res.Suppressed)+i]))
		}
	}
}

func (b *builder) sites(list []site.Site) {
	ids := identifySites(list)
	for i, s := range list {
		out := Site{
			ID:        ids[i],
			Pos:       position(s.Pos),
			Func:      s.Func,
			Construct: string(s.Construct),
			Kind:      s.Kind,
			Source:    s.Text,
			Status:    Status(s.Status),
			Rule:      s.Rule,
			Detail:    s.Detail,
		}
		if s.Status != site.Rewritten {
			out.Reason = cmp.Or(s.Reason, "no-reason")
			out.Text = b.reason(s.Rule, s.Reason)
		}
		p := b.pkg(s.Package)
		p.Sites = append(p.Sites, out)
	}
}

// removable notes the mutexes that protect nothing under the serial policy.
func (b *builder) removable(list []rewrite.Removable) {
	for _, m := range list {
		note := Remark{Pos: position(m.Pos), Message: fmt.Sprintf("%s protects nothing under the serial policy", m.Name)}
		if m.First != "" {
			note.Message += "; before it can go: " + m.First
		}
		for _, s := range m.Sections {
			pos := position(s.Pos)
			note.Hops = append(note.Hops, Hop{Pos: &pos, Message: "no yield in this section; " + s.Why})
		}
		p := b.pkg(m.Package)
		p.Removable = append(p.Removable, note)
	}
}

// stalls notes what may hold up a serial loop.
func (b *builder) stalls(list []stall.Stall) {
	for _, s := range list {
		note := Remark{Pos: position(s.Pos), Message: s.Message}
		for _, step := range s.Steps {
			pos := position(step.Pos)
			note.Hops = append(note.Hops, Hop{Pos: &pos, Message: step.Message})
		}
		p := b.pkg(s.Package)
		p.Stalls = append(p.Stalls, note)
	}
}

func (b *builder) changes(files []rewrite.FileChange) {
	for _, f := range files {
		if f.Runtime {
			continue
		}
		p := b.pkg(path.Join(b.module, path.Dir(f.Path)))
		p.Changes = append(p.Changes, change(f))
	}
}

func finding(f checker.Finding, id string) Finding {
	out := Finding{ID: id, Rule: f.Rule, Severity: severity(f.Rule), Pos: position(f.Pos), Func: f.Func, Message: f.Message}
	for _, r := range f.Related {
		h := Hop{Message: r.Message}
		if r.Pos.Filename != "" {
			pos := position(r.Pos)
			h.Pos = &pos
		}
		out.Hops = append(out.Hops, h)
	}
	for _, fix := range f.Fixes {
		out.Fixes = append(out.Fixes, suggestion(fix))
	}
	return out
}

func suggestion(f checker.Fix) Fix {
	out := Fix{Message: f.Message}
	for _, e := range f.Edits {
		out.Edits = append(out.Edits, Edit{position(e.Pos), position(e.End), e.Text})
	}
	return out
}

func position(p token.Position) Position { return Position{p.Filename, p.Line, p.Column} }
