package textedit

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestOrderAtOnePosition(t *testing.T) {
	b := NewBuffer([]byte("ab"))
	b.Wrap(1, 2, "(", ")")
	b.Insert(1, "1")
	b.Wrap(0, 1, "[", "]")
	b.Insert(1, "2")
	if got, err := b.Bytes(); err != nil || string(got) != "[a]12(b)" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestOfEqualWrapsTheLaterIsOutside(t *testing.T) {
	b := NewBuffer([]byte("f(x)"))
	b.Wrap(2, 3, "Recv(", ")r")
	b.Wrap(2, 3, "With(", ")w")
	if got, err := b.Bytes(); err != nil || string(got) != "f(With(Recv(x)r)w)" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestMoveLeavingLeavesItsText(t *testing.T) {
	b := NewBuffer([]byte("\tf(<-ch, y)"))
	b.Replace(3, 5, "")
	b.Wrap(3, 7, "Recv(", ")")
	b.MoveLeaving(3, 7, 1, "v := ", "\n\t", "v")
	b.Wrap(1, 11, "Call(", ")")
	got, err := b.Bytes()
	if want := "\tv := Recv(ch)\n\tCall(f(v, y))"; err != nil || string(got) != want {
		t.Fatalf("got %q, want %q, %v", got, want, err)
	}
}

func TestMovesKeepTheirOrder(t *testing.T) {
	b := NewBuffer([]byte("....ab"))
	b.MoveLeaving(5, 6, 0, "<", ">", "B")
	b.MoveLeaving(4, 5, 0, "{", "}", "A")
	if got, err := b.Bytes(); err != nil || string(got) != "<b>{a}....AB" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestMoveInsideMove(t *testing.T) {
	b := NewBuffer([]byte("abcdef"))
	b.Replace(4, 5, "E")
	b.MoveLeaving(4, 5, 3, "(", ")", "_")
	b.MoveLeaving(2, 5, 0, "[", "]", "-")
	if got, err := b.Bytes(); err != nil || string(got) != "[c(E)d_]ab-f" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestMoveIntoWhatWasMovedGoesAlong(t *testing.T) {
	b := NewBuffer([]byte("abcdef"))
	b.MoveLeaving(2, 5, 0, "[", "]", "")
	b.MoveLeaving(5, 6, 3, "(", ")", "")
	if got, err := b.Bytes(); err != nil || string(got) != "[c(f)de]ab" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestMovesIntoEachOtherFail(t *testing.T) {
	b := NewBuffer([]byte("abcdef"))
	b.MoveLeaving(0, 3, 4, "", "", "")
	b.MoveLeaving(3, 6, 1, "", "", "")
	if got, err := b.Bytes(); err == nil {
		t.Fatalf("a move was lost in silence: %q", got)
	}
}

func TestEditOfWhatIsMovedAndDroppedFails(t *testing.T) {
	b := NewBuffer([]byte("select <-ctx.Done()"))
	b.Delete(0, 19)
	b.Replace(9, 12, "co")
	if got, err := b.Bytes(); err == nil {
		t.Fatalf("an edit was lost in silence: %q", got)
	}
}

func TestNothingEditedIsIdentical(t *testing.T) {
	for _, src := range []string{"", "\ufeffpackage p\r\n", "package p", "a\r\nb\nc"} {
		b := NewBuffer([]byte(src))
		if !b.Empty() {
			t.Errorf("%q: a new buffer is not empty", src)
		}
		if got, err := b.Bytes(); err != nil || string(got) != src {
			t.Errorf("%q: got %q, %v", src, got, err)
		}
	}
}

func TestEditsAtTheEnds(t *testing.T) {
	b := NewBuffer([]byte("x"))
	b.Insert(0, "<")
	b.Insert(1, ">")
	if got, err := b.Bytes(); err != nil || string(got) != "<x>" {
		t.Fatalf("got %q, %v", got, err)
	}
	b = NewBuffer(nil)
	b.Insert(0, "all")
	if got, err := b.Bytes(); err != nil || string(got) != "all" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestOutOfRangeFails(t *testing.T) {
	b := NewBuffer([]byte("x"))
	b.Insert(2, "y")
	if got, err := b.Bytes(); err == nil {
		t.Fatalf("got %q", got)
	}
	b = NewBuffer([]byte("xy"))
	b.Delete(2, 1)
	if got, err := b.Bytes(); err == nil {
		t.Fatalf("got %q", got)
	}
}

// What no edit touches comes out as it went in, whatever the edits are.
func TestUntouchedBytesStay(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		src := strings.Repeat("abcdefghij", 3)
		b := NewBuffer([]byte(src))
		gone := make([]bool, len(src))
		for range 4 {
			from := rnd.IntN(len(src))
			to := from + rnd.IntN(len(src)-from)
			switch rnd.IntN(3) {
			case 0:
				b.Insert(from, "1")
			case 1:
				b.Wrap(from, to, "<", ">")
			case 2:
				b.Delete(from, to)
				for i := from; i < to; i++ {
					gone[i] = true
				}
			}
		}
		got, err := b.Bytes()
		if err != nil {
			continue // edits that contradict each other are refused
		}
		var want strings.Builder
		for i := range src {
			if !gone[i] {
				want.WriteByte(src[i])
			}
		}
		if kept := strings.NewReplacer("1", "", "<", "", ">", "").Replace(string(got)); kept != want.String() {
			t.Fatalf("kept %q, want %q, of %q", kept, want.String(), got)
		}
	}
}
