package good

import "sync"

var a int //asyncport:ignore lockheld,stuck a reason

// asyncport:ignore is how a comment begins.
// asyncport:nonblocking would be a contract.

//asyncport:assume nonblocking // it only counts
func f() {
	//asyncport:ignore sharedstate a reason
	f()
}

//asyncport:assume blocks net,db
func g() {}

//asyncport:nonblocking
func h() {}

//go:noinline
func i() {}

//asyncport:assume blocks
func j() {}

type I interface {
	//asyncport:assume nonblocking
	M()
}

var global sync.RWMutex

type parent struct{ *sync.Mutex }

type T[E any] struct {
	mu    sync.Mutex
	x     E //asyncport:assume guarded-by mu
	up    *parent
	y     int //asyncport:assume guarded-by up.Mutex
	z     int //asyncport:assume guarded-by up
	other int //asyncport:assume guarded-by global
	l     sync.Locker
	w     int    //asyncport:assume guarded-by l
	call  func() //asyncport:assume nonblocking
}

//asyncport:assume guarded-by global
var v int

type hook func()

var (
	onError hook   //asyncport:assume nonblocking
	onEnd   func() //asyncport:assume blocks chan
)
