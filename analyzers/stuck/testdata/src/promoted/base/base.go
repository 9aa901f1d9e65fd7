package base

type Conn struct{ n int }

func (c *Conn) Do() { c.n++ }

type Num int

func (Num) Do() {}
