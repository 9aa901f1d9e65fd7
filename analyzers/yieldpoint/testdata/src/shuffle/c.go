package shuffle

import "time"

var third = func() int { time.Sleep(1); return 1 }()

func init() { go ping(1) }

func peng(n int) { ping(n); time.Sleep(1) }

type Putter interface{ Put(int) }

type V struct{ p Putter }

func (v *V) put() { v.p.Put(1) }

func viaB() { time.Sleep(1) }
