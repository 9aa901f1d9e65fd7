//go:build race

package aio_test

// raceDetector reports whether the race detector is on. It takes a send that is ended by a close for a race.
const raceDetector = true
