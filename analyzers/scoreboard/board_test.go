package scoreboard

import (
	"fmt"
	"strings"
	"testing"
)

func TestBoard(t *testing.T) {
	var b Board
	for i := range 100 {
		b.Add(fmt.Sprintf("case%d", i), i%10 != 0, "lost")
	}
	if hits, all := b.Hits(); hits != 90 || all != 100 {
		t.Errorf("%d of %d, want 90 of 100", hits, all)
	}
	text := b.String()
	if !strings.HasPrefix(text, "90 of 100 (90 %); tuned half ") {
		t.Errorf("the score is %q", text)
	}
	for i := range 100 {
		name := fmt.Sprintf("case%d", i)
		want := i%10 == 0 && Tuned(name)
		if got := strings.Contains(text, "\t"+name+": lost\n"); got != want {
			t.Errorf("%s is shown: %v, want %v", name, got, want)
		}
	}
}
