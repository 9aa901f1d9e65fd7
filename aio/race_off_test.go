//go:build !race

package aio_test

// raceDetector reports whether the race detector is on.
const raceDetector = false
