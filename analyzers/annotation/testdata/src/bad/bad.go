package bad

import "sync"

//asyncport:ignore // want `needs a rule and a reason`
var a int

//asyncport:ignore lockheld // want `//asyncport:ignore lockheld needs a reason after the rule`
var b int

var c int //asyncport:ignore lockhold,stuck,sharedstat why // want `no rule "lockhold"; there are blockingcall, explicit, lockheld` `no rule "sharedstat"`

var d int //asyncport:ignore annotation why // want `annotation cannot be ignored`

var e int //asyncport: ignore stuck why // want `without a space`

//asyncport:mute stuck why // want `unknown directive "//asyncport:mute"; known are ignore, assume, nonblocking`
func f() {
	//asyncport:ignore stuck why // want `speaks for nothing`

	f()
	f() //asyncport:assume nonblocking // want `//asyncport:assume nonblocking belongs in the doc comment of a function`
	//asyncport:assume guarded-by mu // want `belongs to a field or a package variable`
	var x int
	_ = x
}

//asyncport:assume blocks network // want `//asyncport:assume blocks network: unknown kind "network"; known are none, net`
func g() {}

//asyncport:assume blocks none // want `"none" is no kind; write assume nonblocking`
func h() {}

type T struct {
	mu   sync.Mutex
	name string
	x    int //asyncport:assume guarded-by mutex // want `//asyncport:assume guarded-by mutex: no field of the struct and no variable of the package that can be locked has this name`
	y    int //asyncport:assume guarded-by name // want `no field`
	z    int //asyncport:assume guarded-by next.mo // want `no field`
	next *T
	g    int    //asyncport:assume nonblocking // want `//asyncport:assume nonblocking speaks of a call, and this is nothing to call`
	f    func() //asyncport:nonblocking // want `belongs in the doc comment of a function`
}

//asyncport:assume guarded-by mu // want `no variable of the package that can be locked`
var v int

//asyncport:assume blocks // want `nothing to call`
var w chan int

type I interface {
	error //asyncport:assume nonblocking // want `nothing to call`
}
