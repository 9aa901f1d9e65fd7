package p

func work() {}

func example() {
	var wg sync.WaitGroup
	// EXAMPLE
}
