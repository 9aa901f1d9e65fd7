package apidata

// numbering gives things numbers, from 0, in the order in which they are met. The zero
// numbering has none.
type numbering[T comparable] struct {
	numbers map[T]int
	list    []T
}

// of returns the number of x, and whether it was met for the first time.
func (n *numbering[T]) of(x T) (number int, first bool) {
	if number, ok := n.numbers[x]; ok {
		return number, false
	}
	if n.numbers == nil {
		n.numbers = make(map[T]int)
	}
	number = len(n.list)
	n.numbers[x] = number
	n.list = append(n.list, x)
	return number, true
}
