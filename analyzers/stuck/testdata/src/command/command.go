// Command command has no callers but itself.
package main

import "os/exec"

func main() {
	names := make(chan string)
	go func() {
		for {
			names <- "x"
		}
	}()
	start(names)
	select {}
}

// Nobody closes a channel of strings, so the copying never ends.
func start(names <-chan string) {
	filtered := make(chan string)
	go func() {
		for n := range names {
			filtered <- n
		}
	}()
	go func() {
		for n := range filtered {
			println(n)
		}
	}()
}

// Channels of numbers are closed.
func count(numbers <-chan int) {
	filtered := make(chan int)
	go func() {
		for n := range numbers {
			filtered <- n
		}
	}()
	go func() {
		for n := range filtered { // want `goroutine may wait for ever in this range over filtered: nobody is left who could send or close`
			println(n)
		}
	}()
}

// Another package may have made the channel, and close it.
func commands(list <-chan *exec.Cmd) {
	filtered := make(chan *exec.Cmd)
	go func() {
		for c := range list {
			filtered <- c
		}
	}()
	go func() {
		for c := range filtered { // want `goroutine may wait for ever in this range over filtered: nobody is left who could send or close`
			println(c.Path)
		}
	}()
}

func numbers() chan int {
	ch := make(chan int, 1)
	close(ch)
	return ch
}

// It is told to stay.
func stay() {
	<-make(chan struct{})
}

func leave() {
	go func() {
		<-make(chan struct{}) // want `goroutine may wait for ever in this receive from make\(chan struct{}\): .*`
	}()
}
