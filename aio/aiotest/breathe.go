package aiotest

import "runtime"

// breathe gives goroutines that can go on at once the time to do so, most likely. It stands in for synctest.Wait.
func breathe() {
	for range 16 {
		runtime.Gosched()
	}
}
