package a

func bad(...any) int { return 0 }

func f() {
	bad() // want `call of bad`
	bad() //asyncport:ignore demo known
	//asyncport:ignore demo known
	bad()
	//asyncport:ignore other,demo known
	bad(
		bad())

	bad() //asyncport:ignore other not for us // want `call of bad`

	g := func() {} //asyncport:ignore demo nothing here // want `^unused //asyncport:ignore demo; remove it$`
	g()

	//asyncport:ignore demo the header only // want `unused //asyncport:ignore demo`
	if true {
		bad() // want `call of bad`
	}
	//asyncport:ignore demo the condition
	for bad() > 0 {
	}

	// The nearer comment is used, the other is not.
	//asyncport:ignore demo outer // want `unused`
	bad() //asyncport:ignore demo inner

	bad() //asyncport:ignore demo // want `call of bad`
	bad() //asyncport:ignroe demo why // want `call of bad`

	//asyncport:ignore demo two on one line
	bad()
	bad() // want `call of bad`
}

//asyncport:ignore demo above a function // want `unused`
func h() {
	bad() // want `call of bad`
}
