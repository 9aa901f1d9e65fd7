package quiet

func bad() {}

func f() {
	bad() //asyncport:ignore demo known
	f()   //asyncport:ignore demo unused
}
