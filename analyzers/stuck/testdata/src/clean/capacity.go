package clean

import "sync"

// The channel has as much room as there are workers. Nobody closes it before all is
// done.
func pool(workers int, jobs []int, do func(int) []int) {
	var busy sync.WaitGroup
	in := make(chan int, workers)
	for range workers {
		go func() {
			for j := range in {
				if more := do(j); len(more) > 0 {
					busy.Add(len(more))
					go func() {
						for _, m := range more {
							in <- m
						}
					}()
				}
				busy.Done()
			}
		}()
	}
	busy.Add(1)
	in <- 0
	busy.Wait()
	close(in)
}

// What was sent is received, and not lost.
func relay(room int) int {
	in := make(chan int, room)
	done := make(chan int)
	go func() {
		for v := range in {
			done <- v
		}
	}()
	in <- 1
	v := <-done
	close(in)
	return v
}
