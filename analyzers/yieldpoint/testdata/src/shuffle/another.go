package shuffle

var early = func() { started(func() { late() }) }

var late = func() { <-make(chan int) }
