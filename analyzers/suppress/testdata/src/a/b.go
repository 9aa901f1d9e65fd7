package a

// The lines of other files do not matter.

func i() {
	bad() // want `call of bad`
	bad() // want `call of bad`
	bad() // want `call of bad`
	bad() // want `call of bad`
}
