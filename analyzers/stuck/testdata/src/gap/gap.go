// Package gap leaves goroutines behind that the analyzer does not see.
package gap

// Box is handed to callers.
type Box struct {
	ch chan int
}

// Known gap: no function of the package receives from the field, and nobody else
// can, but a Box made elsewhere is not followed.
func NewBox() *Box { return &Box{ch: make(chan int)} }

func (b *Box) Put(v int) {
	go func() { b.ch <- v }()
}

// Known gap: arithmetic on an unknown value is followed for sums only.
func odd(n int) int {
	ch := make(chan int)
	go put(ch)
	if n%2 == 1 {
		return 0
	}
	return <-ch
}

func put(ch chan int) { ch <- 1 }
