// Package gap leaves goroutines behind that the analyzer does not see.
package gap

func work() int { return 1 }

// Known gap: more senders than receives.
func first(n int) int {
	ch := make(chan int)
	for range n {
		go func() { ch <- work() }()
	}
	return <-ch
}

func sender(ch chan int) { ch <- work() }

// Known gap: the channel is passed on.
func passedOn(fail bool) int {
	ch := make(chan int)
	go sender(ch)
	if fail {
		return 0
	}
	return <-ch
}
