package plan_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/report/plan"
)

// module has a command over two packages over a leaf; two others whose tests
// import each other; and one that needs nothing.
func module() []plan.Package {
	return []plan.Package{
		{Path: "m/cmd", Imports: []string{"m/a", "m/b", "fmt"}, Lines: 10, Automatic: 1},
		{Path: "m/a", Imports: []string{"m/leaf"}, Lines: 20, Automatic: 3, Manual: 1},
		{Path: "m/b", Imports: []string{"m/leaf", "m/quiet"}, Lines: 30, Findings: 2},
		{Path: "m/leaf", Lines: 40, Automatic: 2},
		{Path: "m/quiet", Imports: []string{"m/leaf"}, Lines: 50},
		{Path: "m/x", Imports: []string{"m/y"}, Lines: 5, Automatic: 1},
		{Path: "m/y", Imports: []string{"m/x", "m/y"}, Lines: 6, Manual: 1},
	}
}

func TestMilestones(t *testing.T) {
	want := []plan.Milestone{
		{Number: 1, Packages: []string{"m/leaf"}, Lines: 40, Sites: 2, Automatic: 2, Flips: []string{"m/leaf", "m/quiet"}},
		{Number: 2, Packages: []string{"m/x", "m/y"}, Lines: 11, Sites: 2, Automatic: 1,
			Blockers: []plan.Blocker{{Package: "m/y", Sites: 1}}, Flips: []string{"m/x", "m/y"}},
		{Number: 3, Packages: []string{"m/a"}, Lines: 20, Sites: 4, Automatic: 3,
			Blockers: []plan.Blocker{{Package: "m/a", Sites: 1}}, After: []int{1}, Flips: []string{"m/a"}},
		// quiet stands between, and makes no step.
		{Number: 4, Packages: []string{"m/b"}, Lines: 30, Findings: 2,
			Blockers: []plan.Blocker{{Package: "m/b", Findings: 2}}, After: []int{1}, Flips: []string{"m/b"}},
		{Number: 5, Packages: []string{"m/cmd"}, Lines: 10, Sites: 1, Automatic: 1, After: []int{1, 3, 4}, Flips: []string{"m/cmd"}},
	}
	if diff := cmp.Diff(want, plan.Milestones(module())); diff != "" {
		t.Errorf("milestones (-want +got):\n%s", diff)
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	pkgs := module()
	want := plan.Milestones(pkgs)
	slices.Reverse(pkgs)
	for i := range pkgs {
		slices.Reverse(pkgs[i].Imports)
	}
	if diff := cmp.Diff(want, plan.Milestones(pkgs)); diff != "" {
		t.Errorf("the order of the input shows (-want +got):\n%s", diff)
	}
}

// A command that has nothing to do itself flips with the last of what it
// imports.
func TestNothingFlipsAboveWhatIsNotKnown(t *testing.T) {
	got := plan.Milestones([]plan.Package{
		{Path: "m/cmd", Imports: []string{"m/a"}, Unknown: true},
		{Path: "m/a", Automatic: 1},
	})
	if len(got) != 1 || !slices.Equal(got[0].Flips, []string{"m/a"}) {
		t.Errorf("milestones %+v, want one that flips m/a only", got)
	}
}

func TestFlipsFromAbove(t *testing.T) {
	got := plan.Milestones([]plan.Package{
		{Path: "m/cmd", Imports: []string{"m/a"}},
		{Path: "m/a", Automatic: 1},
		{Path: "m/alone"},
	})
	if len(got) != 1 || !slices.Equal(got[0].Flips, []string{"m/a", "m/cmd"}) {
		t.Errorf("milestones %+v, want one that flips m/a and m/cmd", got)
	}
}

func TestStallsAreWork(t *testing.T) {
	got := plan.Milestones([]plan.Package{{Path: "m", Stalls: 2}})
	want := []plan.Milestone{{Number: 1, Packages: []string{"m"}, Stalls: 2,
		Blockers: []plan.Blocker{{Package: "m", Stalls: 2}}, Flips: []string{"m"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("milestones (-want +got):\n%s", diff)
	}
	if left := plan.Remain(got); left.Stalls != 2 {
		t.Errorf("%+v remain", left)
	}
}

func TestNothingToDo(t *testing.T) {
	if got := plan.Milestones([]plan.Package{{Path: "m"}}); len(got) != 0 {
		t.Errorf("milestones %+v, want none", got)
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct{ sites, automatic, want int }{{0, 0, 100}, {3, 2, 66}, {4, 0, 0}} {
		m := plan.Milestone{Sites: c.sites, Automatic: c.automatic}
		if got := m.Share(); got != c.want {
			t.Errorf("%d of %d: %d %%, want %d", c.automatic, c.sites, got, c.want)
		}
	}
}

func TestRemain(t *testing.T) {
	got := plan.Remain(plan.Milestones(module()))
	// Six packages of seven; 1+3+2+1 sites are the tool's, 1+1 a person's.
	want := plan.Remaining{Milestones: 5, Packages: 6, Sites: 9, Automatic: 7, Manual: 2, Findings: 2}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if none := plan.Remain(nil); none != (plan.Remaining{}) {
		t.Errorf("%+v of nothing", none)
	}
}

func TestGroups(t *testing.T) {
	want := []plan.Group{
		{Packages: []string{"m/leaf"}},
		{Packages: []string{"m/x", "m/y"}},
		{Packages: []string{"m/a"}, Imports: []int{0}},
		{Packages: []string{"m/quiet"}, Imports: []int{0}},
		{Packages: []string{"m/b"}, Imports: []int{0, 3}},
		{Packages: []string{"m/cmd"}, Imports: []int{2, 4}},
	}
	if diff := cmp.Diff(want, plan.Groups(module())); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}
