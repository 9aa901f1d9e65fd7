package textedit

import (
	"strings"
	"testing"
)

func TestWrapsNest(t *testing.T) {
	b := NewBuffer([]byte("f(<-ch)"))
	b.Replace(2, 4, "")
	b.Wrap(2, 6, "Recv(", ")")
	b.Insert(2, "co, ")
	b.Wrap(0, 7, "Call(", ")")
	b.Wrap(2, 7, "", "!") // ends with the outer call, begins inside
	got, err := b.Bytes()
	if err != nil || string(got) != "Call(f(co, Recv(ch))!)" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestOverlapFails(t *testing.T) {
	b := NewBuffer([]byte("0123456789"))
	b.Delete(2, 6)
	b.Insert(4, "x")
	if got, err := b.Bytes(); err == nil {
		t.Fatalf("an edit inside a deleted range was applied: %q", got)
	}
}

func TestSameReplacementCountsOnce(t *testing.T) {
	b := NewBuffer([]byte("abc"))
	b.Replace(1, 2, "X")
	b.Replace(1, 2, "X")
	if got, err := b.Bytes(); err != nil || string(got) != "aXc" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestMoveTakesEditsAlong(t *testing.T) {
	b := NewBuffer([]byte("select { case <-ctx.Done(): }"))
	b.Replace(16, 19, "co")
	b.Insert(0, "switch ")
	b.Move(16, 26, 0, "on(", ") ")
	b.Insert(0, "{} ")
	b.Replace(14, 26, "done")
	got, err := b.Bytes()
	if err != nil || string(got) != "switch on(co.Done()) {} select { case done: }" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestMoveLeavesInsertionInFront(t *testing.T) {
	b := NewBuffer([]byte("go f(x.y)"))
	b.Insert(5, "co, ")
	b.MoveLeaving(5, 8, 0, "y := ", "\n", "y")
	got, err := b.Bytes()
	if err != nil || string(got) != "y := x.y\ngo f(co, y)" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestSupersedeDropsInnerEdits(t *testing.T) {
	b := NewBuffer([]byte("go f(g(ctx), x)"))
	b.Replace(7, 10, "co")
	b.Supersede(5, 11, "co")
	got, err := b.Bytes()
	if err != nil || string(got) != "go f(co, x)" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestCRLFIsKept(t *testing.T) {
	b := NewBuffer([]byte("a\r\nb\r\n"))
	b.Insert(3, "x\n")
	if got, _ := b.Bytes(); string(got) != "a\r\nx\r\nb\r\n" {
		t.Fatalf("got %q", got)
	}
}

func FuzzBytes(f *testing.F) {
	f.Add("hello world", 1, 3, 2, 9)
	f.Fuzz(func(t *testing.T, src string, a, b, c, d int) {
		if a < 0 || a > b || b > len(src) || c < 0 || c > d || d > len(src) {
			return
		}
		buf := NewBuffer([]byte(src))
		buf.Wrap(a, b, "<", ">")
		buf.Wrap(c, d, "<", ">")
		got, err := buf.Bytes()
		if err != nil || len(got) < len(src)+4 {
			t.Fatalf("%q: got %q, %v", src, got, err)
		}
	})
}

// FuzzEdits asks for edits of every kind. Whatever they are, the buffer applies
// them or says that they contradict each other, twice in the same way; and
// what nothing replaces is still there.
func FuzzEdits(f *testing.F) {
	f.Add("hello world", []byte{0, 1, 3, 0, 1, 2, 2, 0, 2, 5, 8, 0, 3, 0, 3, 9})
	f.Add("a\r\nb", []byte{4, 0, 2, 4, 5, 1, 3, 0, 0, 1, 1, 0, 3, 1, 2, 0})
	f.Fuzz(func(t *testing.T, src string, ops []byte) {
		if len(src) == 0 || len(src) > 60 || len(ops) > 48 || strings.ContainsAny(src, "<>") {
			return
		}
		dropped := make([]bool, len(src))
		buf := NewBuffer([]byte(src))
		superseded := false
		for ; len(ops) >= 4; ops = ops[4:] {
			a, b, to := int(ops[1])%(len(src)+1), int(ops[2])%(len(src)+1), int(ops[3])%(len(src)+1)
			a, b = min(a, b), max(a, b)
			drop := true
			switch ops[0] % 6 {
			case 0:
				buf.Replace(a, b, "<")
			case 1:
				buf.Insert(a, "<")
				drop = false
			case 2:
				buf.Wrap(a, b, "<", ">")
				drop = false
			case 3:
				buf.Move(a, b, to, "<", ">")
				drop = false
			case 4:
				buf.MoveLeaving(a, b, to, "<", ">", "<")
				drop = false
			default:
				buf.Supersede(a, b, "<")
				superseded = true
			}
			for i := a; drop && i < b; i++ {
				dropped[i] = true
			}
		}
		got, err := buf.Bytes()
		again, err2 := buf.Bytes()
		if string(got) != string(again) || (err == nil) != (err2 == nil) {
			t.Fatalf("%q, %v, then %q, %v", got, err, again, err2)
		}
		if err != nil || superseded {
			return // what was moved into a superseded range is gone with it
		}
		for i := range len(src) {
			// A moved range may hold a replaced one, and be copied without it.
			if !dropped[i] && strings.Count(string(got), src[i:i+1]) == 0 {
				t.Fatalf("%q: %q is lost in %q", src, src[i], got)
			}
		}
	})
}
