package nearest_test

import (
	"testing"

	"github.com/asyncport/asyncport/internal/nearest"
)

func TestNearest(t *testing.T) {
	known := []string{"lockheld", "sharedstate", "yieldpoint"}
	for name, want := range map[string]string{
		"lokheld": "lockheld", "lock": "lockheld", "SharedState": "sharedstate", "xyz": "", "": "",
	} {
		if got := nearest.Name(name, known); got != want {
			t.Errorf("Name(%q) = %q, want %q", name, got, want)
		}
	}
}
