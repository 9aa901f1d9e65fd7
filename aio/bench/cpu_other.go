//go:build !unix

package bench

import "time"

// processorTime returns 0: the time that the process has kept processors busy is not known here.
func processorTime() time.Duration { return 0 }
