package orders

import "sync"

// Each round waits for what it has started.
func rounds(n int, do func()) int {
	var mu sync.Mutex
	total := 0
	for i := 0; i < n; i++ {
		var wg sync.WaitGroup
		wg.Add(10)
		for range 10 {
			go func() {
				do()
				mu.Lock()
				total++
				mu.Unlock()
				wg.Done()
			}()
		}
		wg.Wait()
	}
	return total
}

// The last round's goroutines are not waited for.
func unwaited(n int) int {
	total := 0
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Wait()
		wg.Add(1)
		go func() {
			total++ // want `total is written while another goroutine reads it, without a common lock`
			wg.Done()
		}()
	}
	return total
}
