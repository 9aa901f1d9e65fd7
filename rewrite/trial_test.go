package rewrite

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A package counts as failed only where none of its tests does: its own failure
// says nothing more than theirs. Lines that are no events are left out.
func TestReadOutcome(t *testing.T) {
	failed, events := readOutcome(bytes.NewBufferString(`# noise
{"Action":"run","Package":"m/a","Test":"TestX"}
{"Action":"fail","Package":"m/a","Test":"TestX/sub"}
{"Action":"fail","Package":"m/a","Test":"TestX"}
{"Action":"fail","Package":"m/a"}
{"Action":"fail","Package":"m/b"}
{"Action":"pass","Package":"m/c","Test":"TestY"}
{"Action":"pass","Package":"m/c"}`))
	want := []failure{{"m/a", "TestX/sub"}, {"m/a", "TestX"}, {"m/b", ""}}
	if diff := cmp.Diff(want, failed, cmp.AllowUnexported(failure{})); diff != "" {
		t.Errorf("failed (-want +got):\n%s", diff)
	}
	if events != 7 {
		t.Errorf("%d events, want 7", events)
	}
	got := (&trial{}).byDir(failed, []string{".", "a", "x/b", "b"})
	if diff := cmp.Diff(outcome{"a TestX": true, "a TestX/sub": true, "b": true}, got); diff != "" {
		t.Errorf("by directory (-want +got):\n%s", diff)
	}
	if got := got.beyond(outcome{"a TestX": true}); !cmp.Equal(got, []string{"a TestX/sub", "b"}) {
		t.Errorf("beyond TestX: %v", got)
	}
}

func TestNarrow(t *testing.T) {
	for _, tt := range []struct {
		failed, dirs []string
		match        string
	}{
		{[]string{"a TestX", "a TestX/sub one", "b TestY"}, []string{"a", "b"}, "^(TestX|TestY)$"},
		{[]string{"a TestX", "b"}, []string{"a", "b"}, ""},
		{[]string{". Test.X"}, []string{"."}, `^(Test\.X)$`},
	} {
		dirs, match := narrow(tt.failed)
		if !cmp.Equal(dirs, tt.dirs) || match != tt.match {
			t.Errorf("%v: %v %q", tt.failed, dirs, match)
		}
	}
}
