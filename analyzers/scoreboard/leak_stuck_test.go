package scoreboard

import (
	"go/token"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/lockheld"
	"github.com/asyncport/asyncport/analyzers/stuck"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

// Of each program that leaks, a labelled goroutine is reported: the finding, or
// another place that it names as an operation somebody is stuck in or as a call on
// the way there, stands in the labelled function.
func TestScoreStuckLeaks(t *testing.T) {
	labels, goroot := leakLabels(t)
	var either, alone Board
	for _, set := range []string{leakSet, gokerSet} {
		mod, err := LoadLeakPrograms(t.Context(), goroot, set, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		res, err := checker.Run(mod, []*analysis.Analyzer{stuck.Analyzer, lockheld.Analyzer})
		if err != nil {
			t.Fatal(err)
		}
		for _, program := range programs(labels, set) {
			own, others := "", ""
			for _, f := range res.Findings {
				if l := leakOf(mod, f, program); l != "" && f.Rule == "stuck" {
					own = l
				} else if l != "" {
					others = l
				}
			}
			name := program[0].Program
			alone.Add(name, own != "", "not reported")
			either.Add(name, own+others != "", "not reported")
		}
	}
	t.Logf("programs whose leak stuck or lockheld reports: %s", &either)
	t.Logf("programs whose leak stuck reports: %s", &alone)
	if hits, all := either.Hits(); hits < 74 {
		t.Errorf("stuck and lockheld: %d of %d, want at least 74", hits, all)
	}
	if hits, all := alone.Hits(); hits < 65 {
		t.Errorf("stuck: %d of %d, want at least 65", hits, all)
	}
}

// programs returns the labels of a set, those of one program together.
func programs(labels []LeakLabel, set string) [][]LeakLabel {
	var list [][]LeakLabel
	for _, l := range labels {
		if l.Set != set {
			continue
		}
		if n := len(list); n > 0 && list[n-1][0].Program == l.Program {
			list[n-1] = append(list[n-1], l)
		} else {
			list = append(list, []LeakLabel{l})
		}
	}
	return list
}

// leakOf returns the label that a finding is about.
func leakOf(mod *load.Module, f checker.Finding, labels []LeakLabel) string {
	places := []place{{f.Pos, f.Message}}
	for _, r := range f.Related {
		if strings.HasPrefix(r.Message, "called here") || strings.HasPrefix(r.Message, "another goroutine is stuck") {
			places = append(places, place{r.Pos, r.Message})
		}
	}
	for _, p := range places {
		fn := p.function(mod)
		for _, l := range labels {
			if l.Matches(fn) && (f.Rule != "stuck" || p.about(l, f.Message)) {
				return l.Name()
			}
		}
	}
	return ""
}

type place struct {
	pos     token.Position
	message string
}

// about reports whether what is said at the place is about a wait of the label's
// kind; a call on the way is about what the finding is about.
func (p place) about(l LeakLabel, finding string) bool {
	message := p.message
	if strings.HasPrefix(message, "called here") {
		message = finding
	}
	for _, w := range []struct{ reason, word string }{
		{"chan send", "this send on"},
		{"chan receive", "this receive from"},
		{"chan receive", "this range over"},
		{"select", "this select"},
		{"Mutex.Lock", "Lock:"},
		{"Mutex.Lock", "Lock,"},
		{"RLock", "RLock:"},
		{"RLock", "RLock,"},
		{".Wait", ".Wait:"},
		{".Wait", ".Wait,"},
	} {
		if strings.Contains(message, w.word) && strings.Contains(strings.NewReplacer(`\`, "", "(RW)?", "").Replace(l.Wait), w.reason) {
			return true
		}
	}
	return false
}

// function returns the name of the function at a place, without the package.
func (p place) function(mod *load.Module) string {
	for _, pkg := range mod.Packages {
		for _, file := range pkg.Syntax {
			tf := pkg.Fset.File(file.FileStart)
			if mod.RelPath(tf.Name()) == p.pos.Filename && p.pos.Line <= tf.LineCount() {
				pos := tf.LineStart(p.pos.Line) + token.Pos(p.pos.Column-1)
				return short(pkg, checker.EnclosingFunc(pkg, pos))
			}
		}
	}
	return ""
}

func short(pkg *packages.Package, fn string) string {
	_, name, _ := strings.Cut(fn[strings.LastIndex(fn, "/")+1:], ".")
	return name
}
