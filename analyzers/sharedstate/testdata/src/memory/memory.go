// Package memory has races on parts of variables, and on what variables refer to.
package memory

type point struct{ x, y int }

type line struct {
	from, to point
	next     *line
}

// The struct as a whole overlaps with its fields.
func whole() {
	var l line
	go func() { l.from.x = 1 }() // want `l.from.x is written by two goroutines at once .*`
	l = line{}
}

func copied() {
	var l line
	go func() { l.to.x = 1 }() // want `l.to.x is written while another goroutine reads it, .*`
	m := l
	_ = m
}

func otherField() {
	var l line
	go func() { l.from.x = 1 }()
	l.from.y = 2
}

func throughPointer() {
	n := 0
	p := &n
	go func() { *p = 1 }() // want `\*p is written by two goroutines at once .*`
	n = 2
}

func argument() {
	n := 0
	go func(p *int) { *p = 1 }(&n) // want `\*p is written by two goroutines at once .*`
	n = 2
}

// The argument is evaluated before the goroutine starts.
func evaluatedBefore() {
	n := 0
	go func(int) {}(n)
	n = 2
}

func elements(i int) {
	s := make([]int, 10)
	go func() { s[1] = 1 }() // want `s\[1\] is written by two goroutines at once .*`
	s[1] = 2
	s[2] = 3
	var a [4]int
	go func() { a[i] = 1 }() // want `a\[i\] is written by two goroutines at once .*`
	a[i] = 2
}

func otherElement() {
	s := make([]int, 10)
	go func() { s[1] = 1 }()
	s[2] = 3
	copy(s[5:], s[7:])
}

func allElements() {
	s := make([]int, 10)
	go func() { s[1] = 1 }() // want `s\[1\] is written while another goroutine reads it, .*`
	for _, v := range s {
		println(v)
	}
}

func appended() {
	s := make([]int, 1, 2)
	go func() { _ = append(s, 1) }() // want `s is written by two goroutines at once .*`
	_ = append(s, 2)
}

func header() {
	s := make([]int, 1, 2)
	go func() { println(len(s)) }()
	s = nil // want `s is written while another goroutine reads it, .*`
}

func nestedMap() {
	m := map[string]map[string]int{"a": {}}
	go func() { m["a"]["b"] = 1 }() // want `m\["a"\] \(a map\) is written while another goroutine reads it, .*`
	println(len(m["a"]))
}

func named() (err error) {
	go func() { err = nil }() // want `err is written by two goroutines at once .*`
	return nil
}

func iterator(yield func(int) bool) { yield(1) }

func rangeOverFunc() {
	n := 0
	for range iterator {
		go func() { n++ }() // want `n is written by two goroutines at once .*`
		n = 2
	}
}

type op interface{ do() }

type counter struct{ n int }

func (c *counter) do() { c.n++ } // want `c.n is written by several instances .*`

func dynamicType() {
	var o op = &counter{}
	for range 2 {
		go o.do()
	}
}

// The pointer has moved on.
func movedOn(l *line) {
	p := l
	for p != nil {
		go func() { p.from.x = 1 }()
		p = p.next // want `p is written while another goroutine reads it, .*`
	}
}

func sameElement(list []int, i int) {
	for range 3 {
		go func() { list[i]++ }() // want `list\[i\] is written by several instances .*`
	}
}
