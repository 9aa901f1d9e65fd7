package unused

var a int //asyncport:ignore demo nothing // want `unused`

var (
	b   int    //asyncport:ignore demo nothing // want `unused`
	abc string // aligned
)

// c has a comment of its own.
//
//asyncport:ignore demo nothing // want `unused`
func c() {
	// Why.
	//asyncport:ignore demo nothing // want `unused`
	c()
	c() //asyncport:ignore demo,stuck nothing // want `unused`
	c() //asyncport:ignore stuck,  demo nothing // want `unused`
	c() //asyncport:ignore stuck, demo, lockheld nothing // want `unused`
	if true { //asyncport:ignore demo nothing // want `unused`
		c()
	}
}
