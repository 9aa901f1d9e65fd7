// Package generics holds type parameters.
package generics

import "net"

type Queue[T any] struct{ ch chan T }

func (q *Queue[T]) Put(v T) { q.ch <- v } // want `^Put: chan channel send$`

func Map[T, U any](list []T, f func(T) U) []U { // want `^Map: calls 1$`
	var out []U
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

func put() { // want `^put: chan generics.\(\*Queue\[...\]\).Put -> channel send$`
	var q Queue[int]
	q.Put(1)
}

func mapped(ch chan int) { // want `^mapped: chan generics.mapped.func1 -> channel receive$`
	Map([]int{1}, func(int) int { return <-ch })
	_ = Map([]int{1}, func(int) string { return "" })
}

func instantiated(ch chan int) { // want `^instantiated: chan generics.instantiated.func1 -> channel receive$`
	f := Map[int, int]
	f(nil, func(int) int { return <-ch })
}

func drain[C ~chan int](c C) { // want `^drain: chan range over channel$`
	for range c {
	}
}

type sender interface{ Send([]byte) }

func sendAll[S sender](list []S, one S) { // want `^sendAll: calls 1.Send$`
	one.Send(nil)
}

type tcp struct{ net.Conn }

func (t tcp) Send(b []byte) { t.Write(b) } // want `^Send: net net.Conn.Write$`

func sendTCP(t tcp) { sendAll(nil, t) } // want `^sendTCP: net generics.tcp.Send -> net.Conn.Write$`
