package textedit

import "testing"

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
