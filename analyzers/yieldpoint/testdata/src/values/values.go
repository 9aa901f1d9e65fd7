package values // want package:`yieldpoint.[0-9]+.`

// Package values holds the initializers of package variables.

import "time"

var ready = wait() // want `^package initialization may block on sleep: values.wait -> time.Sleep$`

func wait() bool {
	time.Sleep(1)
	return true
}

var later = func() { time.Sleep(1) }

func init() { // want `^package initialization may block on sleep: values.wait -> time.Sleep$`
	wait()
}

func init() { later = nil }
