package report

import (
	"math"
	"slices"
	"testing"
)

// The boxes have the areas that are asked for, fill the whole and do not
// overlap.
func TestSquarify(t *testing.T) {
	for _, sizes := range [][]float64{{1}, {6, 6, 4, 3, 2, 2, 1}, slices.Repeat([]float64{3}, 50), {1000, 1, 1, 1}} {
		whole := box{0, 0, 250, 100}
		boxes := squarify(sizes, whole)
		if len(boxes) != len(sizes) {
			t.Fatalf("%d boxes for %d sizes", len(boxes), len(sizes))
		}
		sum := 0.0
		for _, s := range sizes {
			sum += s
		}
		const bit = 1e-6
		for i, b := range boxes {
			if want := sizes[i] / sum * 25000; math.Abs(b.w*b.h-want) > bit {
				t.Errorf("%v: area %d is %g, want %g", sizes, i, b.w*b.h, want)
			}
			if b.x < -bit || b.y < -bit || b.x+b.w > 250+bit || b.y+b.h > 100+bit {
				t.Errorf("%v: %+v is not in the whole", sizes, b)
			}
			for _, c := range boxes[:i] {
				if b.x+bit < c.x+c.w && c.x+bit < b.x+b.w && b.y+bit < c.y+c.h && c.y+bit < b.y+b.h {
					t.Errorf("%v: %+v and %+v overlap", sizes, b, c)
				}
			}
		}
	}
}

// The example of the paper: six by four, areas 6, 6, 4, 3, 2, 2, 1. Its first
// row holds the two largest, three by two each.
func TestSquarifyExample(t *testing.T) {
	got := squarify([]float64{6, 6, 4, 3, 2, 2, 1}, box{0, 0, 6, 4})
	if got[0] != (box{0, 0, 3, 2}) || got[1] != (box{0, 2, 3, 2}) {
		t.Errorf("first row %+v", got[:2])
	}
}

func TestCut(t *testing.T) {
	short := "äöü"
	if cut(short) != short {
		t.Errorf("%q was cut", short)
	}
	long := ""
	for len(long) < 500 {
		long += "ä"
	}
	if got := cut(long); len(got) != 240+len("…") {
		t.Errorf("%d bytes", len(got))
	}
	if got := cut("x" + long); len(got) != 239+len("…") {
		t.Errorf("%d bytes, want the half letter gone", len(got))
	}
}
